"""What is known of a school already: facts by name, and their values with day, origin and link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from opora.access import Actor
from opora.burden.states import QuestionKind

_NUMBER = frozenset({QuestionKind.NUMBER, QuestionKind.TEXT})
_WORDS = frozenset({QuestionKind.TEXT})
_EVENT = frozenset({QuestionKind.YES_NO, QuestionKind.DATE, QuestionKind.TEXT})


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of one school. `words` as people read it; beside them what else it can be read as.

    `origin` says where it stands («карта школы 2026/27»), `on` the day it is of, where there is one.
    """

    words: str
    origin: str
    url: str = ""
    on: date | None = None
    number: Decimal | int | None = None
    day: date | None = None
    yes: bool | None = None

    def answer(self, kind: str) -> str:
        """The value as an answer of this kind; «» where it cannot be one."""
        match QuestionKind(kind):
            case QuestionKind.NUMBER:
                return plain_number(self.number) if self.number is not None else ""
            case QuestionKind.DATE:
                return self.day.isoformat() if self.day is not None else ""
            case QuestionKind.YES_NO:
                return "" if self.yes is None else ("yes" if self.yes else "no")
            case QuestionKind.TEXT:
                return self.words
            case QuestionKind.FILE:
                return ""


def plain_number(number: Decimal | int) -> str:
    """«12.5», «480»: without an exponent and zeros at the end."""
    if isinstance(number, int):
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may be known of schools. `name` is unique on its shelf.

    A question asks for it where it holds all words of one of `phrases`, or nearly those. `kinds` are the answers
    that it can be.
    """

    shelf: str
    name: str
    title: str
    phrases: tuple[str, ...]
    kinds: frozenset[QuestionKind]
    where: str = ""

    @property
    def code(self) -> str:
        return f"{self.shelf}:{self.name}"


def number_fact(shelf: str, name: str, title: str, *phrases: str, where: str = "") -> Fact:
    return Fact(shelf, name, title, (title, *phrases), _NUMBER, where)


def words_fact(shelf: str, name: str, title: str, *phrases: str, where: str = "") -> Fact:
    return Fact(shelf, name, title, (title, *phrases), _WORDS, where)


def event_fact(shelf: str, name: str, title: str, *phrases: str, where: str = "") -> Fact:
    """Something that is there or not, since a day."""
    return Fact(shelf, name, title, (title, *phrases), _EVENT, where)


@dataclass(frozen=True, slots=True)
class Where:
    """For whom and where something is looked up: the actor who asks, the path whose definitions hold, the year."""

    actor: Actor
    path: str
    cycle_id: int
    today: date


#: {name of the fact: {school: value}}
type Found = Mapping[str, Mapping[int, Value]]


class Shelf(Protocol):
    """Facts of one feature."""

    code: str

    def facts(self, where: Where) -> Sequence[Fact]:
        """What may be known. A query or two."""
        ...

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """Of these facts what is known of these schools, in a number of queries that does not grow."""
        ...
