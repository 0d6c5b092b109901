"""Who is told of a measure that is due, and how many days late: the catalogue of the escalation ladder.

The numbers are our own (architecture: a threshold a region may decide otherwise is data). Pure Python.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Mistake

KIND = "escalation"
CODE = "roadmap"

_STEPS = (
    ("responsible_after", "Ответственному и школьному координатору"),
    ("curator_after", "Куратору"),
    ("coordinator_after", "Муниципальному координатору"),
)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days: before the term for «скоро», after it for each step up."""

    soon: int = 14
    responsible_after: int = 3
    curator_after: int = 7
    coordinator_after: int = 21

    def days_late(self, due: date | None, today: date) -> int:
        """How many days the term is over; 0 before and on the day, and where there is no day."""
        return max(0, (today - due).days) if due is not None else 0

    def is_soon(self, due: date | None, today: date) -> bool:
        """The day has not passed and is within `soon` days, today included."""
        return due is not None and 0 <= (due - today).days <= self.soon


def read(content: Any) -> Ladder:
    """The ladder of a content without mistakes."""
    return Ladder(**{name: int(content[name]) for name in ("soon", *(name for name, _ in _STEPS))})


def _check(content: Content) -> list[Mistake]:
    days = [int(content[name]) for name, _ in _STEPS]
    if days != sorted(days):
        return [Mistake("curator_after", "Каждая следующая ступень не раньше предыдущей. Поменяйте дни.")]
    return []


def escalation() -> Kind:
    return Kind(
        code=KIND,
        title="Напоминания о мерах",
        about=(
            "За сколько дней до срока напоминать о мере дорожной карты и через сколько дней просрочки кого "
            "ставить в известность. Числа наши, не официальные; территория может поставить свои."
        ),
        fields=(
            Field("soon", "«Скоро»: дней до срока", "int", minimum="1", maximum="60",
                  help="В эти дни мера стоит на столе ответственного."),
            *(
                Field(name, f"{whom}: дней просрочки", "int", minimum="1", maximum="120")
                for name, whom in _STEPS
            ),
        ),
        check=_check,
    )  # fmt: skip
