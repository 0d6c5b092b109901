"""The desk, the diary, the regularity of curators, the standing of schools."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.people import actor
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.cycles.actions import set_stage
from opora.inbox import Reason
from opora.organisations.models import Organisation
from opora.visits import actions
from opora.visits.queries import Regularity, diary_of, regularity, waiting_for
from opora.visits.queries.planner import Standing, standings_of
from opora.visits.states import Way

from .conftest import Year
from .making import TODAY, day, planned, verification, visited, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forming(year: Year) -> None:
    set_stage(cycle=year.cycle, title="Дорожные карты", term="до 01.12.2026", by=operator(), at=NOW)


def told(who: Actor) -> list[tuple[Reason, str, str]]:
    return [(each.reason, each.title, each.action) for each in waiting_for(who)]


def test_a_curator_is_told_where_to_go(year: Year) -> None:
    curator = year.cast.curator
    (waiting,) = waiting_for(curator)
    assert (waiting.reason, waiting.title, waiting.url, waiting.due) == (
        Reason.VISIT, "Посетить: Берёзовская школа № 1", f"/visits/plan/?school={year.own.pk}", day(-6),
    )  # fmt: skip
    planned(year.own, year.cycle, curator, 2)
    assert [title for _, title, _ in told(curator)] == ["Посетить: Берёзовская школа № 1"]
    planned(year.own, year.cycle, curator, 0)
    assert told(curator) == [
        (Reason.FILL, "Берёзовская школа № 1: посещение куратора 14\xa0сентября", "Записать посещение")
    ]


def test_a_visit_frees_the_desk_until_it_is_soon_again(year: Year) -> None:
    visited(year.own, year.cycle, year.cast.curator, -1)
    assert told(year.cast.curator) == []
    assert told(year.cast.municipal_coordinator) == []


def test_a_look_at_the_site_is_no_visit(year: Year) -> None:
    visited(year.own, year.cycle, year.cast.curator, 0, code="website", way=Way.ONLINE)
    assert len(told(year.cast.curator)) == 1


def test_those_who_never_go_are_told_nothing_without_a_query(year: Year) -> None:
    with CaptureQueriesContext(connection) as captured:
        for who in (year.cast.teacher, year.cast.school_head, year.cast.observer, year.cast.expert):
            assert waiting_for(who) == []
    made = [each for each in captured.captured_queries if "visits_visit" in each["sql"]]
    assert made == []


def test_a_visit_that_nobody_makes_any_more_is_on_the_coordinators_desk(year: Year) -> None:
    planned(year.own, year.cycle, year.cast.curator)
    assert told(year.cast.municipal_coordinator) == []
    Appointment.objects.filter(person=year.cast.curator.person_id).update(until=day(-1))
    assert [(reason, action) for reason, _, action in told(year.cast.municipal_coordinator)] == [
        (Reason.DECIDE, "Перенести или отменить")
    ]
    assert told(year.cast.neighbour_municipal_coordinator) == []


def test_the_desk_asks_as_much_of_ten_schools_as_of_one(year: Year) -> None:
    def asked(who: Actor) -> int:
        with CaptureQueriesContext(connection) as captured:
            waiting_for(who)
        return len(captured)

    # the first to ask reads the rhythm itself, too
    waiting_for(year.cast.curator)
    few = asked(year.cast.curator)
    schools = [
        Organisation.objects.create(
            kind="school", name=f"Школа {n}", territory=year.own.territory, key=f"W{n}"
        )
        for n in range(10)
    ]
    many = actor(Role.CURATOR, *schools, surname="Многошкольная")
    assert (asked(many), few, len(waiting_for(many))) == (few, 7, 10)


def test_the_diary_has_what_concerns_one(year: Year) -> None:
    mine = planned(year.own, year.cycle, year.cast.curator)
    other = planned(year.second, year.cycle, year.cast.municipal_coordinator, 2)
    actions.cancel_visit(visit=other, reason="Нет", by=year.cast.municipal_coordinator, at=NOW)
    span = (TODAY, day(5))
    assert [(e.key, e.first, e.is_cancelled) for e in diary_of(year.cast.curator, *span)] == [
        (f"visit-{mine.pk}", day(1), False)
    ]
    assert [e.key for e in diary_of(year.cast.school_head, *span)] == [f"visit-{mine.pk}"]
    assert [(e.key, e.is_cancelled) for e in diary_of(year.cast.municipal_coordinator, *span)] == [
        (f"visit-{other.pk}", True)
    ]
    assert diary_of(year.cast.teacher, *span) == []
    assert diary_of(year.cast.curator, day(5), day(9)) == []


def test_a_verification_counts_as_a_visit_in_presence(year: Year) -> None:
    verification(year.cycle, year.own, "R08", -2)
    visited(year.own, year.cycle, year.cast.curator, -1, way=Way.ONLINE)
    standings = standings_of([year.own.pk], year.cycle, today=TODAY)
    assert standings == {year.own.pk: Standing(presence=day(-2), online=day(-1))}


def test_how_regularly_curators_visited(year: Year) -> None:
    curator = year.cast.curator
    for each in (day(-10), day(-8)):
        written(year.own, year.cycle, curator, each)
    written(year.own, year.cycle, curator, day(-3), Way.ONLINE)
    written(year.second, year.cycle, curator, day(-3))
    person, other = curator.person_id or 0, year.cast.neighbour_curator.person_id or 0
    found = regularity([person, other], year.cycle, on=TODAY)
    assert found == {
        person: Regularity(schools=1, presence=2, online=1, gaps=3, late=1, longest=8),
        other: Regularity(schools=1, gaps=1, late=1, longest=13),
    }
    with CaptureQueriesContext(connection) as one:
        regularity([person], year.cycle, on=TODAY)
    with CaptureQueriesContext(connection) as two:
        regularity([person, other, 0], year.cycle, on=TODAY)
    assert len(one) == len(two) == 7
    assert regularity([person], year.cycle, on=day(-100)) == {person: Regularity()}
