"""What is known of the schools of a territory in a year, school by school. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from opora.overview.states import Sign
from opora.roadmaps.queries.board import SchoolLine
from opora.roadmaps.stages import Stage
from opora.visits.queries.planner import Standing
from opora.visits.rhythm import Due


@dataclass(slots=True)
class School:
    """An open school that is helped this year. `listed` are kinds of the approved lists it stands on, `entry` the
    list and its line; `programmes` are those it takes part in, `is_after` where it is helped after its list."""

    pk: int
    name: str
    place: str
    path: str
    listed: tuple[str, ...] = ()
    entry: tuple[int, int] | None = None
    repeated: bool = False
    programmes: tuple[str, ...] = ()
    is_after: bool = False
    curators: tuple[str, ...] = ()
    curated_since: date | None = None


@dataclass(slots=True)
class Survey:
    """Of those expected; `campaign` is the last of the year, `share` 0–1 where somebody is expected."""

    campaign: int
    is_open: bool
    share: float | None = None


@dataclass(slots=True)
class Risks:
    """`high` counts factors of a high level; `taken` the directions the school works on, `active` of them those
    that were activated."""

    has_profile: bool
    high: int
    taken: int
    active: int


@dataclass(slots=True)
class Documents:
    """Of a school in the year, archived ones left out. The days of waiting are those of the one that
    waits longest, `settled_on` of the one confirmed last; `sent` are kinds of what was ever sent."""

    total: int
    settled: int
    review: int
    rework: int
    review_since: date | None
    rework_since: date | None
    settled_on: date | None
    sent: frozenset[str]


@dataclass(slots=True)
class Checkpoint:
    """A stage of the year that was begun."""

    pk: int
    code: str
    title: str
    state: str
    since: date
    due: date | None
    has_figures: bool


@dataclass(slots=True)
class Found:
    """A sign with what is said of it: `many` of `of`, a day, words of people, the id of what it is about."""

    sign: Sign
    many: int = 0
    of: int = 0
    day: date | None = None
    text: str = ""
    about: int = 0


@dataclass(slots=True)
class Facts:
    """Everything about the schools, by school. `stages` are those of the year with their last days; `deadlines`
    are kinds of documents whose term is over, by the path of a school's territory."""

    cycle_id: int
    today: date
    schools: list[School]
    surveys: Mapping[int, Survey] = field(default_factory=dict)
    risks: Mapping[int, Risks] = field(default_factory=dict)
    documents: Mapping[int, Documents] = field(default_factory=dict)
    roadmaps: Mapping[int, SchoolLine] = field(default_factory=dict)
    checkpoints: Mapping[int, list[Checkpoint]] = field(default_factory=dict)
    stages: tuple[tuple[Stage, date | None], ...] = ()
    standings: Mapping[int, Standing] = field(default_factory=dict)
    dues: Mapping[int, Due] = field(default_factory=dict)
    deadlines: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    seen: Mapping[int, list[Found]] = field(default_factory=dict)
