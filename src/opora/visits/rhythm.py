"""When a school is next to be visited, and whether that was kept. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from opora.visits.kinds import Rhythm
from opora.visits.phases import Course
from opora.visits.states import Phase


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a school is to be visited; `day` is None where no rhythm is kept.

    `since` is the visit that the days are counted from, None where there was none: then they are counted from
    `counted_from`.
    """

    phase: Phase
    day: date | None = None
    since: date | None = None
    counted_from: date | None = None
    soon_days: int = 0

    def days_left(self, today: date) -> int | None:
        return None if self.day is None else (self.day - today).days

    def is_late(self, today: date) -> bool:
        return self.day is not None and self.day < today

    def is_soon(self, today: date) -> bool:
        """Due within the days that the rhythm reminds for, today included."""
        left = self.days_left(today)
        return left is not None and 0 <= left <= self.soon_days


def due_of(
    course: Course,
    rhythm: Rhythm,
    *,
    presence: date | None,
    online: date | None,
    begun: date | None,
    today: date,
) -> Due:
    """`begun`: the day since which somebody looks after the school, where known.

    A school that was never visited is due so many days after its phase began, or after somebody was given it.
    """
    phase = course.phase(today)
    pace = rhythm.pace(phase)
    if pace is None:
        return Due(phase)
    seen = [day for day in (presence, online if pace.online else None) if day is not None]
    last = max(seen, default=None)
    starts = max((day for day in (course.starts, begun) if day is not None), default=course.starts)
    counted = max(starts, last) if last is not None else starts
    return Due(phase, counted + timedelta(days=pace.days), last, counted, rhythm.soon_days)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The times between visits of a school: how many there were, how many longer than the rhythm allows."""

    all: int = 0
    late: int = 0
    longest: int = 0

    def plus(self, other: "Gaps") -> "Gaps":
        return Gaps(self.all + other.all, self.late + other.late, max(self.longest, other.longest))


def gaps_of(course: Course, rhythm: Rhythm, visits: Iterable[date], first: date, last: date) -> Gaps:
    """Of the days `first` to `last`, both included. The time since the last visit counts once it is over the measure.

    A time that reaches over the turn of two phases is measured by the gentler of them.
    """
    days = sorted({day for day in visits if first <= day <= last})
    found = Gaps()
    ends: Sequence[date] = [*days, last]
    begin = first
    for number, end in enumerate(ends):
        length, is_open = (end - begin).days, number == len(days)
        paces = [rhythm.pace(course.phase(day)) for day in (begin, end)]
        known = [pace.days for pace in paces if pace is not None]
        measure = max(known, default=None)
        begin = end
        if measure is None or (is_open and length <= measure) or (number == 0 and length == 0):
            continue
        found = found.plus(Gaps(1, int(length > measure), length))
    return found
