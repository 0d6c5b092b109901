"""Pointing at a thing of another feature by its kind and number, without knowing that feature.

What was agreed at a visit, a question under a measure, the ground of a decision: each names a thing that may be
of any feature. A feature offers its kinds once, in `config`; here a pair (kind, id) becomes words and an address,
for those who may see the thing, and nothing for the others.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing as others name it. `school_id` and `territory_path` say where it lies; the path is never empty
    but for what belongs to nobody's territory."""

    kind: str
    id: int
    title: str
    url: str
    school_id: int | None = None
    territory_path: str = ""


class Source(Protocol):
    """One kind of things. `word` is what it is called («посещение»)."""

    @property
    def kind(self) -> str: ...
    @property
    def word(self) -> str: ...

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """Those of `ids` that the actor sees, in a number of queries that does not grow."""
        ...


#: where a thing of a school or of a territory lies
HOMES = ("school__territory__path", "territory__path")


@dataclass(frozen=True, slots=True)
class Rows:
    """The usual source: rows of one table.

    `seen` gives those that the actor sees; `page` is the name of the address that takes the id. `title` is made of
    the `fields` of a row. `school` is the column of its school, «» where it has none; `paths` are the columns
    that say in which territory it lies: the first that is not empty does.
    """

    kind: str
    word: str
    page: str
    seen: Callable[[Actor], QuerySet[Any]]
    fields: tuple[str, ...]
    title: Callable[..., str] = str
    school: str = "school_id"
    paths: tuple[str, ...] = ("school__territory__path",)

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query, none for those who see none."""
        columns = ("pk", self.school or "pk", *self.paths, *self.fields)
        said = 2 + len(self.paths)
        return {
            row[0]: Reference(
                self.kind,
                row[0],
                self.title(*row[said:]),
                reverse(self.page, args=[row[0]]),
                row[1] if self.school else None,
                next(filter(None, row[2:said]), ""),
            )
            for row in self.seen(actor).filter(pk__in=ids).order_by().values_list(*columns)
        }


_sources: dict[str, Source] = {}


def register(sources: Iterable[Source]) -> None:
    """The same kind again replaces its source."""
    _sources.update({source.kind: source for source in sources})


def kinds() -> list[str]:
    """Every kind that somebody offers."""
    return sorted(_sources)


def word(kind: str) -> str:
    """What a thing of the kind is called; the kind itself where nobody offers it."""
    return _sources[kind].word if kind in _sources else kind


def find(actor: Actor, kind: str, thing_id: int) -> Reference | None:
    """The thing if the actor sees it; None also for a kind that nobody offers."""
    return find_many(actor, [(kind, thing_id)]).get((kind, thing_id))


def find_many(actor: Actor, pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Reference]:
    """Of these things those that the actor sees; each kind is asked once."""
    wanted: dict[str, set[int]] = {}
    for kind, thing_id in pairs:
        if kind in _sources:
            wanted.setdefault(kind, set()).add(thing_id)
    return {
        (kind, thing_id): found
        for kind, ids in wanted.items()
        for thing_id, found in _sources[kind].many(actor, ids).items()
    }
