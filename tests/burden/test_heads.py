"""Who heads a school is known from an appointment too: it is not asked for twice."""

import pytest
from django.utils import timezone

from factories.organisations import leader
from factories.people import Cast
from opora.burden.known.base import Where
from opora.burden.known.places import Cards

pytestmark = pytest.mark.django_db


def _heads(people: Cast) -> dict[int, tuple[str, str]]:
    w = people.world
    where = Where(people.municipal_coordinator, w.municipality.path or "", w.cycle.pk, timezone.localdate())
    found = Cards().values(["head"], [w.school.pk, w.neighbour_school.pk], where)
    return {school: (value.words, value.origin) for school, value in found["head"].items()}


def test_the_head_is_taken_from_the_appointment_and_the_card_says_otherwise(people: Cast) -> None:
    w, head = people.world, people.school_head.name
    known = _heads(people)
    assert known[w.school.pk] == (head, "назначения")
    leader(w.school, "Крылова Анна Петровна", "И. о. директора")
    assert _heads(people)[w.school.pk][0] == "Крылова Анна Петровна"
    assert _heads(people).get(w.neighbour_school.pk) == known.get(w.neighbour_school.pk)
