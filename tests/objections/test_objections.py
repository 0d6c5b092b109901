"""A school objects to a figure, the coordinator answers: rights, states, deadlines, pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import NOW
from factories.organisations import municipality, school
from factories.people import actor, signed_in
from factories.results import fact
from opora.access import Actor, Refused, Role, WrongState
from opora.history.models import Event
from opora.objections.actions import answer_objection, raise_objection, withdraw_objection
from opora.objections.models import Objection
from opora.objections.queries import visible_to, waiting_for
from opora.objections.rules import ANSWER, RAISE, WITHDRAW
from opora.objections.states import ObjectionState
from opora.organisations.models import Organisation
from opora.results.models import Fact
from opora.results.objecting import subject_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def luga() -> Organisation:
    return school("Луговская СОШ", municipality("Заречный округ"))


@pytest.fixture
def figure(luga: Organisation) -> Fact:
    return fact(luga, participants=20, low=9, high=2)


@pytest.fixture
def head(luga: Organisation) -> Actor:
    return actor(Role.SCHOOL_HEAD, luga)


@pytest.fixture
def coordinator(luga: Organisation) -> Actor:
    return actor(Role.MUNICIPAL_COORDINATOR, luga.territory)


@pytest.fixture
def raised(figure: Fact, head: Actor) -> Objection:
    return raise_objection(subject=subject_of(figure), statement="Двоек было семь", by=head, at=NOW)


def test_an_objection_has_a_deadline_and_waits_for_the_coordinator(
    raised: Objection, coordinator: Actor, head: Actor
) -> None:
    assert (raised.state, raised.answer_due, raised.subject_title) == (
        ObjectionState.OPEN,
        date(2026, 9, 24),
        "ВПР, математика, 5 класс, 2026 год",
    )
    waiting = waiting_for(coordinator)
    assert [(w.title, w.url, w.since, w.due) for w in waiting] == [
        (
            f"Луговская СОШ: {raised.subject_title}",
            f"/objections/{raised.pk}/",
            date(2026, 9, 14),
            date(2026, 9, 24),
        )
    ]
    assert waiting_for(head) == []
    assert list(Event.objects.values_list("verb", "note", "school_id")) == [
        ("подал(а) возражение", "Двоек было семь", raised.school_id)
    ]


def test_the_second_objection_to_the_same_figure_waits_for_the_first(
    raised: Objection, figure: Fact, head: Actor
) -> None:
    with pytest.raises(WrongState, match="уже возразила"):
        raise_objection(subject=subject_of(figure), statement="Ещё раз", by=head, at=NOW)
    withdraw_objection(objection=raised, by=head, at=NOW)
    assert (
        raise_objection(subject=subject_of(figure), statement="Ещё раз", by=head, at=NOW).state
        == ObjectionState.OPEN
    )


def test_an_answered_objection_is_closed(raised: Objection, coordinator: Actor, head: Actor) -> None:
    done = answer_objection(
        objection=raised, accepted=False, answer="Протокол верен", by=coordinator, at=NOW + timedelta(days=1)
    )
    assert (done.state, done.answer, done.answered_by_name) == (
        ObjectionState.DECLINED,
        "Протокол верен",
        coordinator.name,
    )
    for again in (
        lambda: answer_objection(objection=raised, accepted=True, answer="Да", by=coordinator, at=NOW),
        lambda: withdraw_objection(objection=raised, by=head, at=NOW),
    ):
        with pytest.raises(WrongState):
            again()
    assert waiting_for(coordinator) == []


def test_who_may_object_and_answer(raised: Objection, luga: Organisation) -> None:
    own = {
        role: actor(role, luga)
        for role in (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.TEACHER, Role.CURATOR)
    }
    above = {
        role: actor(role, luga.territory)
        for role in (Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.METHODIST, Role.OBSERVER)
    }
    everybody = (
        own | above | {Role.REGIONAL_COORDINATOR: actor(Role.REGIONAL_COORDINATOR, luga.territory.parent)}
    )
    assert [role for role, who in everybody.items() if RAISE.can(who, luga)] == [
        Role.SCHOOL_HEAD,
        Role.SCHOOL_COORDINATOR,
    ]
    assert [role for role, who in everybody.items() if WITHDRAW.can(who, raised)] == [
        Role.SCHOOL_HEAD,
        Role.SCHOOL_COORDINATOR,
    ]
    assert [role for role, who in everybody.items() if ANSWER.can(who, raised)] == [
        Role.MUNICIPAL_COORDINATOR,
        Role.AUTHORITY_HEAD,
        Role.REGIONAL_COORDINATOR,
    ]
    neighbour = actor(Role.MUNICIPAL_COORDINATOR, municipality("Соседний округ"))
    assert list(visible_to(neighbour)) == []
    with pytest.raises(Refused):
        answer_objection(objection=raised, accepted=True, answer="Да", by=neighbour, at=NOW)


def test_from_the_figure_to_the_correction(figure: Fact, head: Actor, coordinator: Actor) -> None:
    school_client, client = signed_in(head), signed_in(coordinator)
    address = reverse("objection-raise", args=["fact", figure.pk])
    assert school_client.post(address, {"statement": ""}).status_code == 422
    page = school_client.post(address, {"statement": "Двоек было семь"}, follow=True)
    assert "Двоек было семь" in page.content.decode()
    made = Objection.objects.get()
    url = reverse("objection", args=[made.pk])
    assert school_client.post(url, {"decision": "accepted", "answer": "Да"}).status_code == 403
    assert client.post(url, {"answer": "Да"}).status_code == 422
    answer = client.post(url, {"decision": "accepted", "answer": "Верно, исправим"})
    assert answer.headers["Location"] == reverse("results-correct", args=[figure.pk])
    assert "Верно, исправим" in school_client.get(url).content.decode()
    assert client.get("/objections/").status_code == 200
    assert client.post(url, {"decision": "accepted", "answer": "Да"}).status_code == 409


def test_strangers_find_neither_the_objection_nor_its_subject(raised: Objection, figure: Fact) -> None:
    stranger = signed_in(actor(Role.SCHOOL_HEAD, school("Соседняя СОШ")))
    assert stranger.get(reverse("objection", args=[raised.pk])).status_code == 404
    assert stranger.get(reverse("objection-withdraw", args=[raised.pk])).status_code == 404
    assert stranger.get(reverse("objection-raise", args=["fact", figure.pk])).status_code == 404
    assert stranger.get(reverse("objection-raise", args=["nothing", figure.pk])).status_code == 404
    assert "Луговская" not in stranger.get("/objections/").content.decode()
