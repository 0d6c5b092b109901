"""What the signs look at. Shares are 0–1; percents of the federal export are made shares by the reader."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compared:
    """A school's share of high results in a procedure and year, beside the comparison group's.

    `group` None: nobody gave the group's figure. `participants` None: unknown.
    """

    procedure: str
    test: str
    subject: str
    grade: int | None
    year: int
    share: float
    participants: int | None
    group: float | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """The same pupils a year apart: grade g, then grade g + 1 in the same test and subject."""

    before: Compared
    after: Compared


@dataclass(frozen=True, slots=True)
class Tasks:
    """Completion of each task (0–1) by a school or its class, and by the comparison group."""

    procedure: str
    year: int
    label: str
    participants: int | None
    done: Mapping[str, float]
    group: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of participants by primary score, and the scores from which marks 3, 4, 5 are given."""

    procedure: str
    year: int
    label: str
    participants: int | None
    shares: Mapping[int, float]
    group: Mapping[int, float]
    starts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Journal:
    """Marks of the work against marks in the journal; `group_apart` None: no comparison group."""

    procedure: str
    year: int
    label: str
    participants: int | None
    lowered: float
    raised: float
    group_apart: float | None


@dataclass(frozen=True, slots=True)
class SchoolData:
    """All that is known of one school for the signs; empty tuples where nothing is.

    `is_advanced`: a lyceum or gymnasium, from which high results are expected.
    `high` holds the last year and the one before.
    """

    last_year: int
    is_advanced: bool = False
    high: tuple[Compared, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    tasks: tuple[Tasks, ...] = ()
    scores: tuple[Scores, ...] = ()
    journals: tuple[Journal, ...] = ()


def is_large_enough(participants: int | None, least: int) -> bool:
    """Unknown participants do not silence a sign; few do."""
    return participants is None or participants >= least
