"""What the demonstration shows of expertise: a green and a red zone, two sheets agreed on, a sheet for each expert."""

import pytest

from conftest import NOW
from factories.people import appointed, school_of, territory, world
from opora.access import Role
from opora.access.actor import operator
from opora.demo.scoring import EXAM_PLAN, EXPERTS, REGION, WEAK_SCHOOL, score
from opora.demo.world import PARTS
from opora.expertise.models import Assignment, Entry
from opora.expertise.scoring import How
from opora.expertise.states import AssignmentState, RoundState
from opora.organisations.models import TerritoryKind

from .making import confirmed, definitions, published


@pytest.mark.django_db
def test_the_demonstration_has_both_zones_and_a_waiting_sheet_for_each_expert() -> None:
    w = world()
    definitions()
    published("expert-sheets", "curator")
    published("documents", EXAM_PLAN)
    region = territory(TerritoryKind.REGION, REGION, "Озёрный край", w.federation)
    home = territory(TerritoryKind.MUNICIPALITY, "ZAR", "Заречный округ", region)
    weak, strong = (school_of(home, key, f"Школа {key}") for key in (WEAK_SCHOOL, "HOL-01"))
    confirmed(strong, w.cycle)
    confirmed(strong, w.cycle, kind=EXAM_PLAN)
    people = [appointed(Role.EXPERT, region, surname=login, login=login) for login in EXPERTS]
    curator = appointed(Role.CURATOR, weak, surname="Жукова", login="curator")

    score(cycle=w.cycle, by=operator(), at=NOW)

    closed = Entry.objects.filter(round__state=RoundState.CLOSED, school__isnull=False).order_by("zone")
    assert [(each.zone, each.points, each.how) for each in closed] == [
        ("green", 13, How.ONE),
        ("red", 5, How.AGREED),
    ]
    sheets = Assignment.objects.filter(entry__zone="red").order_by("place")
    assert {each.person_id for each in sheets} == {each.pk for each in people}
    assert [each.sheet.total for each in sheets] == [3, 7]
    of_curators = Entry.objects.filter(school__isnull=True)
    assert [(each.curator_name, each.zone) for each in of_curators] == [(curator.full_name, "yellow")]
    open_ = Assignment.objects.filter(entry__round__state=RoundState.SCORING)
    assert {each.person_id for each in open_.filter(state=AssignmentState.WAITING)} == {
        each.pk for each in people
    }


def test_its_experts_may_score_every_school_and_are_nothing_else() -> None:
    held = [(part.login, part.role, part.scope) for part in PARTS if part.login in EXPERTS]
    assert held == [(login, Role.EXPERT, REGION) for login in EXPERTS]
