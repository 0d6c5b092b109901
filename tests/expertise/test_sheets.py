"""Writing a sheet, sending it, giving it back; the second expert; what a tie in the middle of a round does."""

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.db.utils import DatabaseError, IntegrityError

from conftest import NOW
from opora.access import Conflict, Refused, Role, WrongState
from opora.access.actor import operator
from opora.expertise.actions import Mark, Written, assign_by_hand, decline, save_sheet, send_sheet, withdraw
from opora.expertise.models import Assignment, Entry, ExpertSheet, Round
from opora.expertise.states import AssignmentState, Place, Refusing, RoundState, SecondSheet
from opora.history.models import Event

from .conftest import Year
from .making import at, scorer, sent, started, tied, waiting, written


def test_a_draft_may_be_unfinished_and_counts_its_savings(scoring: Round) -> None:
    one = waiting(scoring)[0]
    draft = Written({"analysis": Mark(2, "Причины названы"), "goals": Mark()}, weaknesses=("layout",))
    kept = save_sheet(assignment=one, written=draft, revision=0, by=scorer(one), at=NOW)
    assert (kept.revision, kept.total, kept.sent_at) == (1, None, None)
    assert kept.marks["analysis"] == {"points": 2, "words": "Причины названы"}
    again = save_sheet(assignment=one, written=written(), revision=1, by=scorer(one), at=NOW)
    assert again.revision == 2


def test_another_window_does_not_overwrite(scoring: Round) -> None:
    one = waiting(scoring)[0]
    save_sheet(assignment=one, written=written(2), revision=0, by=scorer(one), at=NOW)
    with pytest.raises(Conflict):
        save_sheet(assignment=one, written=written(0), revision=0, by=scorer(one), at=NOW)
    assert ExpertSheet.objects.get().marks["analysis"]["points"] == 2


def test_a_sent_sheet_has_every_criterion(scoring: Round) -> None:
    one = waiting(scoring)[0]
    with pytest.raises(ValidationError) as refused:
        send_sheet(assignment=one, written=written(analysis=None), revision=0, by=scorer(one), at=NOW)
    assert refused.value.message_dict == {"analysis": ["Выберите балл."]}
    assert not ExpertSheet.objects.exists()


@pytest.mark.parametrize(
    "strange",
    [
        Written({"unknown": Mark(1)}),
        Written({"analysis": Mark(3)}),
        Written({"analysis": Mark(-1)}),
        Written(weaknesses=("unknown",)),
        Written(parts={"results": ("unknown",)}),
        Written(parts={"analysis": ("full",)}),
        Written(advice={"unknown": "Совет"}),
        Written(advice={"": "Совет" * 1000}),
    ],
)
def test_what_the_sheet_does_not_have_is_refused(scoring: Round, strange: Written) -> None:
    one = waiting(scoring)[0]
    with pytest.raises(ValidationError):
        save_sheet(assignment=one, written=strange, revision=0, by=scorer(one), at=NOW)


def test_a_sent_sheet_stands(scoring: Round) -> None:
    one = sent(waiting(scoring)[0], total=9, parts={"results": ["goals"]}, advice={"": "Привлечь родителей"})
    assert (one.state, one.sheet.total) == (AssignmentState.SENT, 9)
    assert one.sheet.parts == {"results": ["goals"]}
    with pytest.raises(WrongState):
        save_sheet(assignment=one, written=written(2), revision=1, by=scorer(one), at=NOW)
    for change in (lambda s: s.update(total=14), lambda s: s.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ExpertSheet.objects.filter(assignment=one))


def test_only_the_expert_who_has_it_scores(year: Year, scoring: Round) -> None:
    first, second, _ = waiting(scoring)
    for stranger in (scorer(second), year.cast.regional_coordinator, year.cast.curator, operator()):
        with pytest.raises(Refused):
            save_sheet(assignment=first, written=written(), revision=0, by=stranger, at=NOW)


def test_in_another_capacity_nobody_scores(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    tied(scorer(one), Role.OBSERVER, year.region)
    from opora.appointments.session import actor_for
    from opora.people.models import Person

    from .making import TODAY

    person = Person.objects.get(pk=one.person_id)
    observer = next(c for c in actor_for(person, on=TODAY).capacities if c.role is Role.OBSERVER)
    acting = actor_for(person, on=TODAY, chosen=observer.appointment_id)
    with pytest.raises(Refused):
        send_sheet(assignment=one, written=written(), revision=0, by=acting, at=NOW)


def test_a_closed_or_unopened_round_takes_no_sheet(scoring: Round) -> None:
    one = waiting(scoring)[0]
    at(scoring, RoundState.CLOSED)
    with pytest.raises(WrongState):
        send_sheet(assignment=one, written=written(), revision=0, by=scorer(one), at=NOW)


def test_an_expert_who_becomes_curator_in_the_middle_of_a_round_is_refused_in_clear_words(
    year: Year, scoring: Round
) -> None:
    one = waiting(scoring)[0]
    save_sheet(assignment=one, written=written(), revision=0, by=scorer(one), at=NOW)
    tied(scorer(one), Role.CURATOR, one.entry.school)
    with pytest.raises(WrongState) as refused:
        send_sheet(assignment=one, written=written(), revision=1, by=scorer(one), at=NOW)
    words = refused.value.reason
    assert f"№ {one.entry.number}" in words
    assert "вернулся координатору" in words
    assert one.entry.school.name not in words
    one.refresh_from_db()
    assert one.state == AssignmentState.WITHDRAWN
    assert "куратор этой школы" in one.reason
    told = Event.objects.get(verb="потерял(а) право оценивать")
    assert "куратор" not in told.note


def test_the_document_then_goes_to_another_expert_as_the_first(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    tied(scorer(one), Role.TEACHER, one.entry.school)
    with pytest.raises(WrongState):
        save_sheet(assignment=one, written=written(), revision=0, by=scorer(one), at=NOW)
    free = next(each for each in year.experts if each.person_id != one.person_id)
    made = assign_by_hand(entry=one.entry, person_id=free.person_id or 0, by=operator(), at=NOW)
    assert made.place == Place.FIRST
    with pytest.raises(ValidationError, match="работает в этой школе"):
        assign_by_hand(entry=one.entry, person_id=one.person_id, by=operator(), at=NOW)


def test_a_red_first_sheet_brings_a_second_expert_at_once(year: Year, scoring: Round) -> None:
    one = sent(waiting(scoring)[0], total=5)
    second = one.entry.assignments.get(place=Place.SECOND)
    assert second.state == AssignmentState.WAITING
    assert second.person_id != one.person_id
    assert second.key != one.key


def test_a_yellow_first_sheet_is_enough_but_for_the_sample(year: Year, scoring: Round) -> None:
    one = sent(waiting(scoring)[0], total=6)
    assert not one.entry.assignments.filter(place=Place.SECOND).exists()
    other = waiting(scoring)[0]
    Entry.objects.filter(pk=other.entry_id).update(is_sampled=True)
    other = sent(waiting(scoring)[0], total=14)
    assert other.entry.assignments.filter(place=Place.SECOND).exists()


def test_the_second_expert_is_given_in_the_same_transaction(scoring: Round) -> None:
    """What undoes the sheet undoes the second assignment."""
    one = waiting(scoring)[0]
    with pytest.raises(InternalError), transaction.atomic():
        sent(one, total=0)
        raise InternalError
    assert not Assignment.objects.filter(place=Place.SECOND).exists()
    assert Assignment.objects.get(pk=one.pk).state == AssignmentState.WAITING


def test_the_second_is_the_least_loaded_of_those_without_a_tie(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    others = [each for each in year.experts if each.person_id != one.person_id]
    tied(others[0], Role.CURATOR, one.entry.school)
    sent(one, total=0)
    assert one.entry.assignments.get(place=Place.SECOND).person_id == others[1].person_id


def test_where_nobody_may_be_the_second_the_coordinator_is_asked(year: Year) -> None:
    made = started(year.region, year.cycle, year.experts[0])
    one = sent(waiting(made)[0], total=0)
    assert not one.entry.assignments.filter(place=Place.SECOND).exists()
    made_by_hand = assign_by_hand(
        entry=one.entry, person_id=year.experts[1].person_id or 0, by=operator(), at=NOW
    )
    assert made_by_hand.place == Place.SECOND


def test_with_two_for_all_no_third_comes_by_itself(year: Year) -> None:
    made = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    one = sent(waiting(made)[0], total=0)
    assert one.entry.assignments.count() == 2


def test_declining_needs_words_and_goes_to_the_coordinator(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    with pytest.raises(ValidationError):
        decline(assignment=one, refusing=Refusing.CONFLICT, words=" ", by=scorer(one), at=NOW)
    decline(assignment=one, refusing=Refusing.CONFLICT, words="Узнала школу", by=scorer(one), at=NOW)
    one.refresh_from_db()
    assert (one.state, one.refusing, one.reason) == (
        AssignmentState.DECLINED,
        Refusing.CONFLICT,
        "Узнала школу",
    )
    with pytest.raises(ValidationError, match="уже отказался"):
        assign_by_hand(entry=one.entry, person_id=one.person_id, by=operator(), at=NOW)


def test_a_coordinator_withdraws_only_what_is_not_sent(scoring: Round) -> None:
    first, second, _ = waiting(scoring)
    withdraw(assignment=first, words="Болеет", by=operator(), at=NOW)
    with pytest.raises(WrongState):
        send_sheet(assignment=first, written=written(), revision=0, by=scorer(first), at=NOW)
    sent(second)
    with pytest.raises(WrongState):
        withdraw(assignment=second, words="Передумали", by=operator(), at=NOW)


def test_one_expert_never_has_a_document_twice(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    with pytest.raises(ValidationError, match="уже оценивает"):
        assign_by_hand(entry=one.entry, person_id=one.person_id, by=operator(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            entry=one.entry, person_id=one.person_id, person_name="x", place=Place.SECOND,
            given_at=NOW, given_by_name="x",
        )  # fmt: skip


def test_no_event_of_scoring_tells_a_score_or_lies_on_a_school(scoring: Round) -> None:
    sent(waiting(scoring)[0], total=3)
    for event in Event.objects.filter(subject_kind="expertise_round"):
        assert event.school_id is None
        assert event.territory_path == ""
        assert event.details == {}
    assert Event.objects.get(verb="отправил(а) экспертный лист").note.startswith("№ ")
