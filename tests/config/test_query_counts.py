"""What a page asks of the database does not grow with what it shows: 1, 3, 10 or 1,000 of everything."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.crowd import Crowd, crowd

# every list page and the pages of single objects beside them
PINNED = {
    "desk": 5,
    "schools": 6,
    "territories": 6,
    "territory": 9,
    "results": 7,
    "procedure": 8,
    "loads": 4,
    "load": 4,
    "lists": 5,
    "list": 10,
    "people": 8,
    "groups": 5,
    "objections": 4,
    "imports": 7,
    "years": 5,
    "year": 7,
    "catalogues": 5,
    "school": 12,
    "results of a school": 10,
    "similar schools": 6,
    "figure": 7,
    "campaigns": 6,
    "campaign": 11,
    "questionnaires": 4,
    "heatmap": 8,
    "factor": 7,
    "directions": 7,
    "profile": 12,
    "direction": 10,
    "documents": 9,
    "document": 13,
    "document check": 9,
    "document review": 17,
    "documents of a school": 7,
}


def addresses(of: Crowd) -> dict[str, str]:
    school, territory, year_list = of.school.pk, of.territory.pk, of.year_list.pk
    return {
        "desk": "/",
        "schools": "/schools/",
        "territories": "/territories/",
        "territory": f"/territories/{territory}/",
        "results": "/results/",
        "procedure": "/results/procedures/vpr-ma-5/",
        "loads": "/results/loads/",
        "load": f"/results/loads/{of.load.pk}/",
        "lists": "/lists/",
        "list": f"/lists/{year_list}/",
        "people": "/people/",
        "groups": "/groups/",
        "objections": "/objections/",
        "imports": "/imports/",
        "years": "/years/",
        "year": "/years/2026/",
        "catalogues": "/catalogues/",
        "school": f"/schools/{school}/",
        "results of a school": f"/schools/{school}/results/",
        "similar schools": f"/schools/{school}/similar/",
        "figure": f"/results/figures/{of.figure.pk}/",
        "campaigns": "/campaigns/",
        "campaign": f"/campaigns/{of.campaign.pk}/",
        "questionnaires": "/questionnaires/",
        "heatmap": "/risks/",
        "factor": "/risks/factors/R08/",
        "directions": "/risks/directions/",
        "profile": f"/risks/schools/{school}/",
        "direction": f"/risks/directions/{of.direction.pk}/",
        "documents": "/documents/",
        "document": f"/documents/{of.document.pk}/",
        "document check": f"/documents/{of.document.pk}/check/",
        "document review": f"/documents/{of.document.pk}/review/",
        "documents of a school": f"/documents/schools/{school}/",
    }


def counted(of: Crowd) -> dict[str, int]:
    found = {}
    for name, address in addresses(of).items():
        of.coordinator.get(address)  # what is remembered for the process is asked for once
        with CaptureQueriesContext(connection) as captured:
            answer = of.coordinator.get(address)
        assert answer.status_code == 200, name
        found[name] = len(captured)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3, 10, 1000])
def test_a_page_asks_as_much_of_a_thousand_as_of_one(size: int, now: datetime) -> None:
    assert counted(crowd(size, now=now)) == PINNED
