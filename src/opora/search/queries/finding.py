"""The search itself: every kind of things in turn, or one of them by pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from opora.access import Actor
from opora.search.asking import Asked, Meanings, read
from opora.search.matching import Sought
from opora.search.queries.vocabulary import names_near
from opora.search.sources import SOURCES
from opora.search.sources.base import NOTHING, Part, Place, Source
from opora.search.spelling import Mended, mended, switched
from opora.search.wording import run

#: so many of each kind stand on the first page
TOP = 5


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    source: Source
    part: Part


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. `asked` is what was searched for in the end, `typed` what was typed where that is something else;
    `choices` are searches that the person may have meant."""

    asked: Asked
    groups: tuple[Group, ...] = ()
    typed: str = ""
    choices: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(group.part.total for group in self.groups)


def sources_for(actor: Actor) -> list[Source]:
    """The kinds of things that somebody in this capacity ever sees."""
    return [source for source in SOURCES if source.is_for(actor)]


def everything(
    actor: Actor, asked: Asked, place: Place, meanings: Meanings, *, as_typed: bool = False
) -> Found:
    """The first five of each kind, in one query.

    Where nothing is found, names near the mistyped words are searched for instead, if there is only one way to read
    them: three queries more, and the first once again.
    """
    groups = _each(actor, asked, place)
    if groups or not asked or as_typed:
        return Found(asked, groups)
    right = mended(asked.words, names_near(actor, asked.words))
    if right.text:
        instead = read(right.text, meanings)
        groups = _each(actor, instead, place)
        if groups:
            return Found(instead, groups, typed=asked.text)
    return Found(asked, choices=_choices(asked, right))


def _each(actor: Actor, asked: Asked, place: Place) -> tuple[Group, ...]:
    if not asked:
        return ()
    sources = sources_for(actor)
    parts = _parts(actor, sources, asked, place, start=0, size=TOP)
    return tuple(Group(source, part) for source, part in zip(sources, parts, strict=True) if part.total)


def _parts(
    actor: Actor, sources: Sequence[Source], asked: Asked, place: Place, *, start: int, size: int
) -> list[Part]:
    """What each kind has. One query, and those that ask whether a thing talked about is seen."""
    requests = [source.asks(actor, place, start=start, size=size) for source in sources]
    answers = iter(run([each for each in requests if each is not None], Sought.of(asked)))
    return [
        source.tells(actor, next(answers), start=start, size=size) if request is not None else NOTHING
        for source, request in zip(sources, requests, strict=True)
    ]


def _choices(asked: Asked, right: Mended) -> tuple[str, ...]:
    other = switched(asked.text)
    return (*([other] if other else ()), *right.choices)


def one_kind(
    actor: Actor, source: Source, asked: Asked, place: Place, *, page: int = 1, size: int = 20
) -> tuple[Part, int]:
    """A page of one kind and its number; of a page that is not there the first. Two queries at most."""
    if not asked:
        return NOTHING, 1
    for number in dict.fromkeys((page, 1)):
        (part,) = _parts(actor, [source], asked, place, start=(number - 1) * size, size=size)
        if part.total and part.hits:
            return part, number
    return NOTHING, 1
