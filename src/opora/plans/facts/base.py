"""What a source of facts is asked and answers."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for one row (its id): in which territory and year, of which schools.

    `of` says of what where the source has several (a kind of document); `first` and `last` bound the days of what
    happens at a time (a meeting), where the term says them. `least` is how many times are enough.
    """

    path: str
    cycle_id: int
    cycle_code: str
    year_ends: date
    schools: tuple[int, ...]
    row: int = 0
    of: str = ""
    first: date | None = None
    last: date | None = None
    least: int | None = None


@dataclass(frozen=True, slots=True)
class FactFigure:
    """`done` of `total` (None: it counts times, and `least` says how many are enough). `words` say what is counted,
    `url` opens it, `last_on` is the day of the last of them."""

    done: int
    total: int | None
    words: str
    url: str = ""
    last_on: date | None = None

    @property
    def told(self) -> str:
        """«школ с назначенным куратором»; where nobody said how many are enough, with the count."""
        return self.words if self.total is not None else f"{self.words}: {self.done}"


type Measure = Callable[[Sequence[Ask]], list[FactFigure]]
#: what a source may be asked of in a territory: (code, title); nothing where it has no kinds
type Variants = Callable[[str], Collection[tuple[str, str]]]


def _none(_: str) -> Collection[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True)
class FactSource:
    """`measure` answers all rows of a page at once, in a number of queries that does not grow with them.

    `counts` marks a source of things that happen at a time: a row may say how many are enough.
    """

    code: str
    title: str
    measure: Measure
    variants: Variants = _none
    counts: bool = False


#: {(year, school): the day it came to be so, where one is known}
type Known = dict[tuple[int, int], date | None]


def schools_asked(asks: Sequence[Ask]) -> set[int]:
    return {school for ask in asks for school in ask.schools}


def cycles_asked(asks: Sequence[Ask]) -> set[int]:
    return {ask.cycle_id for ask in asks}


def of_schools(ask: Ask, known: Known, words: str, url: str) -> FactFigure:
    """How many of the schools asked for are among `known`."""
    found = [known[ask.cycle_id, school] for school in ask.schools if (ask.cycle_id, school) in known]
    last = max((day for day in found if day), default=None)
    return FactFigure(len(found), len(ask.schools), words, url, last)


def within(ask: Ask, day: date) -> bool:
    """Whether something of that day counts for the row."""
    return (ask.first is None or day >= ask.first) and (ask.last is None or day <= ask.last)


def latest(days: Collection[date]) -> date | None:
    return max(days, default=None)
