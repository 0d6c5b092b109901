"""What events tell elsewhere: the desk, the calendar, the card of a school; how much a page asks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import NOW
from factories.events import event_of, events_at
from factories.people import signed_in
from opora.access import Actor
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.events.actions import cancel_day, hold_day
from opora.events.models import Event
from opora.events.panels import PANEL
from opora.events.queries.diary import diary_of
from opora.events.queries.waiting import waiting_for
from opora.events.states import SessionState
from opora.people.models import Person

from .conftest import LATER, PASSED, Year, first_day
from .looking import post, text


def test_the_desk_asks_those_who_know(year: Year) -> None:
    today = timezone.localdate()
    cycle = Cycle.objects.create(
        code="now",
        title="Сейчас",
        starts=today - timedelta(days=300),
        ends=today + timedelta(days=300),
    )
    people, yesterday = year.cast, today - timedelta(days=1)
    at = timezone.now()
    led = event_of(
        year.place, cycle, yesterday, title="С ведущей", leaders=[people.curator.person_id], now=at
    )
    nobody = event_of(year.place, cycle, yesterday, title="Без ведущих", now=at)
    own = event_of(year.school, cycle, yesterday, title="Школьное", now=at)
    event_of(year.place, cycle, today, title="Сегодня", now=at)
    waiting = {
        part: [each.url for each in waiting_for(who)]
        for part, who in people.parts().items()
        if waiting_for(who)
    }
    url = {each.pk: f"/events/days/{each.sessions.get().pk}/" for each in (led, nobody, own)}
    assert waiting == {
        "school_head": [url[own.pk]],
        "school_coordinator": [url[own.pk]],
        "curator": [url[led.pk]],
        "municipal_coordinator": [url[nobody.pk]],
        "authority_head": [url[nobody.pk]],
        "methodist": [url[nobody.pk]],
    }
    one = waiting_for(people.curator)[0]
    assert (one.reason, one.action, one.since, one.due) == (
        "Выполнить",
        "Отметить, сколько пришло",
        today,
        today + timedelta(days=6),
    )
    hold_day(session=led.sessions.get(), revision=0, came=1, by=people.curator, at=at)
    assert waiting_for(people.curator) == []
    for n in range(11):
        event_of(year.place, cycle, yesterday, title=f"Ещё {n}", now=at)
    with CaptureQueriesContext(connection) as asked:
        many = waiting_for(people.methodist)
    assert (len(asked), [each.title for each in many]) == (1, ["Мероприятий без отметки: 12"])
    for who in (people.expert, people.observer, people.federal_operator, people.stranger):
        with CaptureQueriesContext(connection) as asked:
            assert waiting_for(who) == []
        assert len(asked) == 0


def test_a_day_whose_leader_left_waits_for_the_organiser(year: Year) -> None:
    today = timezone.localdate()
    people, at = year.cast, timezone.now()
    cycle = Cycle.objects.create(
        code="now", title="Сейчас", starts=today - timedelta(days=300), ends=today + timedelta(days=300)
    )
    yesterday, leaders = today - timedelta(days=1), [people.curator.person_id]
    event_of(year.place, cycle, yesterday, leaders=leaders, now=at)
    assert waiting_for(people.municipal_coordinator) == []
    Appointment.objects.filter(person=people.curator.person_id).update(until=yesterday)
    assert [each.title for each in waiting_for(people.municipal_coordinator)] == [
        waiting_for(people.curator)[0].title
    ]
    Appointment.objects.filter(person=people.curator.person_id).update(until=today)
    assert waiting_for(people.municipal_coordinator) == []
    Person.objects.filter(pk=people.curator.person_id).update(is_active=False)
    assert len(waiting_for(people.municipal_coordinator)) == 1


def test_the_diary_tells_what_concerns_one(year: Year, seminar: Event) -> None:
    event_of(year.school, year.cycle, LATER, title="Школьное", now=NOW)
    event_of(year.cast.world.region, year.cycle, LATER, title="Областное", now=NOW)
    cancel_day(session=first_day(seminar), revision=0, reason="Так", by=operator(), at=NOW)
    first, last = date(2026, 9, 1), date(2026, 10, 31)

    def told(who: Actor) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            found = diary_of(who, first, last)
        assert len(asked) <= 1
        return [each.title for each in found]

    people = year.cast
    assert told(people.teacher) == ["Семинар о чтении", "Семинар о чтении", "Школьное", "Областное"]
    assert told(people.municipal_coordinator) == ["Семинар о чтении", "Семинар о чтении", "Областное"]
    assert told(people.regional_coordinator) == ["Областное"]
    assert told(people.neighbour_curator) == ["Областное"]
    assert told(people.expert) == told(people.stranger) == []
    entries = diary_of(people.teacher, PASSED, PASSED)
    assert [(each.key, each.is_cancelled) for each in entries] == [
        (f"event-session-{first_day(seminar).pk}", True)
    ]


def test_the_card_of_a_school_tells_what_it_came_to(year: Year, seminar: Event) -> None:
    by = operator()
    hold_day(session=first_day(seminar), revision=0, came=9, by_school={year.school.pk: 3}, by=by, at=NOW)
    with CaptureQueriesContext(connection) as asked:
        shown = PANEL.render(year.cast.curator, year.school)
    assert len(asked) == 1
    assert shown is not None
    assert [words for _, _, words in shown.context["rows"]] == [  # type: ignore[attr-defined]
        "15\u00a0октября\u00a02026, приглашена",
        "10\u00a0сентября\u00a02026, из школы 3\u00a0человека",
    ]
    second = PANEL.render(year.cast.municipal_coordinator, year.second)
    assert second is not None
    assert "сколько пришло из школы, не отмечено" in second.context["rows"][1][2]  # type: ignore[index]
    assert PANEL.render(year.cast.expert, year.school) is None
    assert PANEL.render(year.cast.administrator, year.cast.world.foreign_school) is None
    assert "Семинар о чтении" in text(year.cast.curator, f"/schools/{year.school.pk}/")


def test_people_talk_beside_the_event(year: Year, seminar: Event) -> None:
    assert f'href="/discussions/event/{seminar.pk}/#write"' in text(
        year.cast.curator, f"/events/{seminar.pk}/"
    )
    post(year.cast.curator, f"/discussions/event/{seminar.pk}/", text="Возьмём с собой тетради?")
    assert "Возьмём с собой тетради?" in text(year.cast.teacher, f"/events/{seminar.pk}/")


def test_every_address_of_a_place_answers(year: Year) -> None:
    from django.urls import reverse

    found = events_at(year.place, year.school, year.cycle, now=NOW)
    client = signed_in(year.cast.municipal_coordinator)
    for name, arguments in found.items():
        status = client.get(reverse(name, kwargs=arguments)).status_code
        assert status == (405 if name == "event-finish" else 200), name


PINNED = {"list": 9, "event": 16, "hold": 13, "edit": 16, "new": 9, "workbook": 7}


@pytest.mark.parametrize("many", [1, 10])
def test_a_page_asks_as_much_of_ten_as_of_one(year: Year, many: int) -> None:
    from factories.organisations import school

    who = year.cast.municipal_coordinator
    schools = {school(f"Школа {n}", year.place).pk: n + 1 for n in range(many)}
    days = [PASSED + timedelta(days=n) for n in range(many)] + [LATER]
    made = event_of(
        year.place, year.cycle, *days, schools=schools, leaders=[who.person_id], factors=["R01"], now=NOW
    )
    for day in made.sessions.filter(date__lt=LATER).order_by("date"):
        hold_day(
            session=day,
            revision=0,
            came=100,
            by_school=schools,
            by=operator(),
            at=NOW + timedelta(days=20),
        )
    for n in range(many):
        event_of(year.place, year.cycle, LATER, title=f"Ещё {n}", now=NOW)
    client = signed_in(who)
    last = made.sessions.get(state=SessionState.PLANNED)
    asked = {}
    for name, url in (
        ("list", "/events/"),
        ("event", f"/events/{made.pk}/"),
        ("hold", f"/events/days/{last.pk}/"),
        ("edit", f"/events/{made.pk}/edit/"),
        ("new", "/events/new/"),
        ("workbook", "/events/?as=xlsx"),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200, url
        asked[name] = len(captured)
    assert asked == PINNED
