"""Days of a rhythm against a calendar written out by hand."""

from datetime import date

import pytest

from opora.meetings.rhythm import Cadence, cadence, days_until, expected, next_day
from opora.meetings.states import RhythmKind

JANUARY = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("kind", "days", "wanted"),
    [
        (RhythmKind.WEEKLY, None, date(2027, 2, 7)),
        (RhythmKind.FORTNIGHTLY, None, date(2027, 2, 14)),
        (RhythmKind.MONTHLY, None, date(2027, 2, 28)),
        (RhythmKind.EVERY_DAYS, 10, date(2027, 2, 10)),
        (RhythmKind.AS_NEEDED, None, None),
    ],
)
def test_the_next_day(kind: RhythmKind, days: int | None, wanted: date | None) -> None:
    assert next_day(kind, JANUARY, days) == wanted


def test_monthly_on_the_31st_stays_on_the_last_day_and_comes_back() -> None:
    assert list(days_until(RhythmKind.MONTHLY, JANUARY, date(2027, 5, 31))) == [
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]
    assert list(days_until(RhythmKind.MONTHLY, date(2026, 11, 15), date(2027, 1, 15))) == [
        date(2026, 12, 15),
        date(2027, 1, 15),
    ]
    assert list(days_until(RhythmKind.AS_NEEDED, JANUARY, date(2027, 12, 31))) == []
    assert list(days_until(RhythmKind.WEEKLY, JANUARY, JANUARY)) == []


def test_a_group_is_expected_after_its_last_meeting_or_from_the_first_day() -> None:
    since = date(2026, 9, 1)
    assert expected(RhythmKind.FORTNIGHTLY, None, since=since, last_held=None) == since
    assert expected(RhythmKind.FORTNIGHTLY, None, since=since, last_held=date(2026, 6, 1)) == since
    assert expected(RhythmKind.FORTNIGHTLY, None, since=since, last_held=date(2026, 9, 7)) == date(
        2026, 9, 21
    )
    assert expected(RhythmKind.AS_NEEDED, None, since=since, last_held=since) is None


def test_planned_against_actual() -> None:
    since, today = date(2026, 9, 1), date(2026, 11, 23)
    weekly = [date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 15)]
    # twice a month by the plan, every week in fact, then a month without one
    assert cadence(
        RhythmKind.FORTNIGHTLY,
        None,
        since=since,
        held=[date(2026, 8, 25), *weekly, date(2026, 12, 1)],
        today=today,
    ) == Cadence(planned=6, held=3, every=7, idle=(date(2026, 10, 1),))
    # this month is not over yet
    assert cadence(RhythmKind.MONTHLY, None, since=since, held=weekly[:1], today=today) == Cadence(
        3, 1, None, (date(2026, 10, 1),)
    )
    assert cadence(RhythmKind.MONTHLY, None, since=today, held=[], today=today) == Cadence(1, 0, None, ())
    # nothing was planned for October
    assert cadence(
        RhythmKind.EVERY_DAYS, 70, since=since, held=[date(2026, 9, 5), date(2026, 11, 2)], today=today
    ) == Cadence(2, 2, 58, ())
    assert cadence(RhythmKind.AS_NEEDED, None, since=since, held=weekly, today=today) is None
    assert cadence(RhythmKind.WEEKLY, None, since=date(2026, 12, 1), held=weekly, today=today) is None
