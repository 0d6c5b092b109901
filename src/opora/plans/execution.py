"""The share of a plan that is carried out: of the rows whose last day has passed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from opora.plans.standing import Stand
from opora.plans.states import Standing

#: how it is counted, in words
RULE = (
    "Доля исполнения — выполненные строки среди тех, чей срок прошёл. Выполненные со слов считаются, "
    "перенесённые на следующий год и строки без дня окончания — нет."
)


@dataclass(frozen=True, slots=True)
class Execution:
    """`done` of the rows that are `due`; `told` of them by somebody's word alone."""

    done: int
    due: int
    told: int

    @property
    def percent(self) -> int | None:
        """Rounded down: a hundred is everything. None before the first last day."""
        return self.done * 100 // self.due if self.due else None

    @property
    def words(self) -> str:
        if self.percent is None:
            return "сроки ещё не прошли"
        by_word = f", со слов {self.told}" if self.told else ""
        return f"{self.percent} %: {self.done} из {self.due}{by_word}"


def execution(stands: Iterable[Stand], *, today: date) -> Execution:
    past = [
        each.standing
        for each in stands
        if each.due is not None and each.due < today and each.standing is not Standing.MOVED
    ]
    told = past.count(Standing.TOLD)
    return Execution(past.count(Standing.DONE) + told, len(past), told)
