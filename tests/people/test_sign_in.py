"""Signing in: by login in any case, throttled, with a second factor where there is one."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve

from factories.people import PASSWORD, Cast, actor, cast, person, signed_in, world
from opora.access import Role
from opora.history.models import Event
from opora.people.models import Person

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_the_login_is_taken_in_any_case(client: Client) -> None:
    person(login="Elkina.A", password=PASSWORD)

    answer = sign_in(client, " eLKINA.a ")

    assert (answer.status_code, is_signed_in(client)) == (302, True)


def test_a_wrong_password_and_an_unknown_login_answer_alike(client: Client) -> None:
    person(login="known", password=PASSWORD)

    wrong, unknown = sign_in(client, "known", "no"), sign_in(client, "unknown", "no")

    words = "Логин или пароль не подошли. Проверьте раскладку и Caps Lock."
    assert [a.status_code for a in (wrong, unknown)] == [422, 422]
    assert [a.context["form"].non_field_errors() for a in (wrong, unknown)] == [[words], [words]]


def test_somebody_invited_only_cannot_sign_in(client: Client) -> None:
    person(login=None)

    assert [sign_in(client, word, "").status_code for word in ("None", "")] == [422, 422]


def test_a_closed_account_is_told_so(client: Client) -> None:
    person(login="closed", password=PASSWORD, is_active=False)

    answer = sign_in(client, "closed")

    assert (answer.status_code, answer["Location"], is_signed_in(client)) == (
        302,
        "/account/inactive/",
        False,
    )
    assert "Вход для вас закрыт" in client.get("/account/inactive/").content.decode()


def test_guessing_is_stopped_whatever_the_case_of_the_login(client: Client, settings: Any) -> None:
    person(login="target", password=PASSWORD)
    tries = ["target", "TARGET", "Target", "tArget", "taRget", "tarGet", "targEt"]
    assert len(tries) == settings.AXES_FAILURE_LIMIT

    answers = [sign_in(client, login, "guess").status_code for login in tries]
    locked = sign_in(client, "target")

    assert answers == [422] * 6 + [429]
    assert (locked.status_code, is_signed_in(client)) == (429, False)
    assert "Подождите 15 минут" in locked.content.decode()


def test_guessing_the_password_asked_again_is_stopped_too(client: Client) -> None:
    somebody = person(login="target", password=PASSWORD)
    signed = signed_in(somebody)
    page = "/account/reauthenticate/?next=/account/2fa/totp/activate/"

    answers = [signed.post(page, {"password": "guess"}).status_code for _ in range(8)]

    assert answers == [422] * 6 + [429] * 2
    assert sign_in(client, "target").status_code == 429


def test_failures_before_a_success_are_forgotten(client: Client) -> None:
    person(login="known", password=PASSWORD)
    for _ in range(3):
        for _ in range(5):
            sign_in(client, "known", "guess")
        assert sign_in(client, "known").status_code == 302
        client.post("/account/logout/")


def test_one_person_locked_out_does_not_lock_the_school(client: Client) -> None:
    person(login="target", password=PASSWORD)
    person(login="colleague", password=PASSWORD)
    for _ in range(8):
        sign_in(client, "target", "guess")

    assert sign_in(client, "colleague").status_code == 302


def test_after_signing_in_one_goes_where_one_wanted_but_never_to_another_site(client: Client) -> None:
    person(login="known", password=PASSWORD)

    assert sign_in(client, "known", next="/me/")["Location"] == "/me/"
    assert sign_in(Client(), "known", next="https://example.org/")["Location"] == "/"


def add_factor(somebody: Person) -> str:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(somebody, secret)
    RecoveryCodes.activate(somebody)
    return secret


def test_the_second_factor_is_asked(client: Client) -> None:
    somebody = person(login="known", password=PASSWORD)
    secret = add_factor(somebody)

    first = sign_in(client, "known")
    wrong = client.post(first["Location"], {"code": "000000"})
    right = client.post(first["Location"], {"code": code_now(secret)})

    assert (first["Location"], wrong.status_code) == ("/account/2fa/authenticate/", 422)
    assert (right.status_code, is_signed_in(client)) == (302, True)


def test_signing_in_may_be_left_in_the_middle(client: Client) -> None:
    add_factor(person(login="known", password=PASSWORD))
    sign_in(client, "known")

    left = client.post("/account/logout/", {"next": LOGIN})

    assert (left.status_code, left["Location"], client.get(LOGIN).status_code) == (302, LOGIN, 200)


def open_pages(client: Client) -> dict[str, tuple[int, str]]:
    pages = ("/me/", "/account/2fa/", "/account/password/change/", "/people/")
    answers = {page: client.get(page) for page in pages}
    return {page: (a.status_code, a.get("Location", "")) for page, a in answers.items()}


def test_a_coordinator_gets_nowhere_without_a_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_OBLIGATORY = True
    settings.MIDDLEWARE = with_second_factor(settings.MIDDLEWARE)
    client = Client()
    coordinator = actor(Role.MUNICIPAL_COORDINATOR, world().municipality, password=PASSWORD)
    somebody = Person.objects.get(pk=coordinator.person_id)
    sign_in(client, somebody.login or "")
    away = (302, "/account/2fa/totp/activate/")

    assert open_pages(client) == {
        "/me/": away,
        "/account/2fa/": (200, ""),
        "/account/password/change/": away,
        "/people/": away,
    }
    page = client.get("/account/2fa/totp/activate/")
    done = client.post("/account/2fa/totp/activate/", {"code": code_now(page.context["form"].secret)})

    assert done["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/me/").status_code == 200
    assert Event.objects.filter(verb="подключил(а) второй фактор", by_id=somebody.pk).count() == 1
    refused = client.post("/account/2fa/totp/deactivate/")
    assert (refused.status_code, Authenticator.objects.filter(user=somebody, type="totp").count()) == (403, 1)


def test_adding_a_second_factor_is_told_once() -> None:
    def told(path: str) -> list[str]:
        request = RequestFactory().post(path)
        request.resolver_match = resolve(path)
        names = ("totp_activated", "recovery_codes_generated")
        return [render_to_string(f"mfa/messages/{name}.txt", {}, request).strip() for name in names]

    added = "Второй фактор подключён. Сохраните запасные коды."
    assert told("/account/2fa/totp/activate/") == [added, ""]
    renewed = told("/account/2fa/recovery-codes/generate/")[1]
    assert renewed == "Новые запасные коды готовы, прежние больше не работают."


def test_a_second_factor_of_an_older_session_is_asked_for_again(settings: Any) -> None:
    settings.SECOND_FACTOR_OBLIGATORY = True
    settings.MIDDLEWARE = with_second_factor(settings.MIDDLEWARE)
    coordinator = actor(Role.REGIONAL_COORDINATOR, world().region)
    client = signed_in(coordinator)
    add_factor(Person.objects.get(pk=coordinator.person_id))
    assert client.get("/me/").status_code == 200


def test_whom_the_second_factor_is_obligatory_for(settings: Any) -> None:
    settings.SECOND_FACTOR_OBLIGATORY = True
    settings.MIDDLEWARE = with_second_factor(settings.MIDDLEWARE)

    led_away = {n for n, a in cast().parts().items() if signed_in(a).get("/me/").status_code == 302}

    assert led_away == {
        "municipal_coordinator",
        "neighbour_municipal_coordinator",
        "foreign_municipal_coordinator",
        "authority_head",
        "regional_coordinator",
        "foreign_regional_coordinator",
        "regional_project_head",
        "federal_operator",
        "administrator",
    }


def with_second_factor(middleware: list[str]) -> list[str]:
    ours = "opora.people.second_factor.SecondFactorMiddleware"
    return middleware if ours in middleware else [*middleware, ours]


def test_the_switch_lets_coordinators_in_without_one(settings: Any) -> None:
    settings.MIDDLEWARE = with_second_factor(settings.MIDDLEWARE)
    c: Cast = cast()

    assert signed_in(c.municipal_coordinator).get("/me/").status_code == 200


def test_a_teacher_may_switch_it_off(client: Client) -> None:
    somebody = person(login="teacher", password=PASSWORD)
    sign_in(client, "teacher")
    add_factor(somebody)

    asked = client.get("/account/2fa/totp/deactivate/")
    done = client.post("/account/2fa/totp/deactivate/")

    assert (asked.status_code, done["Location"]) == (200, "/account/2fa/")
    assert Authenticator.objects.filter(user=somebody).count() == 0


@pytest.mark.parametrize(
    "page",
    [
        "signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/",
        "password/reset/key/1-abc/", "2fa/webauthn/", "3rdparty/",
    ],
)  # fmt: skip
def test_what_we_do_not_use_is_closed(client: Client, page: str) -> None:
    assert (client.get(f"/account/{page}").status_code, client.post(f"/account/{page}").status_code) == (
        404,
        404,
    )


def test_a_forgotten_password_is_explained_to_anybody(client: Client) -> None:
    page = client.get("/account/password/reset/")

    assert page.status_code == 200
    assert "Новое приглашение даёт координатор" in page.content.decode()


def test_a_new_password_needs_the_old_one_and_ends_other_sign_ins(client: Client) -> None:
    somebody = person(login="known", password=PASSWORD)
    other = Client()
    sign_in(client, "known")
    sign_in(other, "known")
    new = "sosny-na-gore-77"
    form = {"oldpassword": "wrong", "password1": new, "password2": new}

    wrong = client.post("/account/password/change/", form)
    weak = client.post(
        "/account/password/change/", form | {"oldpassword": PASSWORD, "password1": "123", "password2": "123"}
    )
    done = client.post("/account/password/change/", form | {"oldpassword": PASSWORD})

    assert [wrong.status_code, weak.status_code, done.status_code] == [422, 422, 302]
    assert (client.get("/me/").status_code, other.get("/me/").status_code) == (200, 302)
    assert Event.objects.get(verb="сменил(а) пароль").by_id == somebody.pk


def test_sign_ins_are_listed_and_ended(client: Client) -> None:
    person(login="known", password=PASSWORD)
    other, third = Client(headers={"user-agent": "Mozilla/5.0 (Windows) Firefox/140.0"}), Client()
    for each in (client, other, third):
        sign_in(each, "known")
    rows = client.get("/account/sessions/").context["rows"]
    assert sorted((r.browser, r.is_current) for r in rows) == [
        ("Firefox, Windows", False),
        ("Неизвестный браузер", False),
        ("Неизвестный браузер", True),
    ]

    firefox = next(r for r in rows if r.browser == "Firefox, Windows")
    client.post(f"/account/sessions/{firefox.id}/end/")
    assert [each.get("/me/").status_code for each in (client, other, third)] == [200, 302, 200]
    client.post("/account/sessions/end-others/")
    assert [each.get("/me/").status_code for each in (client, other, third)] == [200, 302, 302]


def test_nobody_ends_the_sign_in_of_another(client: Client) -> None:
    person(login="known", password=PASSWORD)
    person(login="stranger", password=PASSWORD)
    other = Client()
    sign_in(client, "known")
    sign_in(other, "stranger")
    row = client.get("/account/sessions/").context["rows"][0]

    other.post(f"/account/sessions/{row.id}/end/")

    assert client.get("/me/").status_code == 200
