"""Pages of a whole round read columns: they say what the documents themselves say."""

import pytest

from conftest import NOW
from factories.organisations import school
from opora.access.actor import operator
from opora.expertise.actions import (
    assign_by_hand,
    close_round,
    fill_vacancies,
    move_round,
    reconcile,
    withdraw,
)
from opora.expertise.models import Assignment, Entry, Round
from opora.expertise.queries.finals import outcomes, standings
from opora.expertise.queries.results import results
from opora.expertise.queries.school import school_lines
from opora.expertise.scoring import Final, How, Need
from opora.expertise.states import AssignmentState, Place, RoundState, SecondSheet

from .conftest import Year
from .making import confirmed, sent, started


@pytest.fixture
def mixed(year: Year) -> Round:
    """One document agreed upon, one with three sheets, one whose sheets differ, one that waits after a withdrawal,
    one that came out in the middle of two sheets, one school that presented nothing.
    """
    for n in range(2):
        confirmed(school(f"Школа {n}", year.place), year.cycle)
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    for number, pair in enumerate([(2, 9), (3, 12), (1, 9), (7, 8)], start=1):
        for place, total in zip((Place.FIRST, Place.SECOND), pair, strict=True):
            sent(given(of, number, place), total=total)
    for points in (5, 6):
        reconcile(entry=entry(of, 1), points=points, words="Сошлись", by=operator(), at=NOW)
    had = set(entry(of, 2).assignments.values_list("person_id", flat=True))
    third = next(each.person_id for each in year.experts if each.person_id not in had)
    sent(assign_by_hand(entry=entry(of, 2), person_id=third or 0, by=operator(), at=NOW), total=4)
    withdraw(assignment=given(of, 5, Place.FIRST), words="Болеет", by=operator(), at=NOW)
    return Round.objects.select_related("version__definition", "territory", "cycle").get(pk=of.pk)


def entry(of: Round, number: int) -> Entry:
    return Entry.objects.get(round=of, number=number)


def given(of: Round, number: int, place: Place) -> Assignment:
    return entry(of, number).assignments.get(place=place, state=AssignmentState.WAITING)


def test_figures_of_a_round_are_those_of_its_documents(mixed: Round) -> None:
    found = standings(mixed)
    assert [each.final for each in found[:6]] == [
        Final(6, How.AGREED),
        Final(4, How.MEDIAN),
        Need.AGREEMENT,
        Final(7, How.MEAN),
        Need.SHEET,
        None,
    ]
    assert [(s.pk, s.number, s.kind, s.whose, s.points, s.waiting, s.final) for s in found] == [
        (o.entry.pk, o.entry.number, o.entry.kind, o.entry.whose, o.points, o.waiting, o.final)
        for o in outcomes(mixed)
    ]
    assert [[(g.person_id, g.state, g.total) for g in each.given] for each in found] == [
        [
            (a.person_id, a.state, a.sheet.total if a.state == AssignmentState.SENT else None)
            for a in outcome.entry.assignments.all()
        ]
        for outcome in outcomes(mixed)
    ]


def test_results_take_the_mean_of_sheets_and_the_newest_round_of_a_school(mixed: Round) -> None:
    reconcile(entry=entry(mixed, 3), points=5, words="Сошлись", by=operator(), at=NOW)
    fill_vacancies(of_pk=mixed.pk, by=operator(), at=NOW)
    for place in (Place.FIRST, Place.SECOND):
        sent(given(mixed, 5, place), total=6)
    of = move_round(of=mixed, target=RoundState.RECONCILING, by=operator(), at=NOW)
    of = close_round(of=of, by=operator(), at=NOW)
    found = results(operator(), of)
    fourth = next(each for each in found.found if each.number == 4)
    assert [sheet.total for sheet in fourth.sheets] == [7, 8]
    assert fourth.means == (2, 2, 2, 1.5, 0, 0, 0)
    assert [(each.points, each.means) for each in found.found if each.is_absent] == [(None, ())]
    lines = school_lines(operator())
    assert {each.pk: (each.name, each.points, each.zone, each.round, each.open) for each in lines} == {
        each.school_id: (each.whose, each.points, each.zone, of.title, 0) for each in found.found
    }
    assert len(school_lines(operator(), limit=2)) == 2
