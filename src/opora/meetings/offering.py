"""What stands open where a meeting is to be, offered as questions of its agenda.

Features offer theirs once, in `config`: most of them lie above meetings. A question names the things it comes from:
kinds of `opora.references`, or those that only agendas name.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora import references
from opora.access import Actor
from opora.access.paths import inside
from opora.cycles.models import Cycle
from opora.meetings.rules import Place
from opora.organisations.models import Organisation
from opora.references import Reference

_LONGEST = 500
#: what parts a line of an agenda into question and speaker
PARTED = re.compile(r"\s+[|/]\s+")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a question comes from; `title` is what it was called that day."""

    kind: str
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A question. `key` tells what it is of: it stands on an agenda once. `url` shows all of it as it is today."""

    key: str
    title: str
    things: tuple[Thing, ...]
    url: str = ""

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class Spot:
    """The place and the year of a meeting that is prepared, and the moment."""

    place: Place
    cycle: Cycle
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def school(self) -> Organisation | None:
        """The home of a meeting that is not a territory's."""
        return self.place.home if isinstance(self.place.home, Organisation) else None

    @property
    def path(self) -> str:
        """Of the territory where it is."""
        home = self.place.home
        return (home.territory.path if isinstance(home, Organisation) else home.path) or ""

    def page(self, name: str, **query: str) -> str:
        """The address of a list, narrowed to the territory."""
        home = self.place.home
        own = {} if isinstance(home, Organisation) else {"territory": home.code}
        return f"{reverse(name)}?{urlencode(query | own)}"

    def within(self, school: str = "school", territory: str = "") -> Q:
        """The condition that a row lies in the place: `school` and `territory` are its columns."""
        if self.school is not None:
            return Q((school, self.school.pk))
        found = inside(f"{school}__territory__path", (self.path,))
        return found | inside(f"{territory}__path", (self.path,)) if territory else found


#: what of a feature the actor may see there; a number of queries that does not grow
type Source = Callable[[Actor, Spot], Sequence[Offer]]

_sources: list[Source] = []
_kinds: dict[str, references.Source] = {}


def use(sources: Iterable[Source], kinds: Iterable[references.Source] = ()) -> None:
    """Called once, from `config`. `kinds` are those that only agendas name."""
    _sources[:] = sources
    _kinds.clear()
    _kinds.update({each.kind: each for each in kinds})


def offered(actor: Actor, spot: Spot, taken: Collection[str] = ()) -> list[Offer]:
    """Everything that stands open there but for the keys that are on the agenda, as lines of an agenda."""
    found = [offer for source in _sources for offer in source(actor, spot)]
    return [replace(each, title=_line(each.title)) for each in found if each.key not in taken]


def _line(title: str) -> str:
    return PARTED.sub(lambda sign: sign[0].strip(), " ".join(title.split()))[:_LONGEST]


def found(actor: Actor, pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Reference]:
    """Of these things those that the actor may open. One query for each kind."""
    wanted: dict[str, set[int]] = {}
    for kind, thing in pairs:
        wanted.setdefault(kind, set()).add(thing)
    seen = references.find_many(
        actor, [(kind, thing) for kind in wanted if kind not in _kinds for thing in wanted[kind]]
    )
    for kind, source in _kinds.items():
        if kind in wanted:
            seen |= {(kind, pk): each for pk, each in source.many(actor, wanted[kind]).items()}
    return seen
