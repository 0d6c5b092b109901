"""What the demonstration shows of meetings and assignments, without the rest of it."""

from collections import Counter

import pytest

from conftest import NOW
from factories.people import appointed, school_of, world
from opora.access import Role
from opora.access.actor import operator
from opora.assignments.models import Assignment
from opora.demo.meetings import meet
from opora.meetings.models import Meeting

pytestmark = pytest.mark.django_db


def test_the_group_meets_and_its_decisions_live() -> None:
    w = world()
    w.municipality.code = "ZAR"
    w.municipality.save()
    school = school_of(w.municipality, "ZAR-01", "Заречная школа № 1")
    appointed(Role.SCHOOL_HEAD, school, login="school")
    appointed(Role.CURATOR, school, login="curator")
    appointed(Role.MUNICIPAL_COORDINATOR, w.municipality, login="municipal")
    group = meet(cycle=w.cycle, by=operator(), at=NOW)
    states = Counter(Meeting.objects.filter(group=group).values_list("state", flat=True))
    assert (states["minuted"], states["held"], states["planned"]) == (3, 1, 25)
    assert Counter(Assignment.objects.values_list("state", flat=True)) == {"accepted": 1, "given": 4}
