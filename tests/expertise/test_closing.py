"""Agreement, closing, zones, recommendations and what becomes of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError

from conftest import NOW
from opora.access import Refused, WrongState
from opora.access.actor import operator
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.expertise.actions import (
    assign_by_hand,
    close_round,
    drop_entry,
    fill_vacancies,
    follow,
    move_round,
    reconcile,
    withdraw,
)
from opora.expertise.models import Assignment, Entry, ExpertSheet, Recommendation, Reconciliation, Round
from opora.expertise.scoring import ABSENT, How
from opora.expertise.states import AssignmentState, Place, RecommendationState, RoundState, SecondSheet
from opora.history.models import Event

from .conftest import Year
from .making import sent, started, waiting


def reconciling(of: Round) -> Round:
    return move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)


def closed(of: Round, words: str = "") -> Round:
    return close_round(of=reconciling(of), words=words, by=operator(), at=NOW)


@pytest.fixture
def doubled(year: Year) -> Round:
    """Two experts for each document."""
    return started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)


def both(of: Round, number: int, first: int, second: int) -> Entry:
    """A document with two sheets."""
    entry = Entry.objects.get(round=of, number=number)
    sent(entry.assignments.get(place=Place.FIRST), total=first)
    sent(entry.assignments.get(place=Place.SECOND), total=second)
    return entry


def test_final_scores_zones_and_documents(year: Year, scoring: Round) -> None:
    for one, total in zip(waiting(scoring), (6, 10, 14), strict=True):
        sent(one, total=total)
    closed(scoring)
    found = Entry.objects.filter(round=scoring).order_by("number").values_list("points", "zone", "how")
    assert list(found) == [
        (6, "yellow", How.ONE),
        (10, "yellow", How.ONE),
        (14, "green", How.ONE),
        (None, ABSENT, How.ABSENT),
    ]
    states = Document.objects.filter(pk__in=[d.pk for d in year.documents]).values_list("state", flat=True)
    assert set(states) == {DocumentState.ASSESSED}


def test_two_sheets_give_the_mean_rounded_half_down(doubled: Round) -> None:
    for number, pair in enumerate([(7, 8), (4, 7), (11, 10)], start=1):
        both(doubled, number, *pair)
    closed(doubled)
    found = Entry.objects.filter(round=doubled, number__isnull=False).order_by("number")
    assert [(e.points, e.zone, e.how) for e in found] == [
        (7, "yellow", How.MEAN),
        (5, "red", How.MEAN),
        (10, "yellow", How.MEAN),
    ]


def test_sheets_too_far_apart_stop_the_closing_until_agreed(doubled: Round) -> None:
    for number, pair in enumerate([(2, 9), (8, 8), (9, 9)], start=1):
        both(doubled, number, *pair)
    of = reconciling(doubled)
    with pytest.raises(WrongState, match="№ 1"):
        close_round(of=of, by=operator(), at=NOW)
    entry = Entry.objects.get(round=doubled, number=1)
    reconcile(entry=entry, points=6, words="Сошлись на причинах", by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    entry.refresh_from_db()
    assert (entry.points, entry.how) == (6, How.AGREED)
    assert set(ExpertSheet.objects.filter(assignment__entry=entry).values_list("total", flat=True)) == {2, 9}


def test_a_third_expert_gives_the_median(year: Year, doubled: Round) -> None:
    for number, pair in enumerate([(2, 9), (8, 8), (9, 9)], start=1):
        both(doubled, number, *pair)
    entry = Entry.objects.get(round=doubled, number=1)
    had = set(entry.assignments.values_list("person_id", flat=True))
    third = next(each for each in year.experts if each.person_id not in had)
    made = assign_by_hand(entry=entry, person_id=third.person_id or 0, by=operator(), at=NOW)
    assert made.place == Place.THIRD
    sent(made, total=3)
    closed(doubled)
    entry.refresh_from_db()
    assert (entry.points, entry.zone, entry.how) == (3, "red", How.MEDIAN)


@pytest.mark.parametrize("points", [-1, 15])
def test_an_agreed_score_is_a_whole_number_the_sheet_can_give(doubled: Round, points: int) -> None:
    entry = both(doubled, 1, 2, 9)
    with pytest.raises(ValidationError):
        reconcile(entry=entry, points=points, words="Сошлись", by=operator(), at=NOW)
    with pytest.raises(ValidationError):
        reconcile(entry=entry, points=6, words=" ", by=operator(), at=NOW)


def test_nothing_is_agreed_while_a_sheet_is_awaited(doubled: Round) -> None:
    entry = Entry.objects.get(round=doubled, number=1)
    sent(entry.assignments.get(place=Place.FIRST))
    with pytest.raises(WrongState):
        reconcile(entry=entry, points=6, words="Сошлись", by=operator(), at=NOW)


def test_what_was_agreed_stands(doubled: Round) -> None:
    entry = both(doubled, 1, 2, 9)
    reconcile(entry=entry, points=6, words="Сошлись", by=operator(), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reconciliation.objects.update(points=7)


def test_a_document_without_a_sheet_stops_the_closing(scoring: Round) -> None:
    first, second, third = waiting(scoring)
    sent(first)
    sent(second)
    of = reconciling(scoring)
    with pytest.raises(WrongState, match=f"№ {third.entry.number}"):
        close_round(of=of, words="Некому", by=operator(), at=NOW)


def test_a_second_sheet_that_never_came_is_passed_over_only_with_words(scoring: Round) -> None:
    first, second, third = waiting(scoring)
    sent(first, total=3)
    sent(second)
    sent(third)
    of = reconciling(scoring)
    with pytest.raises(ValidationError, match=f"№ {first.entry.number}"):
        close_round(of=of, by=operator(), at=NOW)
    close_round(of=of, words="Второй эксперт заболел", by=operator(), at=NOW)
    first.entry.refresh_from_db()
    assert (first.entry.points, first.entry.how) == (3, How.ONE)
    late = first.entry.assignments.get(place=Place.SECOND)
    assert (late.state, late.reason) == (AssignmentState.WITHDRAWN, "Раунд закрыт. Второй эксперт заболел")


def test_a_closed_round_is_closed_for_good(scoring: Round) -> None:
    for one in waiting(scoring):
        sent(one)
    of = closed(scoring)
    for step in (RoundState.SCORING, RoundState.RECONCILING):
        with pytest.raises(WrongState):
            move_round(of=of, target=step, by=operator(), at=NOW)
    with pytest.raises(WrongState):
        close_round(of=of, by=operator(), at=NOW)


def test_only_who_runs_it_closes_it(year: Year, scoring: Round) -> None:
    for one in waiting(scoring):
        sent(one)
    of = reconciling(scoring)
    for refused in (
        year.cast.municipal_coordinator,
        year.cast.expert,
        year.experts[0],
        year.cast.school_head,
    ):
        with pytest.raises(Refused):
            close_round(of=of, by=refused, at=NOW)
    close_round(of=of, by=year.cast.regional_coordinator, at=NOW)


def test_vacancies_are_filled_evenly_and_never_by_who_gave_it_back(year: Year, scoring: Round) -> None:
    first, second, _ = waiting(scoring)
    withdraw(assignment=first, words="Болеет", by=operator(), at=NOW)
    sent(second, total=0)
    given, left = fill_vacancies(of_pk=scoring.pk, by=operator(), at=NOW)
    assert (given, left) == (1, 0)
    made = first.entry.assignments.get(place=Place.FIRST, state=AssignmentState.WAITING)
    assert made.person_id != first.person_id
    assert fill_vacancies(of_pk=scoring.pk, by=operator(), at=NOW) == (0, 0)


def test_a_document_leaves_a_round_before_anybody_scored_it(scoring: Round) -> None:
    first, second, _ = waiting(scoring)
    document = first.entry.document
    assert document is not None
    drop_entry(entry=first.entry, words="Школа закрыта", by=operator(), at=NOW)
    document.refresh_from_db()
    assert document.state == DocumentState.CONFIRMED
    assert not Assignment.objects.filter(pk=first.pk).exists()
    sent(second)
    with pytest.raises(WrongState):
        drop_entry(entry=second.entry, words="Передумали", by=operator(), at=NOW)


def test_recommendations_of_all_experts_stand_once_without_names(doubled: Round) -> None:
    entry = Entry.objects.get(round=doubled, number=1)
    sent(entry.assignments.get(place=Place.FIRST), advice={"people": "Привлечь психолога", "": "Перечитать"})
    sent(entry.assignments.get(place=Place.SECOND), advice={"people": "Привлечь психолога"})
    for number in (2, 3):
        both(doubled, number, 9, 9)
    assert not Recommendation.objects.exists()
    closed(doubled)
    found = Recommendation.objects.filter(entry=entry).order_by("id")
    assert [(each.criterion, each.text) for each in found] == [
        ("people", "Привлечь психолога"),
        ("", "Перечитать"),
    ]
    assert {each.changed_by_name for each in found} == {""}


@pytest.fixture
def recommended(year: Year, scoring: Round) -> Recommendation:
    for one in waiting(scoring):
        sent(one, advice={"people": "Привлечь психолога"})
    closed(scoring)
    return Recommendation.objects.get(school=year.own)


def test_a_recommendation_is_followed_to_its_fulfilment(year: Year, recommended: Recommendation) -> None:
    with pytest.raises(ValidationError):
        follow(
            recommendation=recommended, target=RecommendationState.FULFILLED, how="", by=operator(), at=NOW
        )
    done = follow(
        recommendation=recommended,
        target=RecommendationState.FULFILLED,
        how="Договор с центром",
        by=year.cast.school_coordinator,
        at=NOW,
    )
    assert (done.state, done.how) == (RecommendationState.FULFILLED, "Договор с центром")
    told = Event.objects.get(subject_kind="recommendation")
    assert (told.school_id, told.by_name) == (year.own.pk, year.cast.school_coordinator.name)
    again = follow(
        recommendation=done,
        target=RecommendationState.OPEN,
        how="",
        by=year.cast.municipal_coordinator,
        at=NOW,
    )
    assert again.state == RecommendationState.OPEN


def test_only_the_school_its_curator_and_coordinators_follow_it(
    year: Year, recommended: Recommendation
) -> None:
    cast = year.cast
    outsiders = (cast.neighbour_school_head, cast.neighbour_curator, cast.teacher, cast.expert, cast.observer)
    for refused in outsiders:
        with pytest.raises(Refused):
            follow(
                recommendation=recommended, target=RecommendationState.FULFILLED, how="Да", by=refused, at=NOW
            )
    with pytest.raises(Refused):
        follow(
            recommendation=recommended,
            target=RecommendationState.DROPPED,
            how="Не нужна",
            by=cast.school_head,
            at=NOW,
        )
