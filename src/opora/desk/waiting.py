"""What waits for a person, gathered from the features; each tells its own things in its own queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from opora.access import Actor

SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing on the desk: `action` is what the button says, `reason` heads its group."""

    reason: str
    title: str
    action: str
    url: str
    since: date | None = None
    due: date | None = None

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
    """Everything that waits for this actor: by deadline, then by age; without either last."""
    found = [waiting for source in _sources for waiting in source(actor)]
    return sorted(found, key=lambda w: (w.due or date.max, w.since or date.max, w.title, w.url))
