"""When a school is next to be visited; gaps; what decides the phase. Pure but for the stages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOW
from opora.access.actor import operator
from opora.catalogues.actions import copy_for_territory
from opora.catalogues.kinds import mistakes
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import VersionState
from opora.cycles.actions import set_stage
from opora.visits.kinds import Pace, Rhythm, visit_kinds, visit_rhythms
from opora.visits.phases import Course, courses, use
from opora.visits.queries.definitions import common_path, kinds_for, rhythms_for
from opora.visits.rhythm import Gaps, due_of, gaps_of
from opora.visits.states import MOVES, TRANSITIONS, VERBS, Phase, VisitState

from .conftest import Year

START, END = date(2026, 9, 1), date(2027, 8, 31)
RHYTHM = Rhythm({Phase.FORMING: Pace(7), Phase.RUNNING: Pace(28)}, 3, Decimal("1.3"), 25, True)
FORMING, RUNNING = Course(START, END, None), Course(START, END, START)


def at(days: int) -> date:
    return START + timedelta(days=days)


def due(course: Course, today: int, *, presence: int | None = None, online: int | None = None,
        begun: int | None = None, rhythm: Rhythm = RHYTHM) -> int | None:  # fmt: skip
    """In how many days from the start the school is due."""
    found = due_of(
        course,
        rhythm,
        presence=None if presence is None else at(presence),
        online=None if online is None else at(online),
        begun=None if begun is None else at(begun),
        today=at(today),
    )
    return None if found.day is None else (found.day - START).days


def test_days_are_counted_from_the_last_visit_in_presence() -> None:
    assert due(FORMING, 10, presence=9) == 16
    assert due(RUNNING, 10, presence=9) == 37
    assert due(FORMING, 10, presence=2, online=9) == 9


def test_online_counts_only_where_the_rhythm_says_so() -> None:
    gentle = Rhythm({Phase.FORMING: Pace(7, online=True)}, 3, Decimal(1), 25, True)
    assert due(FORMING, 10, presence=2, online=9, rhythm=gentle) == 16
    assert due(RUNNING, 10, presence=2, rhythm=gentle) is None


def test_a_school_never_visited_is_due_after_somebody_was_given_it() -> None:
    assert due(FORMING, 30) == 7
    assert due(FORMING, 30, begun=29) == 36
    assert due(FORMING, 30, presence=3, begun=29) == 36


def test_outside_the_year_no_rhythm_is_kept() -> None:
    assert due(FORMING, -1) is None
    assert due(FORMING, 400) is None


def test_late_and_soon() -> None:
    found = due_of(FORMING, RHYTHM, presence=START, online=None, begun=None, today=at(4))
    assert (found.is_late(at(4)), found.is_soon(at(4)), found.is_soon(at(3)), found.days_left(at(4))) == (
        *(False, True, False),
        3,
    )
    assert (found.is_late(at(7)), found.is_soon(at(7)), found.is_late(at(8))) == (False, True, True)


def test_gaps_longer_than_the_rhythm_are_late() -> None:
    days = [at(5), at(11), at(25)]
    assert gaps_of(FORMING, RHYTHM, days, START, at(26)) == Gaps(3, 1, 14)
    assert gaps_of(FORMING, RHYTHM, days, START, at(40)) == Gaps(4, 2, 15)
    assert gaps_of(FORMING, RHYTHM, [], START, at(6)) == Gaps()
    assert gaps_of(FORMING, RHYTHM, [], START, at(9)) == Gaps(1, 1, 9)


def test_a_gap_over_the_turn_of_phases_is_measured_by_the_gentler() -> None:
    turned = Course(START, END, at(10))
    assert gaps_of(turned, RHYTHM, [at(5), at(25)], START, at(25)) == Gaps(2, 0, 20)
    assert gaps_of(FORMING, RHYTHM, [at(5), at(25)], START, at(25)) == Gaps(2, 1, 20)


def test_documents_decide_the_phase_where_the_rhythm_says_so(year: Year) -> None:
    use(lambda _, ids: {pk: at(10) for pk in ids if pk == year.own.pk})
    found = courses(year.cycle, [year.own.pk, year.second.pk])
    assert found.of(year.own.pk, by_documents=True).phase(at(10)) is Phase.RUNNING
    assert found.of(year.own.pk, by_documents=True).phase(at(9)) is Phase.FORMING
    assert found.of(year.second.pk, by_documents=True).phase(at(200)) is Phase.FORMING
    assert found.of(year.second.pk, by_documents=False).phase(at(10)) is Phase.RUNNING


def test_the_stage_of_writing_decides_without_documents(year: Year) -> None:
    assert courses(year.cycle, []).by_dates == START
    set_stage(
        cycle=year.cycle, title="Программы и дорожные карты", term="до 01.12.2026", by=operator(), at=NOW
    )
    course = courses(year.cycle, []).of(year.own.pk, by_documents=True)
    assert [course.phase(day) for day in (date(2026, 12, 1), date(2026, 12, 2))] == [
        Phase.FORMING,
        Phase.RUNNING,
    ]


def test_a_territory_keeps_a_rhythm_of_its_own(year: Year) -> None:
    w = year.cast.world
    paths = [w.municipality.path or "", w.neighbour_municipality.path or ""]
    base = Definition.objects.get(kind="visit-rhythms", territory_path="")
    copy = copy_for_territory(
        base=base, territory_id=w.municipality.pk, territory_path=paths[0],
        territory_name=w.municipality.name, by=operator(), at=NOW,
    )  # fmt: skip
    content = copy.content | {"paces": [{"phase": "running", "days": 14}]}
    Version.objects.filter(pk=copy.pk).update(
        state=VersionState.PUBLISHED, published_at=NOW, published_by_name="Окружная", content=content
    )
    found = rhythms_for(paths)
    assert [found[path].paces for path in paths] == [{Phase.RUNNING: Pace(14)}, RHYTHM.paces]
    assert found[paths[1]].soon_days == 3


def test_the_seeded_kinds_have_checklists_to_be_done_in_two_minutes(year: Year) -> None:
    kinds = kinds_for(year.own.territory.path or "")
    assert set(kinds) == {"curator", "first", "control", "website", "interview", "monitoring", "lesson"}
    assert all(5 <= len(each.items) <= 12 for each in kinds.values())
    assert [code for code, each in kinds.items() if each.verifies] == ["first"]
    assert {code for code, each in kinds.items() if each.counts} == {"curator", "first", "interview"}


def test_wrong_definitions_are_told() -> None:
    items = [{"code": f"i{n}", "title": "Пункт"} for n in range(21)]
    told = mistakes(visit_kinds(), {"about": "Для", "way": "presence", "items": items})
    assert [each.message for each in told] == ["Строк 21, помещается 20. Оставьте главное."]
    told = mistakes(
        visit_kinds(), {"about": "Для", "way": "presence", "items": [{"code": "код", "title": "П"}]}
    )
    assert [(each.where, each.row) for each in told] == [("code", 0)]
    told = mistakes(
        visit_rhythms(), {"ground": "dates", "soon_days": 3, "road": "0.5", "near_km": 5, "paces": []}
    )
    assert [each.where for each in told] == ["road"]


def test_the_nearest_common_place() -> None:
    assert common_path(["1/5/7/", "1/5/8/"]) == "1/5/"
    assert common_path(["1/5/"]) == "1/5/"
    assert common_path([]) == ""


def test_states_are_whole() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(VisitState)
    assert set(VERBS) == {(origin, target) for origin, targets in TRANSITIONS.items() for target in targets}


@pytest.mark.parametrize("turn", [None, START])
def test_turns_begin_with_the_year(turn: date | None) -> None:
    assert Course(START, END, turn).turns[0] == START
