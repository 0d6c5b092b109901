"""In what phase of its year a school is: roadmaps are formed, or carried out.

The fact that decides it, the confirmed documents of a school, belongs to a feature above; it is put through here
and joined in `config`. Without it, or where a territory's rhythm says so, the stages of the year decide.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from opora.cycles.models import Cycle, Stage
from opora.statements import every
from opora.visits.states import Phase

#: {school: the day since which all its documents of the year are confirmed}; who still writes is not in it
type Confirmed = Callable[[int, Collection[int]], Mapping[int, date]]

_confirmed: Confirmed | None = None
#: how people call the stage in which roadmaps are written
_WRITING = ("дорожн", "программ")


def use(confirmed: Confirmed | None) -> None:
    """Called once, from `config`. None: the stages of the year decide alone."""
    global _confirmed  # noqa: PLW0603
    _confirmed = confirmed


@dataclass(frozen=True, slots=True)
class Course:
    """A school's year: `forming` from its first day until `running`, `running` until the last one.

    `running` is None while documents are awaited.
    """

    starts: date
    ends: date
    running: date | None

    def phase(self, on: date) -> Phase:
        if not self.starts <= on <= self.ends:
            return Phase.OVER
        return Phase.RUNNING if self.running is not None and self.running <= on else Phase.FORMING

    @property
    def turns(self) -> tuple[date, ...]:
        """Days on which a phase begins."""
        return (self.starts,) if self.running is None else (self.starts, max(self.starts, self.running))


@dataclass(frozen=True, slots=True)
class Courses:
    """The year of many schools, asked for once."""

    cycle: Cycle
    by_dates: date | None
    confirmed: Mapping[int, date] | None

    def of(self, school_id: int, *, by_documents: bool) -> Course:
        running = self.by_dates
        if by_documents and self.confirmed is not None:
            running = self.confirmed.get(school_id)
        return Course(self.cycle.starts, self.cycle.ends, running)


def courses(cycle: Cycle, school_ids: Collection[int]) -> Courses:
    """One query for the stages and what the feature above asks."""
    stages = every(_stages, cycle.pk)
    confirmed = _confirmed(cycle.pk, school_ids) if _confirmed is not None else None
    return Courses(cycle, end_of_writing(cycle, stages), confirmed)


def _stages(cycle_id: int) -> QuerySet[Stage]:
    return Stage.objects.filter(cycle=cycle_id)


def end_of_writing(cycle: Cycle, stages: Iterable[Stage]) -> date:
    """The day after the stage in which roadmaps are written; the first of the year where no stage says so."""
    ends = [
        stage.ends
        for stage in stages
        if stage.ends is not None and any(word in stage.title.lower() for word in _WRITING)
    ]
    return max(ends) + timedelta(days=1) if ends else cycle.starts
