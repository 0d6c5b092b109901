"""The pages: what stands on them, for whom, at what cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.organisations import figures, leader, merit, municipality, school
from factories.people import actor, signed_in
from opora.access import Actor, Role
from opora.organisations.models import Organisation

pytestmark = pytest.mark.django_db

# session, person, appointments of the person
ENTRY = 3


@pytest.fixture
def coordinator() -> Actor:
    return actor(Role.MUNICIPAL_COORDINATOR, municipality())


def fill(count: int) -> list[Organisation]:
    made = [school(f"Школа № {n}", distance_km=n) for n in range(1, count + 1)]
    for number, each in enumerate(made, start=1):
        figures(each, pupils=number * 10, teachers=number)
        leader(each)
        merit(each)
    return made


def queries(client: Client, url: str, assert_num: Callable[[], CaptureQueriesContext]) -> int:
    client.get(url)
    with assert_num() as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_whatever_their_length(
    count: int, coordinator: Actor, django_assert_max_num_queries: object
) -> None:
    from django.db import connection

    made = fill(count)
    client = signed_in(coordinator)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    place = municipality()
    chosen = "&".join(f"school={each.pk}" for each in made)
    assert {
        "schools": cost(reverse("schools")) - ENTRY,
        "territories": cost(reverse("territories")) - ENTRY,
        "territory": cost(reverse("territory", args=[place.pk])) - ENTRY,
        "compare": cost(f"{reverse('schools-compare')}?{chosen}") - ENTRY,
        "card": cost(reverse("school", args=[made[0].pk])) - ENTRY,
        "similar": cost(reverse("school-similar", args=[made[0].pk])) - ENTRY,
        "leaders": cost(reverse("school-leaders", args=[made[0].pk])) - ENTRY,
        "merits": cost(reverse("school-merits", args=[made[0].pk])) - ENTRY,
    } == {
        "schools": 3,
        "territories": 3,
        "territory": 8,
        "compare": 5,
        "card": 10,
        "similar": 4,
        "leaders": 2,
        "merits": 2,
    }
