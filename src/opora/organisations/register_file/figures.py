"""Figures of school years as the file gives them, checked against each other."""

from collections.abc import Sequence

from opora.imports.problems import Problem, shown
from opora.organisations.models import YearFigures
from opora.organisations.passport import PassportItem
from opora.organisations.register_file import codes
from opora.organisations.register_file.reading import Line
from opora.organisations.register_file.step import Step

COUNTS = ("pupils", "teachers", "teachers_under_35", "teachers_over_55")


def plan_figures(
    step: Step,
    lines: Sequence[Line],
    known: dict[tuple[int, int], YearFigures],
    items: Sequence[PassportItem],
    problems: list[Problem],
) -> None:
    """Put the years that the file changes onto `step.figures`; an empty cell leaves what is known."""
    seen: set[int] = set()
    for line in lines:
        given = [key for key in line.values if key in COUNTS or key.startswith("passport:")]
        year = line.values.get("year")
        if not given:
            continue
        if not isinstance(year, int):
            if "year" not in line.columns or line.sheet.cell(line.row, line.columns["year"]) is None:
                message = "Впишите учебный год, за который эта численность, например 2025/26."
                problems.append(Problem(line.place("year"), None, codes.NO_YEAR, message))
            continue
        if year in seen:
            message = f"За этот год у организации {line.text('key')} уже есть строка выше. Оставьте одну."
            problems.append(Problem(line.place("year"), shown(year), codes.YEAR_TWICE, message))
            continue
        seen.add(year)
        row = known.get((step.organisation.pk or 0, year)) or YearFigures(year=year)
        if _set(row, line, given) or row.pk is None:
            step.figures.append(row)
        _check(row, line, items, problems)


def _set(row: YearFigures, line: Line, given: Sequence[str]) -> bool:
    """Whether anything changed."""
    passport, before = dict(row.passport), [getattr(row, name) for name in COUNTS]
    for key in given:
        if key in COUNTS:
            setattr(row, key, line.values[key])
        else:
            passport[key.removeprefix("passport:")] = line.values[key]
    changed = passport != row.passport or before != [getattr(row, name) for name in COUNTS]
    row.passport = passport
    return changed


def _check(row: YearFigures, line: Line, items: Sequence[PassportItem], problems: list[Problem]) -> None:
    parts = (row.teachers_under_35 or 0) + (row.teachers_over_55 or 0)
    if row.teachers is not None and parts > row.teachers:
        message = (
            f"Молодых и старших учителей вместе {parts}, а всего учителей {row.teachers}. Проверьте числа."
        )
        problems.append(Problem(line.place("teachers"), str(row.teachers), codes.MORE_THAN_ALL, message))
    for item in items:
        value = row.passport.get(item.code)
        if item.counts_pupils and value is not None and row.pupils is not None and value > row.pupils:
            message = f"Это больше, чем обучающихся ({row.pupils}). Проверьте оба числа."
            problems.append(
                Problem(line.place(f"passport:{item.code}"), shown(value), codes.MORE_THAN_ALL, message)
            )
