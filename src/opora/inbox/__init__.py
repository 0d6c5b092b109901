"""What waits for a person: each feature tells its own things, the desk and the daily mail gather them.

A thing stands here only while this person can act on it: `url` leads to where the action is done.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from opora.access import Actor

SOON_DAYS = 14


class Reason(enum.StrEnum):
    """Why something waits, as the heading of its group."""

    CHECK = "Проверить"
    MEND = "Исправить"
    SIGN = "Подписать"
    CONFIRM = "Подтвердить"
    ANSWER = "Ответить"
    DECIDE = "Решить"
    VISIT = "Посетить"
    MEET = "Провести"
    FILL = "Заполнить"
    DO = "Выполнить"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing on the desk. `action` is what its button says; `since` the day from which it waits."""

    reason: Reason
    title: str
    action: str
    url: str
    since: date | None = None
    due: date | None = None
    is_urgent: bool = False

    def is_late(self, today: date) -> bool:
        return self.due is not None and self.due < today

    def is_soon(self, today: date) -> bool:
        """Due within 14 days, today included."""
        return self.due is not None and 0 <= (self.due - today).days <= SOON_DAYS


type Source = Callable[[Actor], Sequence[Waiting]]

_sources: list[Source] = []


def register(sources: Iterable[Source]) -> None:
    """Called once, from `config`."""
    _sources[:] = sources


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for this actor: what is urgent, then by deadline, then by age; without either last."""
    found = [waiting for source in _sources for waiting in source(actor)]
    return sorted(
        found, key=lambda w: (not w.is_urgent, w.due or date.max, w.since or date.max, w.title, w.url)
    )
