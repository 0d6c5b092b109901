"""Two people in the same second: a day is marked once, an event ends once."""

import pytest

from conftest import NOW
from documents.racing import race
from factories.events import event_of
from opora.access import Conflict, WrongState
from opora.events.actions import cancel_day, hold_day
from opora.events.states import EventState, SessionState
from opora.history.models import Event as Past

from .conftest import PASSED, Year

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_mark_one_day_leave_one_number(year: Year) -> None:
    first, second = year.cast.municipal_coordinator, year.cast.methodist
    for n in range(3):
        made = event_of(year.place, year.cycle, PASSED, title=f"Семинар {n}", now=NOW)
        day = made.sessions.get()
        came = race(
            lambda day=day: hold_day(session=day, revision=0, came=5, by=first, at=NOW),
            lambda day=day: hold_day(session=day, revision=0, came=6, by=second, at=NOW),
        )
        assert sum(isinstance(each, (Conflict, WrongState)) for each in came) == 1
        day.refresh_from_db()
        assert (day.state, day.came in {5, 6}, day.revision) == (SessionState.HELD, True, 1)
        assert Past.objects.filter(subject_kind="event", subject_id=made.pk).count() == 2


def test_the_last_two_days_settled_at_once_end_the_event(year: Year) -> None:
    who, other = year.cast.municipal_coordinator, year.cast.methodist
    for n in range(3):
        made = event_of(year.place, year.cycle, PASSED, year.cycle.starts, title=f"Квест {n}", now=NOW)
        one, two = made.sessions.order_by("date")
        race(
            lambda one=one: hold_day(session=one, revision=0, came=5, by=who, at=NOW),
            lambda two=two: cancel_day(session=two, revision=0, reason="Так", by=other, at=NOW),
        )
        made.refresh_from_db()
        assert made.state == EventState.HELD
