"""How one reviews, as help to oneself; how the reviewers of a territory do, for whoever looks after them."""

from collections.abc import Sequence

from opora.expertise.agreement import ENOUGH
from opora.expertise.habits import READ_IN, Habits
from opora.expertise.queries.habits import Reviewer
from opora.ui.components import Fact
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, number

_DOCUMENTS = "документ,документа,документов"


def facts(found: Habits, others: Habits | None) -> list[Fact]:
    """Own figures; beside each what is usual around, where there are others."""
    return [
        Fact("Подтвердили", count_ru(found.confirmed, _DOCUMENTS)),
        Fact("Вернули на доработку", count_ru(found.returned, _DOCUMENTS)),
        Fact("От отправки до решения", days(found.days), note=_usual(days(others.days) if others else "")),
        Fact(
            "От открытия до решения",
            minutes(found.minutes),
            note=_usual(minutes(others.minutes) if others else ""),
        ),
        Fact(
            "Замечаний на документ",
            None if found.remarks is None else number(found.remarks, 1),
            note=_usual(number(others.remarks, 1) if others and others.remarks is not None else ""),
        ),
        Fact(
            "Из подтверждённых эксперты оценили",
            count_ru(len(found.scored), _DOCUMENTS),
            note=f"в красной зоне {found.low}" if found.scored else "",
        ),
    ]


def advice(found: Habits) -> list[str]:
    """Plain sentences where the figures ask for one; nothing is held against anybody."""
    told = []
    if found.hasty:
        minutes = int(READ_IN.total_seconds() // 60)
        told.append(
            f"Решение раньше чем через {minutes} минуты после открытия: {count_ru(found.hasty, _DOCUMENTS)}. "
            "За это время документ не прочесть: проверьте их ещё раз, пока не поздно открыть для правок."
        )
    if found.confirmed and not found.remarks:
        told.append(
            "Ни одного замечания: школам трудно понять, что поправить. Начните с одного у каждой цели."
        )
    if found.low:
        told.append(
            f"Подтверждено вами, а у экспертов в красной зоне: {count_ru(found.low, _DOCUMENTS)}. "
            "Откройте их итоги: по каким критериям баллы разошлись."
        )
    return told


def calibration(found: Habits) -> list[Fact]:
    """Own marks against the experts', only where there are enough of them."""
    if not found.is_enough:
        return []
    higher = found.generosity or 0.0
    side = "выше" if higher > 0 else "ниже"
    return [
        Fact("Ваши суммы против экспертов", f"в среднем на {number(abs(higher), 1)} балла {side}"),
        Fact("Согласие с экспертами", None if found.agreement is None else number(found.agreement, 2),
             note="взвешенная каппа: 1 — полное согласие, 0 — как при случайных баллах"),
    ]  # fmt: skip


def why_not_yet(found: Habits) -> str:
    return f"Сравнение с экспертами появится, когда они оценят {ENOUGH} ваших документов; пока {len(found.scored)}."


def table(found: Sequence[Reviewer]) -> Table:
    """The reviewers of a territory: terms, remarks, visits, what experts said later."""
    return Table(
        "reviewers",
        "Кто проверяет документы",
        [
            *(Column("Кто"), Column("Подтверждено", "number"), Column("Возвращено", "number")),
            *(Column("До решения"), Column("Читает"), Column("Замечаний на документ", "number")),
            *(Column("Первых визитов", "number"), Column("Потом в красной зоне")),
        ],
        [
            (
                each.name,
                each.habits.confirmed,
                each.habits.returned,
                days(each.habits.days),
                minutes(each.habits.minutes),
                None if each.habits.remarks is None else number(each.habits.remarks, 1),
                each.visits,
                f"{each.habits.low} из {len(each.habits.scored)}" if each.habits.scored else "не оценивали",
            )
            for each in found
        ],
        caption_hidden=True,
        empty="Решений по документам в этом году ещё нет.",
    )


def days(value: float | None) -> str | None:
    """«5 дн.»; None where there is nothing to reckon from."""
    if value is None:
        return None
    return "в тот же день" if value < 1 else f"{number(value, 0)} дн."


def minutes(value: float | None) -> str | None:
    """«12 мин.» or «3 ч»; None where there is nothing to reckon from."""
    if value is None:
        return None
    return f"{number(value, 0)} мин." if value < 120 else f"{number(value / 60, 0)} ч"


def _usual(words: str | None) -> str:
    return f"обычно вокруг: {words}" if words else ""
