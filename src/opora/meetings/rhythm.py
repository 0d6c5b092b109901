"""When a group is to meet next: pure arithmetic of days."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from opora.meetings.states import RhythmKind

_DAYS = {RhythmKind.WEEKLY: 7, RhythmKind.FORTNIGHTLY: 14}


def next_day(kind: RhythmKind, last: date, days: int | None = None) -> date | None:
    """The day of the next meeting after one on `last`; None as needed. A month later: the same day of the month,
    or its last day."""
    match kind:
        case RhythmKind.AS_NEEDED:
            return None
        case RhythmKind.MONTHLY:
            return _month_later(last, last.day)
        case RhythmKind.EVERY_DAYS:
            return last + timedelta(days=days or 1)
        case _:
            return last + timedelta(days=_DAYS[kind])


def _month_later(day: date, wanted: int) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(wanted, calendar.monthrange(year, month)[1]))


def days_until(kind: RhythmKind, first: date, last: date, days: int | None = None) -> Iterator[date]:
    """The days after `first` by the rhythm, up to `last`; a meeting on the 31st stays on the last of each month."""
    day: date | None = first
    while day is not None:
        day = _month_later(day, first.day) if kind is RhythmKind.MONTHLY else next_day(kind, day, days)
        if day is None or day > last:
            return
        yield day


def expected(kind: RhythmKind, days: int | None, *, since: date, last_held: date | None) -> date | None:
    """The day by which the group is to meet: after the last meeting, else the first day of the rhythm."""
    if kind is RhythmKind.AS_NEEDED:
        return None
    return since if last_held is None or last_held < since else next_day(kind, last_held, days)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a group was to meet up to a day, and met. `every` is the mean of days from one meeting to the next,
    None of fewer than two; `idle` are months that are over without the meeting they were to have, by first days."""

    planned: int
    held: int
    every: int | None
    idle: tuple[date, ...]


def cadence(
    kind: RhythmKind, days: int | None, *, since: date, held: Iterable[date], today: date
) -> Cadence | None:
    """Planned against actual since the first day of the rhythm; None as needed or before that day."""
    if kind is RhythmKind.AS_NEEDED or since > today:
        return None
    planned = [since, *days_until(kind, since, today, days)]
    met = sorted(day for day in held if since <= day <= today)
    every = round((met[-1] - met[0]).days / (len(met) - 1)) if len(met) > 1 else None
    had = {day.replace(day=1) for day in met}
    over = {day.replace(day=1) for day in planned} - {today.replace(day=1)}
    return Cadence(len(planned), len(met), every, tuple(sorted(over - had)))
