"""What the page asks of the database does not grow with the schools."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.people import signed_in

from .conftest import Year
from .making import many_schools

pytestmark = pytest.mark.django_db

OF_MUNICIPALITY, OF_REGION = 18, 19


def asked(who: object, url: str) -> int:
    client = signed_in(who)  # type: ignore[arg-type]
    client.get(url)  # what is remembered for the process is asked for once
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize("many", [1, 10, 200])
def test_a_page_of_many_schools_asks_as_much_as_of_one(year: Year, at: datetime, many: int) -> None:
    many_schools(year.place, year.cycle, many, now=at)
    home, region = (reverse("territory-overview", args=[each.pk]) for each in (year.place, year.region))
    assert asked(year.cast.municipal_coordinator, home) == OF_MUNICIPALITY
    assert asked(year.cast.municipal_coordinator, f"{home}?group=formal") == OF_MUNICIPALITY
    assert asked(year.cast.regional_coordinator, region) == OF_REGION
