"""A list's life: drawn up by the rule, decided by people, shown to schools, approved, never changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from factories.results import fact, load
from opora.access import Refused, WrongState
from opora.history.queries import of_subject
from opora.identification import actions
from opora.identification.models import ListEntry, YearList
from opora.identification.queries import approved_year_before, changes_since, page_of, unanswered
from opora.identification.states import MOVES, TRANSITIONS, VERBS, ListKind, ListState, diagram
from opora.objections.actions import raise_objection
from opora.objections.models import Objection
from opora.objections.states import ObjectionState, SubjectKind
from opora.objections.subjects import find
from opora.organisations.models import Organisation

from .conftest import Year
from .making import approved, draft, names

LISTED = ["Берёзовская школа № 1", "Ёлкинская школа"]


def test_a_draft_holds_every_school_in_the_order_of_names(year: Year, drawn: YearList) -> None:
    assert (drawn.state, drawn.last_year, drawn.number) == (ListState.DRAFT, 2026, 1)
    assert names(drawn) == LISTED
    assert list(drawn.entries.values_list("school_name", flat=True)) == [
        "Берёзовская школа № 1",
        "Берёзовская школа № 2",
        "Ёлкинская школа",
        "Озёрная школа",
    ]
    near = drawn.entries.get(school=year.near)
    assert (near.outcome["minus"], near.outcome["plus"]) == (True, False)
    events = of_subject("year_list", drawn.pk)
    assert [(event.verb, event.by) for event in events] == [
        ("подготовил(а) проект списка", year.cast.municipal_coordinator.name)
    ]


def test_shares_of_pupils_and_teachers(year: Year, drawn: YearList) -> None:
    page = page_of(drawn.entries.all())

    assert (page.listed, page.schools, page.entered, page.left, page.near) == (2, 4, 2, 0, 2)
    assert (page.listed_pupils, page.pupils, page.listed_teachers, page.teachers) == (150, 1000, 15, 100)


def test_a_second_draft_of_the_same_year_is_refused(year: Year, drawn: YearList, now: datetime) -> None:
    with pytest.raises(WrongState):
        draft(year, now)


def test_a_decision_needs_a_reason_and_survives_a_recount(year: Year, drawn: YearList, now: datetime) -> None:
    entry = drawn.entries.get(school=year.twice)
    by = year.cast.municipal_coordinator

    with pytest.raises(actions.decisions.ReasonIsMissing):
        actions.decide(entry=entry, listed=False, reason="  ", by=by, at=now)
    actions.decide(entry=entry, listed=False, reason="Ошибка в протоколе 2025 года", by=by, at=now)
    assert names(drawn) == LISTED[:1]

    actions.redraw(year_list=drawn, rule=year.rule, by=by, at=now)
    again = drawn.entries.get(school=year.twice)
    assert (again.listed, again.by_rule, again.manual_reason, again.manual_by_name) == (
        False,
        True,
        "Ошибка в протоколе 2025 года",
        by.name,
    )

    actions.take_decision_back(entry=again, by=by, at=now)
    assert names(drawn) == LISTED


def test_an_approved_list_stands_whatever_is_tried(year: Year, now: datetime) -> None:
    done = approved(year, now)
    entry = done.entries.get(school=year.low)

    with pytest.raises(WrongState):
        actions.decide(entry=entry, listed=False, reason="Нет", by=year.cast.authority_head, at=now)
    with pytest.raises(WrongState):
        actions.redraw(year_list=done, rule=year.rule, by=year.cast.municipal_coordinator, at=now)
    for attempt in (lambda: ListEntry.objects.update(listed=False), entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert names(done) == LISTED


def test_later_data_are_told_and_change_nothing(year: Year, now: datetime) -> None:
    done = approved(year, now)
    assert changes_since(done).is_changed is False

    fact(year.near, "vpr-ru-5", 2026, participants=10, low=9)
    fact(year.well, "vpr-ru-5", 2026, participants=10, low=0)
    found = changes_since(done)

    assert found.is_changed is True
    assert [o.school for o in found.enter] == ["Озёрная школа"]
    assert found.leave == ()
    assert names(done) == LISTED


def test_only_changed_data_are_compared_again(
    year: Year, now: datetime, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    done = approved(year, now)
    # each leaves the marks in its own way: new, corrected, withdrawn, loaded over, a school fewer
    changes: list[tuple[Callable[[], object], bool]] = [
        (lambda: None, False),
        (lambda: fact(year.well, "vpr-ru-5", 2026, participants=10, low=0), True),
        (lambda: year.well.facts.filter(procedure__code="vpr-ru-5").update(low_count=1), True),
        (lambda: year.well.facts.filter(procedure__code="vpr-ru-5").delete(), False),
        (load, False),
        (lambda: Organisation.objects.filter(pk=year.well.pk).update(closed_on=date(2026, 9, 1)), True),
    ]

    for change, is_changed in changes:
        change()
        assert changes_since(done).is_changed is is_changed
        with django_assert_num_queries(1):
            assert changes_since(done).is_changed is is_changed

    assert changes_since(draft(year, now)).is_changed is False


def test_a_new_list_replaces_the_approved_one(year: Year, now: datetime) -> None:
    first = approved(year, now)
    second = approved(year, now)

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (ListState.SUPERSEDED, ListState.APPROVED, 2)


def test_repeated_means_on_the_list_approved_for_the_year_before(year: Year, now: datetime) -> None:
    fact(year.low, "vpr-ma-5", 2025, participants=10, low=5)
    fact(year.low, "vpr-ru-5", 2025, participants=10, low=5)
    fact(year.near, "vpr-ma-5", 2025, participants=10, low=5)
    fact(year.near, "vpr-ru-5", 2025, participants=10, low=5)
    for_the_year_before = replace(year, cycle=year.before, rule=replace(year.rule, last_year=2025))
    unapproved = draft(for_the_year_before, now)
    assert approved_year_before(year.cycle) == frozenset()
    actions.approve(year_list=unapproved, by=year.cast.authority_head, at=now)

    drawn = draft(year, now)

    rows = drawn.entries.values_list("school_name", "listed", "repeated", "entered", "left")
    assert list(rows) == [
        ("Берёзовская школа № 1", True, True, False, False),
        ("Берёзовская школа № 2", False, False, False, False),
        ("Ёлкинская школа", True, False, True, False),
        ("Озёрная школа", False, False, False, True),
    ]


def test_approval_waits_for_the_window_and_for_answers(year: Year, drawn: YearList, now: datetime) -> None:
    coordinator, head = year.cast.municipal_coordinator, year.cast.authority_head
    actions.open_window(year_list=drawn, by=coordinator, at=now)
    assert (drawn.state, drawn.objections_until) == (ListState.OBJECTIONS, date(2026, 9, 24))

    with pytest.raises(WrongState, match=r"до 24\.09\.2026"):
        actions.approve(year_list=drawn, by=head, at=now)
    objection = Objection.objects.create(
        school=year.low,
        subject_kind=SubjectKind.LISTING,
        subject_id=drawn.entries.get(school=year.low).pk,
        subject_title="Список",
        statement="Не согласны",
        raised_at=now,
        raised_by_name="Директор",
        answer_due=date(2026, 9, 24),
    )
    later = now + timedelta(days=11)
    with pytest.raises(WrongState, match="Возражений без ответа: 1"):
        actions.approve(year_list=drawn, by=head, at=later)
    objection.state = ObjectionState.DECLINED
    objection.save()

    done = actions.approve(
        year_list=drawn, by=head, at=later, order_number="17", order_date=date(2026, 9, 25)
    )
    assert (done.state, done.approved_by_name, done.order_number) == (ListState.APPROVED, head.name, "17")


def test_an_opened_list_can_be_taken_back(year: Year, drawn: YearList, now: datetime) -> None:
    actions.open_window(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    actions.close_window(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    drawn.refresh_from_db()
    assert (drawn.state, drawn.opened_at, drawn.objections_until) == (ListState.DRAFT, None, None)


@pytest.mark.parametrize("way_back", ["close", "redraw"])
def test_schools_that_saw_a_draft_are_asked_again_or_it_is_said_why_not(
    year: Year, drawn: YearList, now: datetime, way_back: str
) -> None:
    coordinator, head = year.cast.municipal_coordinator, year.cast.authority_head
    actions.open_window(year_list=drawn, by=coordinator, at=now)
    if way_back == "close":
        actions.close_window(year_list=drawn, by=coordinator, at=now)
    else:
        actions.redraw(year_list=drawn, rule=year.rule, by=coordinator, at=now)

    with pytest.raises(WrongState, match="Откройте его для возражений снова"):
        actions.approve(year_list=drawn, by=head, at=now, unasked_reason="  ")
    with pytest.raises(WrongState, match="Школы уже видели"):
        actions.discard(year_list=drawn, by=coordinator, at=now)

    done = actions.approve(
        year_list=drawn, by=head, at=now, order_number="17", unasked_reason="Исправили одну опечатку"
    )
    assert (done.state, done.unasked_reason) == (ListState.APPROVED, "Исправили одну опечатку")
    assert of_subject("year_list", drawn.pk)[0].note == (
        "приказ № 17; без нового срока для возражений: Исправили одну опечатку"
    )


def test_a_draft_opened_again_needs_no_reason(year: Year, drawn: YearList, now: datetime) -> None:
    coordinator, head = year.cast.municipal_coordinator, year.cast.authority_head
    actions.open_window(year_list=drawn, by=coordinator, at=now)
    actions.close_window(year_list=drawn, by=coordinator, at=now)
    actions.open_window(year_list=drawn, by=coordinator, at=now + timedelta(days=1))

    done = actions.approve(
        year_list=drawn, by=head, at=now + timedelta(days=12), unasked_reason="Не пригодится"
    )
    assert (done.state, done.shown_at, done.unasked_reason) == (ListState.APPROVED, now, "")


def test_a_municipality_approves_itself_only_where_the_rule_lets_it(year: Year, now: datetime) -> None:
    strict = replace(year, rule=replace(year.rule, municipality_approves=False))
    drawn = draft(strict, now)
    with pytest.raises(Refused):
        actions.approve(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    with pytest.raises(Refused):
        actions.approve(year_list=drawn, by=year.cast.neighbour_municipal_coordinator, at=now)
    actions.discard(year_list=drawn, by=year.cast.municipal_coordinator, at=now)

    done = actions.approve(year_list=draft(year, now), by=year.cast.municipal_coordinator, at=now)
    assert done.state == ListState.APPROVED


def test_an_imported_list_replaces_the_earlier_and_repeats_nothing(year: Year, now: datetime) -> None:
    def load(*schools: int) -> YearList | None:
        return actions.load_list(
            kind=ListKind.HARD,
            cycle=year.cycle,
            territory=year.place,
            schools=[actions.Listed(pk, "социальный паспорт") for pk in schools],
            source="шнсу.xlsx",
            by=year.cast.municipal_coordinator,
            at=now,
        )

    first = load(year.low.pk)
    assert first is not None
    assert load(year.low.pk) is None
    second = load(year.low.pk, year.well.pk)
    assert second is not None
    first.refresh_from_db()
    assert (first.state, names(second)) == (
        ListState.SUPERSEDED,
        ["Берёзовская школа № 1", "Берёзовская школа № 2"],
    )


def test_the_rule_is_kept_with_the_list(year: Year, drawn: YearList) -> None:
    drawn.refresh_from_db()
    assert drawn.rule["threshold"] == "0.30"
    assert (drawn.mode, drawn.threshold) == ("or", Decimal("0.30"))
    assert drawn.rule_version == year.rule.version


def test_every_state_knows_its_moves() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(ListState)
    assert {(a, b) for a, targets in TRANSITIONS.items() for b in targets} == set(VERBS)
    assert diagram().splitlines()[1] == "    [*] --> draft"


def test_an_objection_stays_with_its_row_when_the_draft_is_drawn_again(
    year: Year, drawn: YearList, now: datetime
) -> None:
    head, coordinator = year.cast.school_head, year.cast.municipal_coordinator
    entry = drawn.entries.get(school=year.low)
    assert find(head, "listing", entry.pk) is None
    actions.open_window(year_list=drawn, by=coordinator, at=now)
    subject = find(head, "listing", entry.pk)
    assert subject is not None
    assert (subject.school, subject.answer_due, subject.refusal) == (year.low, drawn.objections_until, "")
    assert find(year.cast.neighbour_school_head, "listing", entry.pk) is None
    raise_objection(subject=subject, statement="Писали не все", by=head, at=now)

    actions.redraw(year_list=drawn, rule=year.rule, by=coordinator, at=now)

    assert drawn.entries.get(school=year.low).pk == entry.pk
    assert unanswered(drawn) == 1
    with pytest.raises(WrongState):
        actions.discard(year_list=drawn, by=coordinator, at=now)
