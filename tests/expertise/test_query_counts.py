"""What the pages of expertise ask of the database does not grow: 3 documents or 30."""

import pytest

from conftest import NOW
from factories.organisations import school
from opora.access.actor import operator
from opora.expertise.actions import close_round, move_round
from opora.expertise.models import Entry, Round
from opora.expertise.states import Place, RoundState, SecondSheet

from .conftest import Year
from .looking import asked
from .making import confirmed, prepared, sent, started

PINNED = {
    "plan": 14,
    "round": 9,
    "queue": 6,
    "sheet": 9,
    "entry": 7,
    "results": 8,
    "workbook": 8,
    "school": 9,
    "schools": 5,
    "rounds": 5,
}


def counted(year: Year, size: int) -> dict[str, int]:
    for n in range(size - 3):
        confirmed(school(f"Школа {n}", year.place), year.cycle)
    runner, expert = year.cast.regional_coordinator, year.experts[0]
    plan = prepared(year.region, year.cycle, *year.experts)
    found = {"plan": asked(runner, f"/expertise/rounds/{plan.pk}/plan/")}
    Round.objects.all().delete()
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    mine = Entry.objects.filter(round=of, assignments__person_id=expert.person_id).order_by("number")
    own = mine[0].assignments.get(person_id=expert.person_id)
    found["queue"] = asked(expert, "/expertise/queue/")
    found["sheet"] = asked(expert, f"/expertise/sheets/{own.key}/")
    for entry in Entry.objects.filter(round=of, document__isnull=False).order_by("number"):
        for place in (Place.FIRST, Place.SECOND):
            sent(entry.assignments.get(place=place), total=8, advice={"": "Совет"})
    found["round"] = asked(runner, f"/expertise/rounds/{of.pk}/")
    found["entry"] = asked(runner, f"/expertise/entries/{mine[0].pk}/")
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    found["results"] = asked(runner, f"/expertise/rounds/{of.pk}/results/")
    found["workbook"] = asked(runner, f"/expertise/rounds/{of.pk}/results.xlsx")
    found["school"] = asked(runner, f"/expertise/schools/{year.own.pk}/")
    found["schools"] = asked(runner, "/expertise/schools/")
    found["rounds"] = asked(runner, "/expertise/")
    return found


@pytest.mark.parametrize("size", [3, 30])
def test_a_page_asks_as_much_of_thirty_as_of_three(year: Year, size: int) -> None:
    found = counted(year, size)
    assert found == PINNED
