"""What stands on a day: each feature tells its own things, the calendar page and its subscription gather them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from opora.access import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing of one or several days, or of an hour where `starts_at` (aware) is known.

    `key` names it for ever («meeting-12»): a calendar that is read again recognises it. `place` is where to come.
    """

    key: str
    kind: str
    title: str
    url: str
    first: date
    last: date
    starts_at: datetime | None = None
    place: str = ""
    is_cancelled: bool = False


type Source = Callable[[Actor, date, date], Sequence[Entry]]

_sources: list[Source] = []


def register(sources: Iterable[Source]) -> None:
    """Called once, from `config`."""
    _sources[:] = sources


def entries(actor: Actor, first: date, last: date) -> list[Entry]:
    """What touches the days from `first` to `last` and concerns this actor, in order of days."""
    found = [entry for source in _sources for entry in source(actor, first, last)]
    return sorted(found, key=lambda e: (e.first, e.last, e.title, e.key))
