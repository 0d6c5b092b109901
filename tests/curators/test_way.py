"""The way of a candidate: its order, its days, who takes which step, what is refused."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from curators.conftest import Year
from factories.curators import WAY, candidate
from factories.people import person
from opora.access import Conflict, Refused, WrongState
from opora.appointments.models import Appointment
from opora.attachments.materials import Material
from opora.curators.actions import appointing, choosing, contracting
from opora.curators.actions.appointing import Order
from opora.curators.actions.choosing import About
from opora.curators.models import Candidate
from opora.curators.queries.visibility import CANDIDATE
from opora.curators.states import (
    AGREEMENT_MOVES,
    AGREEMENT_TRANSITIONS,
    ENDED,
    MOVES,
    ON_THE_WAY,
    TRANSITIONS,
    AgreementState,
    CandidateState,
)
from opora.history.models import Event
from opora.people.models import Invitation

TODAY = NOW.date()
S = CandidateState


def events(found: Candidate) -> int:
    return Event.objects.filter(subject_kind=CANDIDATE, subject_id=found.pk).count()


def proposed(year: Year, **about: Any) -> Candidate:
    said = About(**({"name": "Светлова Вера Ильинична", "post": "завуч"} | about))
    return choosing.propose(
        territory=year.place,
        cycle=year.cycle,
        about=said,
        on=TODAY - timedelta(days=9),
        by=year.cast.municipal_coordinator,
        at=NOW,
    )


def test_tables_are_total_and_the_way_is_in_them() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(CandidateState)
    assert set(AGREEMENT_TRANSITIONS) == set(AGREEMENT_MOVES) == set(AgreementState)
    assert all(later in TRANSITIONS[earlier] for earlier, later in pairwise(WAY))
    assert {state for state in S if not TRANSITIONS[state]} == ENDED
    assert ON_THE_WAY | ENDED | {S.APPOINTED} == set(S)


def test_the_whole_way_with_an_event_a_step(year: Year) -> None:
    home, region = year.cast.municipal_coordinator, year.cast.regional_coordinator
    found = proposed(year, organisation=year.second, strong_at=["R08"])
    assert (found.state, found.works_at, found.strong_at) == (S.PROPOSED, year.second.name, ["R08"])
    day = TODAY - timedelta(days=5)
    choosing.interview(candidate=found, on=day, fits=True, words="Уверенно", by=home, at=NOW)
    choosing.record_test(candidate=found, on=day, passed=True, score="82 из 100", by=home, at=NOW)
    choosing.approve(candidate=found, words="", by=region, at=NOW)
    for code in ("consent", "application", "test", "requisites"):
        contracting.mark_paper(candidate=found, code=code, is_there=True, by=home, at=NOW)
    contracting.contract(candidate=found, number=" 17-К ", on=TODAY, by=home, at=NOW)
    made, token = appointing.appoint(
        candidate=found, schools=[year.own], order=Order(TODAY, "12-у", TODAY), by=home, at=NOW
    )
    assert made.state == S.APPOINTED
    assert (made.approved_by_name, made.contract_number) == (region.name, "17-К")
    appointment = made.appointment
    assert appointment is not None
    assert (appointment.role, appointment.order_number, appointment.cycle) == ("curator", "12-у", year.cycle)
    assert list(appointment.schools.all()) == [year.own]
    # an account was opened by the name, and its way in was made
    assert token
    assert made.person is not None
    assert (made.person.surname, made.person.given_name, made.person.patronymic) == (
        *("Светлова", "Вера", "Ильинична"),
    )
    assert Invitation.objects.filter(person=made.person).count() == 1
    # propose, interview, test, approve, four papers, contract; appointing writes the appointment's own event
    assert events(found) == 9
    assert Event.objects.filter(subject_kind="appointment", subject_id=appointment.pk).count() == 1


def test_history_does_not_repeat_what_was_said_of_a_person(year: Year) -> None:
    home = year.cast.municipal_coordinator
    found = proposed(year, proposal="Тайное достоинство")
    choosing.interview(candidate=found, on=TODAY, fits=False, words="Растерялась", by=home, at=NOW)
    choosing.end(candidate=found, target=S.REJECTED, on=TODAY, reason="Слаба", by=home, at=NOW)
    notes = " ".join(Event.objects.filter(subject_kind=CANDIDATE).values_list("note", flat=True))
    assert notes.strip() == ""


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        (S.PROPOSED, {"test", "approve", "contract", "appoint"}),
        (S.INTERVIEWED, {"approve", "contract", "appoint"}),
        (S.TESTED, {"interview", "contract", "appoint"}),
        (S.APPROVED, {"interview", "test", "approve", "appoint"}),
        (S.CONTRACTED, {"interview", "test", "approve", "contract"}),
    ],
)
def test_no_step_is_jumped_over(year: Year, state: CandidateState, refused: set[str]) -> None:
    found = candidate(year.place, year.cycle, state, now=NOW)
    region = year.cast.regional_coordinator
    for code in ("consent", "application", "test", "requisites"):
        found.papers.create(code=code, title=code, is_there=True, changed_at=NOW, changed_by_name="Окружная")
    steps: dict[str, Any] = {
        "interview": lambda: choosing.interview(
            candidate=found, on=TODAY, fits=True, words="", by=region, at=NOW
        ),
        "test": lambda: choosing.record_test(
            candidate=found, on=TODAY, passed=True, score="", by=region, at=NOW
        ),
        "approve": lambda: choosing.approve(candidate=found, words="", by=region, at=NOW),
        "contract": lambda: contracting.contract(candidate=found, number="1", on=TODAY, by=region, at=NOW),
        "appoint": lambda: appointing.appoint(
            candidate=found, schools=[year.own], order=Order(TODAY), by=region, at=NOW
        ),
    }
    was = found.state
    for name, step in steps.items():
        found.refresh_from_db()
        assert found.state == was
        if name in refused:
            with pytest.raises(WrongState):
                step()
        else:
            with transaction.atomic():
                step()
                transaction.set_rollback(True)


def test_the_region_alone_approves_and_only_after_the_test(year: Year) -> None:
    found = candidate(year.place, year.cycle, S.TESTED, now=NOW, test_passed=False)
    for who in (year.cast.municipal_coordinator, year.cast.regional_project_head):
        with pytest.raises(Refused):
            choosing.approve(candidate=found, words="", by=who, at=NOW)
    with pytest.raises(WrongState, match="тест"):
        choosing.approve(candidate=found, words="", by=year.cast.regional_coordinator, at=NOW)
    again = choosing.record_test(
        candidate=found, on=TODAY, passed=True, score="", by=year.cast.municipal_coordinator, at=NOW
    )
    assert (
        choosing.approve(candidate=again, words="", by=year.cast.regional_coordinator, at=NOW).state
        == S.APPROVED
    )


def test_the_database_knows_that_the_test_is_obligatory(year: Year) -> None:
    found = candidate(year.place, year.cycle, S.APPROVED, now=NOW)
    with pytest.raises(IntegrityError, match="candidate_test_is_obligatory"), transaction.atomic():
        Candidate.objects.filter(pk=found.pk).update(test_passed=False)


def test_who_is_not_fit_is_not_tested(year: Year) -> None:
    home = year.cast.municipal_coordinator
    found = proposed(year)
    with pytest.raises(ValidationError, match="почему"):
        choosing.interview(candidate=found, on=TODAY, fits=False, words=" ", by=home, at=NOW)
    choosing.interview(candidate=found, on=TODAY, fits=False, words="Нет опыта", by=home, at=NOW)
    with pytest.raises(WrongState, match="собеседования"):
        choosing.record_test(candidate=found, on=TODAY, passed=True, score="", by=home, at=NOW)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), TODAY - timedelta(days=10)])
def test_days_stand_in_their_order(year: Year, on: date) -> None:
    found = proposed(year)
    with pytest.raises(ValidationError):
        choosing.interview(
            candidate=found, on=on, fits=True, words="", by=year.cast.municipal_coordinator, at=NOW
        )
    with pytest.raises(ValidationError):
        choosing.end(
            candidate=found,
            target=S.DECLINED,
            on=on,
            reason="Нет времени",
            by=year.cast.municipal_coordinator,
            at=NOW,
        )


def test_nobody_is_proposed_twice_at_once(year: Year) -> None:
    somebody = person("Рябинина")
    proposed(year, person=somebody)
    with pytest.raises(ValidationError, match="уже предложили"):
        proposed(year, person=somebody)
    first = proposed(year)
    with pytest.raises(ValidationError, match="уже предложили"):
        proposed(year, name=" Светлова  Вера Ильинична ")
    choosing.end(
        candidate=first,
        target=S.DECLINED,
        on=TODAY,
        reason="Передумала",
        by=year.cast.municipal_coordinator,
        at=NOW,
    )
    assert proposed(year).pk != first.pk


def test_a_candidate_needs_a_name(year: Year) -> None:
    with pytest.raises(ValidationError, match="фамилию"):
        proposed(year, name="  ")


def test_who_wrote_meanwhile_is_not_overwritten(year: Year) -> None:
    found = proposed(year)
    home = year.cast.municipal_coordinator
    about = About(name="Светлова Вера Ильинична", post="директор")
    choosing.change(candidate=found, about=about, seen=found.revision, by=home, at=NOW)
    with pytest.raises(Conflict):
        choosing.change(candidate=found, about=about, seen=found.revision, by=home, at=NOW)


def test_neighbours_take_no_step(year: Year) -> None:
    found = proposed(year)
    for who in (year.cast.neighbour_municipal_coordinator, year.cast.school_head, year.cast.curator):
        with pytest.raises(Refused):
            choosing.interview(candidate=found, on=TODAY, fits=True, words="", by=who, at=NOW)
    with pytest.raises(Refused):
        choosing.propose(
            territory=year.place,
            cycle=year.cycle,
            about=About(name="Иванова Анна"),
            on=TODAY,
            by=year.cast.neighbour_municipal_coordinator,
            at=NOW,
        )


def test_an_ending_needs_a_reason_and_a_way(year: Year) -> None:
    found = candidate(year.place, year.cycle, S.CONTRACTED, now=NOW)
    home = year.cast.municipal_coordinator
    with pytest.raises(ValidationError, match="почему"):
        choosing.end(candidate=found, target=S.DECLINED, on=TODAY, reason=" ", by=home, at=NOW)
    with pytest.raises(ValidationError):
        choosing.end(candidate=found, target=S.APPOINTED, on=TODAY, reason="Так", by=home, at=NOW)
    choosing.end(candidate=found, target=S.REJECTED, on=TODAY, reason="Не тот", by=home, at=NOW)
    with pytest.raises(WrongState):
        choosing.end(candidate=found, target=S.DECLINED, on=TODAY, reason="Снова", by=home, at=NOW)


def test_a_contract_waits_for_the_required_papers(year: Year) -> None:
    home = year.cast.municipal_coordinator
    found = candidate(year.place, year.cycle, S.APPROVED, now=NOW)
    for code in ("consent", "application", "test"):
        contracting.mark_paper(candidate=found, code=code, is_there=True, by=home, at=NOW)
    with pytest.raises(ValidationError, match="Реквизиты"):
        contracting.contract(candidate=found, number="1", on=TODAY, by=home, at=NOW)
    scan = Material("pdf", "реквизиты.pdf", b"%PDF-1.4 requisites")
    paper = contracting.mark_paper(
        candidate=found, code="requisites", is_there=False, material=scan, by=home, at=NOW
    )
    assert (paper.is_there, paper.file is not None) == (True, True)
    assert contracting.contract(candidate=found, number="1", on=TODAY, by=home, at=NOW).state == S.CONTRACTED
    # «нет» gives the file up
    assert paper.file is not None
    contracting.mark_paper(candidate=found, code="requisites", is_there=False, by=home, at=NOW)
    paper.file.refresh_from_db()
    assert paper.file.removed_at == NOW
    with pytest.raises(ValidationError, match="нет"):
        contracting.mark_paper(candidate=found, code="unknown", is_there=True, by=home, at=NOW)


def test_who_has_an_account_keeps_it_and_schools_lie_in_scope(year: Year) -> None:
    home = year.cast.municipal_coordinator
    somebody = person("Рябинина")
    found = candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, person=somebody, name="Рябинина Мария")
    with pytest.raises(ValidationError, match="школу"):
        appointing.appoint(candidate=found, schools=[], order=Order(TODAY), by=home, at=NOW)
    with pytest.raises(Refused):
        appointing.appoint(candidate=found, schools=[year.neighbour], order=Order(TODAY), by=home, at=NOW)
    made, token = appointing.appoint(
        candidate=found, schools=[year.own, year.second], order=Order(TODAY), by=home, at=NOW
    )
    assert (token, made.person) == ("", somebody)
    assert Appointment.objects.get(person=somebody).schools.count() == 2
