"""What a kind of things gives to the search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.db.models.expressions import Combinable
from django.utils import timezone

from opora.access import Actor, Permission
from opora.search.matching import Sought
from opora.search.wording import Request
from opora.search.wording import Rows as Found

#: things of one kind are counted and leafed through up to here; whoever finds more narrows the search
MOST = 200

#: a thing lies in a school, or in a territory: (lookup of the school's id, lookup of the territory's path)
type Home = tuple[str, str]
IN_SCHOOL: Home = ("school", "school__territory__path")
IN_TERRITORY: Home = ("", "territory__path")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a search is narrowed to: below a territory, to some schools, or nowhere."""

    path: str = ""
    schools: tuple[int, ...] | None = None

    def __bool__(self) -> bool:
        return bool(self.path) or self.schools is not None

    def holds(self, homes: Sequence[Home]) -> Q:
        """The condition that a thing with such homes lies here."""
        found = Q(pk__in=())
        for school, path in homes:
            here = Q()
            if self.path:
                here &= Q(**{f"{path}__startswith": self.path})
            if self.schools is not None:
                here &= Q(**{f"{school}__in": self.schools}) if school else Q(pk__in=())
            found |= here
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found. `text` is where the words may stand beside the title; `note` says what it is now."""

    title: str
    url: str
    place: str = ""
    note: str = ""
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found of one kind. `total` counts what is visible, up to `MOST`; `has_more`: there is more yet."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
    has_more: bool = False


NOTHING = Part()


class Source(Protocol):
    """One kind of things."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> str: ...

    def is_for(self, actor: Actor) -> bool:
        """Whether somebody in this capacity ever sees such things. Asks nothing of the database."""
        ...

    def asks(self, actor: Actor, place: Place, *, start: int, size: int) -> Request | None:
        """What to ask for `size` hits after the `start`; None where there can be nothing."""
        ...

    def tells(self, actor: Actor, rows: Found, *, start: int, size: int) -> Part:
        """What the answer comes to: hits, and how many there are."""
        ...


def anybody(actor: Actor) -> bool:
    """Everybody who acts in some capacity."""
    return actor.is_operator or actor.capacity is not None


def may(permission: Permission[Any]) -> Callable[[Actor], bool]:
    """Those who have a permission that asks about nothing in particular."""
    return lambda actor: permission.can(actor, None)


@dataclass(frozen=True, slots=True)
class Rows:
    """A kind of things that are rows of one table: found, counted and read by one statement.

    `matching` gives those that the actor sees and that hold the words; `draw` makes a hit of `columns`; JSON
    comes without its keys (`wording.Statement.read`).
    """

    code: str
    title: str
    model: type[Model]
    matching: Callable[[Actor, Sought], QuerySet[Any]]
    columns: tuple[str | Combinable, ...]
    draw: Callable[..., Hit]
    order: tuple[str | Combinable, ...]
    homes: tuple[Home, ...] = ()
    is_for: Callable[[Actor], bool] = anybody

    def asks(self, actor: Actor, place: Place, *, start: int, size: int) -> Request | None:
        if place and not self.homes:
            return None
        return Request(
            (self.code, actor, place), lambda sought: self._statement(actor, sought, place), start, size
        )

    def tells(self, actor: Actor, rows: Found, *, start: int, size: int) -> Part:
        if not rows:
            return NOTHING
        total = rows[0][0]
        return Part(min(total, MOST), tuple(self.draw(*row[1:]) for row in rows), total > MOST)

    def _statement(self, actor: Actor, sought: Sought, place: Place) -> QuerySet[Any, Any]:
        seen = self.matching(actor, sought)
        if place:
            seen = seen.filter(place.holds(self.homes))
        pks = seen.order_by().values("pk")[: MOST + 1]
        found: QuerySet[Any] = self.model._default_manager.filter(pk__in=pks)
        found = found.annotate(every=Window(Count("*"))).order_by(*self.order)
        return found.values_list("every", *self.columns)


def newest(column: str) -> tuple[str | Combinable, ...]:
    """The newest first; what has no day stands last."""
    return (F(column).desc(nulls_last=True), "-pk")


def day_of(at: datetime | None) -> date | None:
    """The day where the reader is."""
    return timezone.localdate(at) if at is not None else None


def in_line(text: str, longest: int = 160) -> str:
    """A long text as a title: one line, cut at a word."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(" ,.;:—–-") + "…"


def joined(*texts: str | None) -> str:
    """Several texts as one, those that say nothing left out."""
    return " · ".join(text.strip() for text in texts if text and text.strip())
