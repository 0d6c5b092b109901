"""What a round takes, who gets it, who never does; the preview is what is fixed."""

import pytest
from django.core.exceptions import ValidationError

from conftest import NOW
from factories.people import actor
from opora.access import Conflict, Refused, Role, WrongState
from opora.access.actor import operator
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.expertise.actions import change_round, make_round, start_round
from opora.expertise.models import Assignment, Entry, Round
from opora.expertise.queries.planning import preview
from opora.expertise.states import Place, RoundState, SecondSheet
from opora.history.models import Event

from .conftest import Year
from .making import TODAY, confirmed, expert, prepared, settings, started, tied


def test_confirmed_documents_are_taken_with_the_version_that_was_confirmed(year: Year) -> None:
    made = started(year.region, year.cycle, *year.experts)
    entries = list(Entry.objects.filter(round=made, document__isnull=False).order_by("document_id"))
    assert [each.document_id for each in entries] == sorted(d.pk for d in year.documents)
    assert all(each.version == each.document.versions.get() for each in entries)
    assert sorted(each.number for each in entries) == [1, 2, 3]
    states = Document.objects.filter(pk__in=[d.pk for d in year.documents]).values_list("state", flat=True)
    assert set(states) == {DocumentState.EXPERTISE}
    made.refresh_from_db()
    assert made.state == RoundState.SCORING


def test_a_school_that_takes_part_and_presented_nothing_is_told_apart(year: Year) -> None:
    made = started(year.region, year.cycle, *year.experts)
    (absent,) = Entry.objects.filter(round=made, document__isnull=True)
    assert (absent.school, absent.number, absent.points) == (year.silent, None, None)


def test_a_document_that_is_still_in_review_is_not_presented(year: Year) -> None:
    Document.objects.filter(pk=year.documents[0].pk).update(state=DocumentState.REVIEW)
    made = started(year.region, year.cycle, *year.experts)
    absent = Entry.objects.filter(round=made, document__isnull=True)
    assert {each.school for each in absent} == {year.own, year.silent}


def test_a_document_scored_before_and_not_corrected_is_neither_taken_nor_missing(year: Year) -> None:
    Document.objects.filter(pk=year.documents[0].pk).update(state=DocumentState.ASSESSED)
    made = started(year.region, year.cycle, *year.experts)
    assert not Entry.objects.filter(round=made, school=year.own).exists()
    assert made.number == 1
    assert prepared(year.region, year.cycle).number == 2


def test_every_document_has_one_expert_and_loads_are_even(scoring: Round) -> None:
    given = Assignment.objects.filter(entry__round=scoring)
    assert {each.place for each in given} == {Place.FIRST}
    assert len({each.person_id for each in given}) == len(given) == 3


def test_two_for_all_gives_two_different_experts(year: Year) -> None:
    made = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    for entry in Entry.objects.filter(round=made, document__isnull=False):
        assert len({each.person_id for each in entry.assignments.all()}) == 2
    assert {expert.person_id for expert in year.experts} == set(
        Assignment.objects.filter(entry__round=made).values_list("person_id", flat=True)
    )


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_HEAD, Role.CURATOR])
def test_nobody_scores_the_own_or_the_curated_school(year: Year, role: Role) -> None:
    bound = expert(year.region, "Связанный", (role, year.own))
    made = started(year.region, year.cycle, bound)
    schools = {each.entry.school for each in Assignment.objects.filter(entry__round=made)}
    assert year.own not in schools
    assert year.neighbour in schools


@pytest.mark.parametrize("role", [Role.MUNICIPAL_COORDINATOR, Role.METHODIST, Role.AUTHORITY_HEAD])
def test_nobody_scores_the_own_municipality(year: Year, role: Role) -> None:
    bound = expert(year.region, "Связанный", (role, year.place))
    made = started(year.region, year.cycle, bound)
    assert {a.entry.school for a in Assignment.objects.filter(entry__round=made)} == {year.neighbour}


def test_a_teacher_scores_no_school_of_the_own_municipality(year: Year) -> None:
    bound = expert(year.region, "Связанный", (Role.TEACHER, year.own))
    shown = preview(prepared(year.region, year.cycle, bound), today=TODAY)
    assert {clash.whose: clash.words for clash in shown.clashes} == {
        year.own.name: "работает в этой школе",
        year.second.name: "работает в этом муниципалитете",
    }
    assert {entry.school for entry, _ in shown.left} == {year.own, year.second}


def test_who_was_curator_this_year_or_reviewed_the_document_is_still_bound(year: Year) -> None:
    former = expert(year.region, "Бывший")
    tied(former, Role.CURATOR, year.own, revoked_at=NOW, revoked_by_name="Областная")
    reviewer = expert(year.region, "Проверявший")
    third = Document.objects.get(school=year.second)
    third.delete()
    confirmed(year.second, year.cycle, by=reviewer.person_id)
    made = prepared(year.region, year.cycle, former, reviewer)
    told = {(clash.expert, clash.whose) for clash in preview(made, today=TODAY).clashes}
    assert told == {(former.name, year.own.name), (reviewer.name, year.second.name)}


def test_an_expert_of_one_municipality_gets_documents_of_it_only(year: Year) -> None:
    narrow = expert(year.place, "Узкий")
    made = started(year.region, year.cycle, narrow)
    schools = {each.entry.school for each in Assignment.objects.filter(entry__round=made)}
    assert schools == {year.own, year.second}


def test_no_expert_gets_more_than_the_limit(year: Year) -> None:
    made = started(year.region, year.cycle, year.experts[0], most_each=2)
    assert Assignment.objects.filter(entry__round=made).count() == 2


def test_the_preview_writes_nothing_and_is_what_is_fixed(year: Year) -> None:
    made = prepared(year.region, year.cycle, *year.experts)
    shown = preview(made, today=TODAY)
    assert preview(made, today=TODAY).digest == shown.digest
    assert not Entry.objects.exists()
    start_round(of=made, seen=shown.digest, by=operator(), at=NOW)
    fixed = Assignment.objects.values_list("entry__document_id", "person_id")
    assert dict(fixed) == dict(shown.plans[Place.FIRST].given)


def test_a_preview_that_has_changed_is_not_fixed(year: Year) -> None:
    made = prepared(year.region, year.cycle, *year.experts)
    seen = preview(made, today=TODAY).digest
    tied(year.experts[0], Role.CURATOR, year.own)
    tied(year.experts[0], Role.CURATOR, year.second)
    tied(year.experts[0], Role.CURATOR, year.neighbour)
    with pytest.raises(Conflict):
        start_round(of=made, seen=seen, by=operator(), at=NOW)
    assert not Entry.objects.exists()


def test_a_sample_is_drawn_and_rounded_up(year: Year) -> None:
    made = started(year.region, year.cycle, *year.experts, sample_percent=15)
    assert Entry.objects.filter(round=made, is_sampled=True).count() == 1


def test_only_who_runs_the_territory_prepares_a_round(year: Year) -> None:
    cast = year.cast
    for refused in (cast.expert, cast.curator, cast.school_head, cast.neighbour_municipal_coordinator):
        with pytest.raises(Refused):
            make_round(cycle=year.cycle, territory=year.place, settings=settings(), by=refused, at=NOW)
    with pytest.raises(Refused):
        make_round(
            cycle=year.cycle,
            territory=year.region,
            settings=settings(),
            by=cast.municipal_coordinator,
            at=NOW,
        )
    made = make_round(
        cycle=year.cycle, territory=year.place, settings=settings(), by=cast.municipal_coordinator, at=NOW
    )
    assert made.state == RoundState.PREPARING


def test_settings_that_make_no_sense_are_told_at_their_place(year: Year) -> None:
    with pytest.raises(ValidationError) as refused:
        prepared(year.region, year.cycle, title=" ", kinds=[], closes=TODAY.replace(day=1))
    assert set(refused.value.message_dict) == {"title", "kinds", "closes"}


def test_somebody_who_is_no_expert_there_is_refused(year: Year) -> None:
    foreign = actor(Role.EXPERT, year.cast.world.foreign_region, surname="Чужой")
    with pytest.raises(ValidationError):
        prepared(year.region, year.cycle, foreign)


def test_a_round_that_has_begun_is_not_changed(year: Year, scoring: Round) -> None:
    with pytest.raises(WrongState):
        change_round(of=scoring, settings=settings(*year.experts), by=operator(), at=NOW)


def test_nothing_to_score_and_nobody_to_score_are_told(year: Year) -> None:
    alone = prepared(year.region, year.cycle)
    with pytest.raises(ValidationError, match="нет экспертов"):
        start_round(of=alone, seen=preview(alone, today=TODAY).digest, by=operator(), at=NOW)
    Document.objects.all().update(state=DocumentState.DRAFT)
    with pytest.raises(ValidationError, match="оценивать нечего"):
        start_round(of=alone, seen=preview(alone, today=TODAY).digest, by=operator(), at=NOW)


def test_one_event_of_the_round_lies_on_no_school(scoring: Round) -> None:
    begun = Event.objects.get(subject_kind="expertise_round", verb="начал(а) оценку")
    assert (begun.school_id, begun.note) == (None, "документов: 3, не представлено: 1")
