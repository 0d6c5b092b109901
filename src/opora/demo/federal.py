"""Invented tables in the manner of the federal ВПР system: title lines, then groups of participants."""

import random
from collections.abc import Sequence

from opora.demo.figures import Result, results
from opora.demo.world import HOME, NEIGHBOUR, REGION, SCHOOLS

type Line = Sequence[str | int | float]

YEAR = 2026
SUBJECT, GRADE, MAXIMUM = "Математика", 6, 16
# primary score from which a mark begins: 3, 4, 5
BOUNDARIES = (6, 10, 14)


def _of(key: str) -> Result:
    return next(r for r in results(YEAR) if r.school.key == key and (r.subject, r.grade) == (SUBJECT, GRADE))


def _title(kind: str, *more: str) -> list[Line]:
    return [[kind], [f"Предмет: {SUBJECT}"], [f"{GRADE} класс"], [f"Максимальный первичный балл: {MAXIMUM}"],
            [f"Дата: 15.04.{YEAR}"], *[[line] for line in more]]  # fmt: skip


def _groups() -> list[tuple[str, int, int, list[str]]]:
    """(name, schools, participants, keys) of the sample, the region, the municipalities and their schools."""
    keys = [s.key for s in SCHOOLS]
    home = [k for k in keys if k.startswith(HOME[0])]
    away = [k for k in keys if k.startswith(NEIGHBOUR[0])]
    found = [("Вся выборка", 34211, 1_402_118, keys), (REGION[1], 214, 9_874, keys)]
    for territory, inside in ((HOME, home), (NEIGHBOUR, away)):
        found.append((territory[1], len(inside), sum(_of(k).participants for k in inside), inside))
        for key in inside:
            result = _of(key)
            found.append((f"{result.school.name} ({key})", 1, result.participants, [key]))
    return found


def marks() -> list[Line]:
    """«Статистика по отметкам»: percents of 2, 3, 4 and 5."""
    lines = [
        *_title("Статистика по отметкам"),
        ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"],
    ]
    for name, schools, people, keys in _groups():
        totals = [sum(_of(key).marks[i] for key in keys) for i in range(4)]
        if people > 1000:
            percents = [13.62, 44.18, 31.05, 11.15] if schools > 1000 else [15.4, 46.2, 28.9, 9.5]
        else:
            percents = [round(100 * total / people, 2) for total in totals]
        lines.append([name, schools, people, *percents])
    return lines


def scores() -> list[Line]:
    """«Распределение первичных баллов»: percents of each primary score; one school piles up at boundaries."""
    heading: Line = ["Группы участников", "Кол-во ОО", "Кол-во участников", *range(MAXIMUM + 1)]
    lines = [*_title("Распределение первичных баллов"), heading]
    for name, schools, people, keys in _groups():
        counts = _score_counts(keys)
        total = sum(counts)
        lines.append([name, schools, people, *[round(100 * count / total, 2) for count in counts]])
    return lines


def _score_counts(keys: Sequence[str]) -> list[int]:
    counts = [0] * (MAXIMUM + 1)
    bounds = ((0, BOUNDARIES[0] - 1), (BOUNDARIES[0], BOUNDARIES[1] - 1), (BOUNDARIES[1], BOUNDARIES[2] - 1),
              (BOUNDARIES[2], MAXIMUM))  # fmt: skip
    for key in keys:
        chance = random.Random(f"scores {key}")  # noqa: S311 (invented figures, not secrets)
        for (low, high), people in zip(bounds, _of(key).marks, strict=True):
            for _ in range(people):
                at_the_edge = key == "ZAR-06" and low > 0 and chance.random() < 0.85
                counts[low if at_the_edge else chance.randint(low, high)] += 1
    return counts


_TASKS = (("1", 1, 82.0), ("2", 1, 78.5), ("3", 1, 71.2), ("4", 1, 66.0), ("5", 1, 74.1), ("6", 1, 69.3), ("7", 1, 54.8),
          ("8", 1, 60.2), ("9", 2, 41.7), ("10", 1, 48.3), ("11", 2, 30.9), ("12", 1, 38.8), ("13", 2, 12.4))  # fmt: skip


def tasks() -> list[Line]:
    """«Выполнение заданий»: percent of the maximum of each task; one school is upside down."""
    heading: Line = ["Группы участников", "Кол-во ОО", "Кол-во участников", *[name for name, _, _ in _TASKS]]
    points: Line = ["Макс. балл", "", "", *[maximum for _, maximum, _ in _TASKS]]
    lines = [*_title("Выполнение заданий"), heading, points]
    for name, schools, people, keys in _groups():
        lines.append([name, schools, people, *[_done(keys, percent, schools) for _, _, percent in _TASKS]])
    return lines


def _done(keys: Sequence[str], percent: float, schools: int) -> float:
    if schools > 100:
        return percent
    if list(keys) == ["ZAR-06"]:
        # easy tasks worse and hard tasks better than the region
        return round(percent - 22 if percent > 70 else percent + 38 if percent < 45 else percent, 1)
    low = sum(_of(key).marks[0] for key in keys) / sum(_of(key).participants for key in keys)
    return round(max(2.0, percent * (1.12 - 0.8 * low)), 1)


def journal() -> list[Line]:
    """«Сравнение отметок с отметками по журналу»: lowered, confirmed, raised; count and percent."""
    heading: Line = ["Группы участников", "Кол-во ОО", "Кол-во участников", "Понизили (чел.)", "Понизили, %",
                     "Подтвердили (чел.)", "Подтвердили, %", "Повысили (чел.)", "Повысили, %"]  # fmt: skip
    lines = [*_title("Сравнение отметок с отметками по журналу"), heading]
    for name, schools, people, keys in _groups():
        lowered = 0.62 if list(keys) == ["ZAR-04"] else 0.24
        down, up = round(people * lowered), round(people * 0.06)
        same = people - down - up
        shares = [round(100 * n / people, 2) for n in (down, same, up)]
        lines.append([name, schools, people, down, shares[0], same, shares[1], up, shares[2]])
    return lines
