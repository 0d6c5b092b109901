"""The pages of appointing: what a form does, and in which capacity one acts."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.people import Cast, appointed, appointment, person, signed_in
from opora.access import Role
from opora.appointments.models import Appointment
from opora.people.models import Person

pytestmark = pytest.mark.django_db

# one page for each kind of check; the writes below go through all of them
GET_PAGES = ("", "access/", "appoint/")
WRITES = ("invite/", "invitation/revoke/", "contacts/", "access/", "second-factor/")
ON_APPOINTMENT = ("terms/", "end/", "revoke/", "replace/")


def target_of(cast: Cast) -> Person:
    return Person.objects.get(pk=cast.curator.person_id)


def test_somebody_new_is_appointed_and_gets_a_link(cast: Cast) -> None:
    browser = signed_in(cast.municipal_coordinator)
    form = {
        "surname": "Новая", "given_name": "Вера", "role": "curator", "schools": ["S1", "S2"],
        "order_number": "7", "order_date": "2026-09-01",
    }  # fmt: skip

    ready = browser.post("/people/new/", form)

    made = Appointment.objects.get(person__surname="Новая")
    assert (ready.status_code, Client().get(ready.context["url"]).status_code) == (200, 200)
    assert (made.scope_kind, sorted(s.key for s in made.schools.all())) == ("schools", ["S1", "S2"])


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"surname": ""}, ["surname"]),
        ({"schools": []}, ["schools"]),
        ({"schools": ["S3"]}, ["schools"]),
        ({"territories": ["M1"]}, ["schools"]),
        ({"role": "regional_coordinator"}, ["role"]),
        ({"existing": "nobody"}, ["existing"]),
        ({"since": "2026-10-01", "until": "2026-09-01"}, ["until"]),
        ({"email": "не почта"}, ["email"]),
    ],
)
def test_a_bad_form_is_given_back(cast: Cast, changes: dict[str, Any], fields: list[str]) -> None:
    browser = signed_in(cast.municipal_coordinator)
    form = {"surname": "Новая", "given_name": "Вера", "role": "curator", "schools": ["S1"]}
    before = Person.objects.count()

    answer = browser.post("/people/new/", form | changes)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields)
    assert Person.objects.count() == before


def test_a_curator_of_the_neighbour_is_appointed_by_login(cast: Cast) -> None:
    browser = signed_in(cast.municipal_coordinator)
    helper = Person.objects.get(pk=cast.neighbour_curator.person_id)
    assert browser.get(f"/people/{helper.pk}/").status_code == 404

    done = browser.post("/people/new/", {"existing": helper.login, "role": "curator", "schools": ["S2"]})

    assert done.status_code == 302
    page = browser.get(f"/people/{helper.pk}/")
    # now visible, but only what is for the own scope; and the account is not theirs to take over
    assert [card.facts[0].value for card in page.context["cards"]] == ["Берёзовская школа № 2"]
    assert (page.context["may_manage"], browser.post(f"/people/{helper.pk}/invite/").status_code) == (
        False,
        403,
    )


def test_nobody_appoints_themselves_by_login(cast: Cast) -> None:
    myself = Person.objects.get(pk=cast.municipal_coordinator.person_id)

    answer = signed_in(cast.municipal_coordinator).post(
        "/people/new/", {"existing": myself.login, "role": "curator", "schools": ["S2"]}
    )

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Себя назначать и менять своё назначение нельзя: попросите того, кто назначил вас."
    ]


def test_a_replacement_is_linked_both_ways(cast: Cast) -> None:
    browser = signed_in(cast.municipal_coordinator)
    old = Appointment.objects.get(person_id=cast.curator.person_id)

    ready = browser.post(
        f"/appointments/{old.pk}/replace/",
        {"surname": "Сменная", "given_name": "Ольга", "first_day": "2027-01-11", "order_number": "3"},
    )

    new = Appointment.objects.get(person__surname="Сменная")
    old.refresh_from_db()
    assert (ready.status_code, new.replaces, str(new.since), str(old.until)) == (
        200,
        old,
        "2027-01-11",
        "2027-01-10",
    )
    pages = [browser.get(f"/people/{p}/").context["cards"][0].facts for p in (new.person_id, old.person_id)]
    assert [(f[-1].term, f[-1].url) for f in pages] == [
        ("Заменяет", f"/people/{old.person_id}/"),
        ("Заменён(а)", f"/people/{new.person_id}/"),
    ]


def test_a_closed_way_in_ends_sign_ins_at_once(cast: Cast) -> None:
    browser, theirs = signed_in(cast.municipal_coordinator), signed_in(cast.curator)
    target = target_of(cast)

    browser.post(f"/people/{target.pk}/access/", {"open": "0"})
    assert (theirs.get("/me/").status_code, browser.post(f"/people/{target.pk}/invite/").status_code) == (
        302,
        409,
    )
    browser.post(f"/people/{target.pk}/access/", {"open": "1"})
    assert browser.post(f"/people/{target.pk}/invite/").status_code == 200


def test_the_capacity_is_switched_and_only_to_an_own_one(cast: Cast) -> None:
    both = appointed(Role.SCHOOL_HEAD, cast.world.school)
    second = appointment(both, Role.CURATOR, cast.world.neighbour_school)
    browser = signed_in(both)
    assert browser.get("/me/capacity/").context["request"].actor.role is Role.SCHOOL_HEAD

    done = browser.post("/me/capacity/", {"appointment": str(second.pk), "next": "/me/"})
    assert done["Location"] == "/me/"
    assert browser.get("/me/capacity/").context["request"].actor.role is Role.CURATOR
    assert browser.get(f"/people/{target_of(cast).pk}/").status_code == 404

    others = Appointment.objects.get(person_id=cast.administrator.person_id)
    assert browser.post("/me/capacity/", {"appointment": str(others.pk)}).status_code == 403
    assert browser.post("/me/capacity/", {"appointment": "x", "next": "//example.org"}).status_code == 403

    # whoever signs in next time finds the capacity last used
    assert signed_in(both).get("/me/capacity/").context["request"].actor.role is Role.CURATOR


def test_a_later_appointment_does_not_change_in_which_capacity_one_acts(cast: Cast) -> None:
    def role(browser: Client) -> Role | None:
        found: Role | None = browser.get("/me/capacity/").context["request"].actor.role
        return found

    helper = appointed(Role.CURATOR, cast.world.school)
    first = Appointment.objects.get(person=helper)
    browser = Client()
    browser.force_login(helper, backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as at_first:
        assert role(browser) is Role.CURATOR
    with CaptureQueriesContext(connection) as later:
        assert role(browser) is Role.CURATOR
    # remembered once, on the first page
    assert len(at_first) - len(later) == 1
    helper.refresh_from_db()
    assert helper.acted_by == first.pk

    appointment(helper, Role.ADMINISTRATOR)
    assert (role(browser), role(signed_in(helper))) == (Role.CURATOR, Role.CURATOR)

    # what was remembered has ended: one acts by what is left, and that is remembered
    first.until = date(2020, 1, 1)
    first.save()
    assert (role(browser), role(signed_in(helper))) == (Role.ADMINISTRATOR, Role.ADMINISTRATOR)


def test_my_own_page_keeps_what_a_past_curator_did(cast: Cast, now: datetime) -> None:
    former = person("Бывшая")
    kept = appointment(former, Role.CURATOR, cast.world.school)
    browser = signed_in(former)
    browser.post("/me/contacts/", {"surname": "Бывшая", "given_name": "Анна", "phone": "+7 900 000-00-00"})
    kept.until = now.date().replace(year=2025)
    kept.save()

    page = browser.get("/me/")

    assert (page.status_code, [e.what for e in page.context["events"]]) == (200, ["исправил(а) данные"])
    assert page.context["events"][0].detail == "Бывшая Анна: имя, отчество, телефон"
    assert browser.get("/people/").status_code == 403


def test_without_signing_in_only_the_way_in_is_open(client: Client, cast: Cast) -> None:
    for page in ("/people/", "/people/new/", "/me/", "/me/capacity/", "/people/1/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={page}")


def test_where_places_are_too_many_to_tick_their_codes_are_typed(cast: Cast) -> None:
    from factories.people import school_of
    from opora.appointments.forms import MOST_BOXES

    for number in range(MOST_BOXES):
        school_of(cast.world.municipality, f"B{number}", f"Школа {number}")
    browser = signed_in(cast.municipal_coordinator)
    form = {"surname": "Новая", "given_name": "Вера", "role": "curator"}

    fields = browser.get("/people/new/").context["form"].fields
    wrong = browser.post("/people/new/", form | {"places": "S1\nнет такой"})
    right = browser.post("/people/new/", form | {"places": "b7\nБерезовская школа № 1"})

    assert ("schools" in fields, "places" in fields) == (False, True)
    assert wrong.context["form"].errors["places"] == [
        "Не знаем «нет такой»: укажите код территории или школы."
    ]
    made = Appointment.objects.get(person__surname="Новая")
    assert (right.status_code, sorted(s.key for s in made.schools.all())) == (200, ["B7", "S1"])


def test_what_decides_stands_open_and_nothing_typed_or_wrong_is_folded(cast: Cast) -> None:
    browser = signed_in(cast.municipal_coordinator)

    def parts(page: Any) -> dict[str, bool]:
        return {part.title: part.is_open for part in page.context["form"].parts() if part.title}

    known, contacts, terms = (
        "Человек уже работает в Опоре",
        "Должность, почта и телефон",
        "Год, приказ и срок",
    )
    empty = browser.get("/people/new/")
    assert parts(empty) == {known: False, contacts: False, terms: False}
    shown = [f.name for part in empty.context["form"].parts() if not part.title for f in part.fields]
    assert shown == ["surname", "given_name", "patronymic", "role", "territories", "schools"]

    typed = browser.post("/people/new/", {"post": "учитель", "existing": "nobody"})
    assert (typed.status_code, parts(typed)) == (422, {known: True, contacts: True, terms: False})


def test_a_persons_page_has_one_main_action_by_what_they_need_next(cast: Cast, now: datetime) -> None:
    browser = signed_in(cast.municipal_coordinator)
    target = target_of(cast)

    def main_actions() -> list[str]:
        page = browser.get(f"/people/{target.pk}/").content.decode()
        return [
            words.strip() for words in re.findall(r'class="btn"[^>]*>([^<]+)<', page.split("<main", 1)[1])
        ]

    assert main_actions() == ["Пригласить"]
    browser.post(f"/people/{target.pk}/invite/")
    assert main_actions() == ["Пригласить ещё раз"]
    Person.objects.filter(pk=target.pk).update(last_login=now)
    assert main_actions() == ["Ещё одно назначение"]
    Person.objects.filter(pk=target.pk).update(is_active=False)
    assert main_actions() == ["Открыть вход"]
