"""What an event may be tied to. Features offer their things once, in `config`: most of them lie above events."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from opora.access import Actor
from opora.events.models import Event

#: so many things are offered at once; a word of the name narrows them
MOST = 50

#: (who ties, the event, words of the name, only this thing) → (id, title, whose it is) of what may be tied, in order
type Things = Callable[[Actor, Event, str, int | None], Sequence[tuple[int, str, str]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of `opora.references`; `title` heads its list, `empty` says why there may be nothing in it.

    `things` gives no more than `MOST` and one: the one tells that there are more.
    """

    kind: str
    title: str
    empty: str
    things: Things


_offers: list[Offer] = []


def use(offers: Iterable[Offer]) -> None:
    """Called once, from `config`."""
    _offers[:] = offers


def offers() -> tuple[Offer, ...]:
    return tuple(_offers)
