"""Coming in by a link: once, in time, with a login and a password of one's own."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from factories.people import PASSWORD, Cast, appointed, person, signed_in
from opora.access import Role
from opora.access.actor import operator
from opora.appointments.printouts import SYNTHETIC
from opora.history.models import Event
from opora.people import actions as people
from opora.people.models import Invitation, Person

pytestmark = pytest.mark.django_db

GOOD = "sosny-na-gore-77"


def invited(**values: Any) -> tuple[Person, str]:
    somebody = person(**({"login": None} | values))
    return somebody, people.invite(person=somebody, by=operator(), at=timezone.now())


def answer(token: str, client: Client | None = None, **changes: str) -> Any:
    form = {
        "surname": "Ёлкина",
        "given_name": "Анна",
        "login": "Elkina",
        "password": GOOD,
        "password_again": GOOD,
    }
    return (client or Client()).post(f"/invitations/{token}/", form | changes)


def test_the_way_in(cast: Cast, client: Client) -> None:
    somebody = appointed(Role.CURATOR, cast.world.school, surname="Ёлкина", login=None)
    token = people.invite(person=somebody, by=operator(), at=timezone.now())

    page = client.get(f"/invitations/{token}/")
    assert page.context["form"].fields["login"].initial == "elkina.m"
    assert "Куратор, Берёзовская школа № 1" in page.content.decode()
    done = answer(token, client)

    somebody.refresh_from_db()
    assert (done.status_code, client.session["_auth_user_id"]) == (302, str(somebody.pk))
    assert (somebody.login, somebody.full_name) == ("elkina", "Ёлкина Анна")
    assert somebody.check_password(GOOD)
    verbs = Event.objects.filter(subject_kind="person", subject_id=somebody.pk).order_by("id")
    assert [e.verb for e in verbs] == ["пригласил(а)", "исправил(а) данные", "принял(а) приглашение"]


def test_only_the_hash_of_a_link_is_kept() -> None:
    _, token = invited()

    row = Invitation.objects.values().get()
    assert token not in repr(row) and len(row["token_hash"]) == 64


@pytest.mark.parametrize(
    ("spoil", "status", "words"),
    [
        ("accept", 409, "По этому приглашению уже вошли. Войдите с логином и паролем."),
        ("expire", 409, "Срок приглашения вышел. Попросите у координатора новое."),
        ("revoke", 409, "Это приглашение отозвали. Попросите у координатора новое."),
        ("close", 409, "Вход для вас закрыт. Спросите у координатора, почему."),
        ("mistype", 404, "Такого приглашения нет. Проверьте адрес: его легко набрать с ошибкой."),
    ],
)
def test_a_link_that_does_not_work_says_what_to_do(spoil: str, status: int, words: str) -> None:
    somebody, token = invited()
    if spoil == "accept":
        answer(token)
    elif spoil == "expire":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "revoke":
        people.revoke_invitations(person=somebody, by=operator(), at=timezone.now())
    elif spoil == "close":
        Person.objects.update(is_active=False)
    else:
        token += "x"
    before = Person.objects.values().get()

    got = answer(token, login="another", password="ozero-v-lesu-55", password_again="ozero-v-lesu-55")

    assert (got.status_code, words in got.content.decode()) == (status, True)
    assert Person.objects.values().get() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "ab"}, "login"),
        ({"login": "два слова"}, "login"),
        ({"login": "TAKEN"}, "login"),
        ({"password": "1234567890", "password_again": "1234567890"}, "password"),
        ({"password": "короткий", "password_again": "короткий"}, "password"),
        ({"password": "elkina-anna", "password_again": "elkina-anna", "login": "elkina-anna"}, "password"),
        ({"password_again": "другой-пароль"}, "password_again"),
        ({"surname": ""}, "surname"),
    ],
)
def test_a_bad_answer_is_given_back(changes: dict[str, str], field: str) -> None:
    person(login="taken")
    somebody, token = invited()

    got = answer(token, **changes)

    assert (got.status_code, list(got.context["form"].errors)) == (422, [field])
    somebody.refresh_from_db()
    assert (somebody.login, Invitation.objects.get().accepted_at) == (None, None)


def test_a_forgotten_password_is_renewed_by_a_link_and_the_login_stays(client: Client) -> None:
    somebody, token = invited(login="known", password=PASSWORD)
    elsewhere = signed_in(somebody)

    page = client.get(f"/invitations/{token}/")
    done = answer(token, client, login="other")

    somebody.refresh_from_db()
    assert ("login" in page.context["form"].fields, done.status_code) == (False, 302)
    assert (somebody.login, somebody.check_password(GOOD)) == ("known", True)
    assert elsewhere.get("/me/").status_code == 302


def test_a_link_does_not_go_round_the_second_factor(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    somebody, token = invited(login="known", password=PASSWORD)
    TOTP.activate(somebody, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    done = answer(token, client)

    assert (done["Location"], "_auth_user_id" in client.session) == ("/account/2fa/authenticate/", False)


def test_a_coordinator_invites_and_prints_the_slip(cast: Cast) -> None:
    browser = signed_in(cast.municipal_coordinator)
    somebody = appointed(Role.CURATOR, cast.world.school, surname="Ёлкина", login=None)

    ready = browser.post(f"/people/{somebody.pk}/invite/")
    url = ready.context["url"]
    slip = browser.post("/people/slip/", {"token": ready.context["token"]})

    assert url == f"http://testserver/invitations/{ready.context['token']}/"
    assert Client().get(url).status_code == 200
    text = " ".join(PdfReader(BytesIO(slip.content)).pages[0].extract_text().split())
    assert "Ёлкина Мария Петровна" in text and "Куратор" in text
    assert (
        signed_in(cast.neighbour_municipal_coordinator)
        .post("/people/slip/", {"token": ready.context["token"]})
        .status_code
        == 403
    )


def test_all_who_have_not_signed_in_get_slips_at_once(cast: Cast, now: datetime) -> None:
    browser = signed_in(cast.municipal_coordinator)
    Person.objects.update(last_login=now)
    waiting = [
        appointed(Role.CURATOR, cast.world.school, surname=name, login=None) for name in ("Ёлкина", "Ясная")
    ]
    appointed(Role.CURATOR, cast.world.neighbour_school, login=None)
    appointed(Role.AUTHORITY_HEAD, cast.world.municipality, login=None)

    asked = browser.get("/people/invite/")
    slips = browser.post("/people/invite/")

    assert [p.pk for p in asked.context["waiting"]] == [p.pk for p in waiting]
    assert (slips.status_code, slips["Content-Type"]) == (200, "application/pdf")
    assert set(Invitation.objects.values_list("person_id", flat=True)) == {p.pk for p in waiting}


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_slip_of_a_demonstration_says_so_wherever_it_is_cut(
    cast: Cast, settings: LazySettings, is_demo: bool
) -> None:
    settings.IS_DEMO = is_demo
    for number in range(8):
        appointed(Role.CURATOR, cast.world.school, surname=f"Новая{number}", login=None)
    slips = signed_in(cast.municipal_coordinator).post("/people/invite/")

    pages = [page.extract_text().replace("\n", " ") for page in PdfReader(BytesIO(slips.content)).pages]
    text = " ".join(pages)
    assert {SYNTHETIC in page for page in pages} == {is_demo}
    # on every slip, and at the foot of every page
    expected = text.count("Наведите камеру") + len(pages) if is_demo else 0
    assert (text.count(SYNTHETIC), text.count("Наведите камеру") >= 8) == (expected, True)
