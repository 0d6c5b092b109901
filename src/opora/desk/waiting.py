"""What waits for a person, gathered from the features; each tells its own things in its own queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from opora.access import Actor


class Told(Protocol):
    """What a feature's `waiting_for` gives: any dataclass with these."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...


type Source = Callable[[Actor], Sequence[Told]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing on the desk: `action` is what the button says, `reason` heads its group."""

    title: str
    url: str
    action: str
    reason: str
    since: date | None
    due: date | None

    def lateness(self, today: date) -> str:
        """«late», «soon» (within 14 days) or «»."""
        if self.due is None:
            return ""
        if self.due < today:
            return "late"
        return "soon" if (self.due - today).days <= 14 else ""


@dataclass(frozen=True, slots=True)
class Drawer:
    """A source of waiting things with the words of its group and of its button."""

    reason: str
    action: str
    source: Source


_drawers: list[Drawer] = []


def register(drawers: Iterable[Drawer]) -> None:
    """Called once, from `config`, in the order in which groups stand on the desk."""
    _drawers[:] = drawers


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for this actor: the overdue first, then by deadline, then by age."""
    found = [
        Waiting(told.title, told.url, drawer.action, drawer.reason, told.since, told.due)
        for drawer in _drawers
        for told in drawer.source(actor)
    ]
    return sorted(found, key=lambda w: (w.due or date.max, w.since or date.max, w.title, w.url))
