"""Figures of what was held against a count by hand; the seam for plans."""

from collections import defaultdict
from datetime import date

import pytest

from conftest import NOW
from factories.events import event_of
from opora.access.actor import operator
from opora.events.actions import hold_day
from opora.events.models import Attendance, Event, EventLink, Session
from opora.events.queries import Facts, facts, facts_by_kind, facts_by_link
from opora.events.states import SessionState
from opora.organisations.models import Organisation

from .conftest import LATER, PASSED, TODAY, Year


@pytest.fixture
def held(year: Year) -> dict[str, Event]:
    """A seminar of two days, a quest of a school, a lecture nobody came to, one planned, one of a neighbour."""
    by, w = operator(), year.cast.world
    made = {
        "seminar": event_of(year.place, year.cycle, PASSED, TODAY, factors=["R03"], now=NOW),
        "quest": event_of(year.school, year.cycle, PASSED, form="quest", now=NOW),
        "lecture": event_of(year.place, year.cycle, PASSED, form="lecture", now=NOW),
        "planned": event_of(year.place, year.cycle, LATER, schools={year.second.pk: None}, now=NOW),
        "neighbour": event_of(w.neighbour_municipality, year.cycle, PASSED, now=NOW),
    }
    came: dict[str, list[dict[int, int]]] = {
        "seminar": [{year.school.pk: 3, year.second.pk: 2}, {year.school.pk: 4}],
        "quest": [{}],
        "lecture": [{year.second.pk: 0}],
        "neighbour": [{w.neighbour_school.pk: 1}],
    }
    for name, days in came.items():
        for session, schools in zip(made[name].sessions.order_by("date"), days, strict=True):
            many = 0 if name == "lecture" else 10
            hold_day(session=session, revision=0, came=many, by_school=schools, by=by, at=NOW)
    for thing, name in ((7, "seminar"), (7, "quest"), (8, "seminar"), (9, "planned")):
        EventLink.objects.create(event=made[name], kind="row", thing_id=thing)
    return made


def by_hand(*events: Event) -> Facts:
    """The same in plain Python, over every row."""
    sessions = [each for each in Session.objects.select_related("event") if each.event in events]
    done = [each for each in sessions if each.state == SessionState.HELD]
    schools: set[int | None] = {each.event.school_id for each in done if each.event.school_id}
    for row in Attendance.objects.all():
        if row.came and row.session_id in {each.pk for each in done}:
            schools.add(row.school_id)
    return Facts(
        events=len({each.event_id for each in done}),
        held=len(done),
        planned=sum(each.state == SessionState.PLANNED for each in sessions),
        people=sum(each.came or 0 for each in done),
        schools=len(schools),
        last_on=max((each.last for each in done), default=None),
    )


def test_facts_of_a_territory(year: Year, held: dict[str, Event]) -> None:
    own = [held[name] for name in ("seminar", "quest", "lecture", "planned")]
    found = facts(cycle_id=year.cycle.pk, path=year.place.path or "")
    assert found == by_hand(*own)
    assert found == Facts(3, 4, 1, 30, 2, TODAY)
    assert facts(path=year.cast.world.region.path or "") == by_hand(*held.values())
    assert facts() == by_hand(*held.values())
    assert facts(cycle_id=0) == Facts()


def test_facts_narrowed(year: Year, held: dict[str, Event]) -> None:
    assert facts(kinds=["quest"]) == by_hand(held["quest"])
    assert facts(factor="R03") == by_hand(held["seminar"])
    assert facts(sorts=["course"]) == Facts()
    assert facts(links=[("row", 7), ("row", 8)]) == by_hand(held["seminar"], held["quest"])
    assert facts(school_ids=[year.second.pk]) == by_hand(held["planned"])
    assert facts(school_ids=[]) == Facts()
    assert facts(first=TODAY, last=TODAY) == Facts(1, 1, 0, 10, 1, TODAY)
    assert facts(last=date(2026, 9, 9)) == Facts()


def test_facts_by_kind_and_by_link(year: Year, held: dict[str, Event]) -> None:
    by_kind = defaultdict(list)
    for each in held.values():
        by_kind[each.kind].append(each)
    assert facts_by_kind() == {kind: by_hand(*events) for kind, events in by_kind.items()}
    assert facts_by_link("row", [7, 8, 9, 10]) == {
        7: by_hand(held["seminar"], held["quest"]),
        8: by_hand(held["seminar"]),
        9: by_hand(held["planned"]),
    }


@pytest.mark.parametrize("many", [1, 5])
def test_facts_cost_the_same(
    year: Year, held: dict[str, Event], many: int, django_assert_num_queries: object
) -> None:
    for n in range(many):
        event_of(year.place, year.cycle, PASSED, title=f"Ещё {n}", now=NOW)
    for ask in (
        lambda: facts(path=year.place.path or ""),
        lambda: facts_by_kind(cycle_id=year.cycle.pk),
        lambda: facts_by_link("row", range(many)),
    ):
        with django_assert_num_queries(4):  # type: ignore[operator]
            ask()


def test_a_school_is_an_organisation(held: dict[str, Event]) -> None:
    assert Organisation.objects.filter(pk=held["quest"].school_id).exists()
