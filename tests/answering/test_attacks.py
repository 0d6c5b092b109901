"""Bad-tempered respondents and broken phones: every answer is a page in Russian, no code is logged, nothing is lost."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from answering.making import CARD, CONTENT, FULL, Asked, asked, version
from answering.test_public import held, post, send, words
from factories.people import cast, signed_in
from opora.answering.models import SchoolCard
from opora.catalogues.states import VersionState
from opora.surveys import entry, keys
from opora.surveys.models import Campaign
from opora.surveys.states import CampaignState
from opora.surveys.throttle import PER_ADDRESS, wrong_codes

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
TOO_MUCH, BROKEN = "Это больше, чем бывает в анкете.", "Форма повреждена по дороге."


@pytest.fixture
def survey() -> Asked:
    return asked()


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def moved(campaign: Campaign, **values: Any) -> None:
    for name, value in values.items():
        setattr(campaign, name, value)
    campaign.save()
    entry.forget()


def test_the_last_page_opened_anew_is_the_way_in(phone: Client) -> None:
    found = phone.get("/a/send/")
    assert (found.status_code, "Введите код с листка" in words(found)) == (405, True)  # type: ignore[arg-type]


def right(page: HttpResponse) -> dict[str, Any]:
    """By what right one answers, from the fields that every page of a visit carries."""
    return {name: values for name, values in held(page).items() if name in ("_code", "_retry", "_lang")}


@pytest.mark.parametrize("path", ["/a/", "/a/send/"])
@pytest.mark.parametrize(
    ("content_type", "body", "status", "said"),
    [
        (FORM, b"&".join(b"x%d=1" % n for n in range(10_000)), 400, TOO_MUCH),
        (FORM, b"p06=" + b"x" * 11_000_000, 400, TOO_MUCH),
        (f"{FORM}; charset=koi8-r", b"_code=x", 400, "Форма пришла в кодировке, которую мы не читаем."),
        ("multipart/form-data", b"x", 400, BROKEN),
        ("multipart/form-data; boundary=" + "x" * 300, b"x", 400, BROKEN),
        ("multipart/form-data; boundary=x", b"--x\r\nfoo", 422, "Введите код с листка."),
        ("application/json", b'{"_code": ["x"]}', 422, "Введите код с листка."),
        ("text/plain", b"_code=x", 422, "Введите код с листка."),
        ("nonsense", b"_code=x", 422, "Введите код с листка."),
        (FORM, b"_code=%ff%fe%00&p01=\xff", 422, "В коде 12 знаков"),
        (FORM, b"_poster=1-%00%d1%8b", 422, "Такой ссылки нет."),
    ],
)
def test_what_is_no_form_is_answered_in_russian(
    survey: Asked, phone: Client, path: str, content_type: str, body: bytes, status: int, said: str
) -> None:
    found = phone.generic("POST", path, body, content_type=content_type)
    assert (found.status_code, said in words(found)) == (status, True)  # type: ignore[arg-type]
    assert found.headers["Cache-Control"] == "no-store"
    told = phone.generic(
        "POST", path, body, content_type=content_type, headers={"accept": "application/json"}
    )
    assert told.status_code == status
    assert (path == "/a/" and status == 422) or said in told.json()["refused"]


def test_no_method_and_no_address_is_answered_with_an_error_that_would_be_logged(
    survey: Asked, phone: Client, caplog: pytest.LogCaptureFixture
) -> None:
    code = survey.code()
    with caplog.at_level(logging.DEBUG):
        found = [
            phone.put("/a/send/"),
            phone.put("/a/"),
            phone.post("/a/kept/"),
            phone.post(f"/a/{code}/"),
            phone.delete(f"/p/{survey.poster}/"),
            phone.get(f"/a/{code}%0A/more"),
            phone.get(f"/p/{survey.poster}%0A/more"),
            phone.get(f"/a/{code * 30}/"),
        ]
    assert [(each.status_code, each.headers["Location"]) for each in found] == [(302, "/a/")] * 8
    assert [each.getMessage() for each in caplog.records if each.name.startswith("django.request")] == []


@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ({"p01": "[1,2]"}, 422, "«[1,2]» не число."),
        ({"p01": '{"a": 1}'}, 422, "не число."),
        ({"p05": "9" * 5000}, 422, "Нужно число от 0 до 12."),
        ({"p05": "٣"}, 422, "«٣» не число."),
        ({"p03": "1", "p06": "ы" * 3000}, 422, "Слишком длинно: 3000 знаков. Сократите до 2000."),
        ({"p01": "3", "p02": [str(n % 5) for n in range(3000)]}, 422, "Ответа 0 нет."),
        ({"p01[]": "2", "p99": "1", "": "1"}, 200, "Слово-расписка"),
        ({"p01": ["3", "1"]}, 200, "Слово-расписка"),
        ({"p03": "1", "p06": "a\0b\x08\u202ec\r\nd"}, 200, "Слово-расписка"),
        ({"_lang": "\0\0\0", "_section": "\0", "_shown": "p01 " * 2000}, 200, "Слово-расписка"),
    ],
)
def test_what_no_field_holds(
    survey: Asked, phone: Client, answers: dict[str, Any], status: int, said: str
) -> None:
    found = send(phone, survey.code(), **answers)
    assert (found.status_code, said in words(found)) == (status, True)
    assert survey.sealed() == (status == 200)
    if "p06" in answers and status == 200:
        assert survey.opened()[0].words == {"p06": "abc\nd"}
    if status == 422:  # what was typed stands in its field
        assert any(
            str(value)[:9] in found.content.decode().replace("&quot;", '"') for value in answers.values()
        )


@pytest.mark.parametrize("of", ["OО", "3З", "4Ч", "8В"])
def test_signs_that_look_alike_are_one_sign(survey: Asked, phone: Client, of: str) -> None:
    digit = "0" if of[0] == "O" else of[0]
    code = next(each for each in map(survey.code, range(1, 26)) if digit in each)
    for sign in of:
        typed = f"  {code.replace(digit, sign).lower().replace('-', ' — ')} "
        assert held(post(phone, {"_code": typed}))["_code"] == [code]


def test_a_code_of_a_closed_campaign_beside_an_open_one(survey: Asked, phone: Client) -> None:
    moved(survey.campaign, state=CampaignState.CLOSED)
    assert "Опрос закрыт раньше срока" in words(post(phone, {"_code": survey.code()}))
    assert "Опрос закрыт раньше срока" in words(send(phone, survey.code()))
    assert send(phone, survey.code()).status_code == 409


def test_a_campaign_that_closes_between_opening_and_sending(survey: Asked, phone: Client) -> None:
    first = post(phone, {"_code": survey.code()}, _go="begin")
    # nobody has asked the database since: what is known is up to twenty seconds old
    Campaign.objects.filter(pk=survey.campaign.pk).update(state=CampaignState.CLOSED)
    late = phone.post("/a/send/", {**right(first), **FULL})
    assert (late.status_code, "Опрос закрыт раньше срока" in words(late)) == (409, True)  # type: ignore[arg-type]
    told = phone.post("/a/send/", {**right(first), **FULL}, headers={"accept": "application/json"})
    assert (told.status_code, "Ответить уже нельзя" in told.json()["refused"]) == (409, True)


def test_an_instrument_superseded_meanwhile_is_answered_as_it_was_asked(survey: Asked, phone: Client) -> None:
    first = post(phone, {"_code": survey.code()}, _go="begin")
    [old] = {each.version for each in survey.campaign.instruments.all()}
    old.state, old.superseded_at = VersionState.SUPERSEDED, timezone.now()
    old.save(update_fields=["state", "superseded_at"])
    version({**CONTENT, "questions": CONTENT["questions"][:1]})
    entry.forget()
    done = phone.post("/a/send/", {**right(first), **FULL})
    assert "Слово-расписка" in words(done)  # type: ignore[arg-type]
    assert survey.opened()[0].items["p05"] == 2


def test_what_may_pass_is_sent_again_by_a_button(survey: Asked, phone: Client) -> None:
    """Without a script the refusal is the only place where the answers still are."""
    first = post(phone, {"_code": survey.code()}, _go="begin")
    place = keys._place_of(bytes(survey.campaign.public_key))
    aside = place.with_suffix(".aside")
    place.rename(aside)
    entry.forget()
    refused: HttpResponse = phone.post("/a/send/", {**right(first), **FULL})  # type: ignore[assignment]
    assert (refused.status_code, "Попробовать ещё раз" in words(refused)) == (503, True)
    assert survey.sealed() == 0
    aside.rename(place)
    done = phone.post("/a/send/", held(refused))
    assert "Слово-расписка" in words(done)  # type: ignore[arg-type]
    assert survey.opened()[0].items["p04.2"] == 3


def test_guessing_neighbours_do_not_cost_a_section(survey: Asked, phone: Client) -> None:
    first = post(phone, {"_code": survey.code()}, _go="begin")
    for _ in range(PER_ADDRESS):
        post(phone, {"_code": survey.code(200)})
    refused = post(phone, held(first), _go="next", p01="1")
    assert refused.status_code == 429
    again = held(refused)
    assert (again["p01"], again["_go"], again["_section"], again["_retry"]) == (
        ["1"], ["next"], ["a"], held(first)["_retry"]
    )  # fmt: skip
    assert re.search(r'<form method="post" data-carried>', refused.content.decode())
    wrong_codes.forget()
    assert "Раздел 2 из 3" in words(post(phone, again))


def test_a_used_or_closed_code_offers_no_second_try(survey: Asked, phone: Client) -> None:
    send(phone, survey.code())
    other = send(phone, survey.code(), retry="22" * 16)
    assert (other.status_code, "Попробовать ещё раз" in words(other)) == (409, False)
    moved(survey.campaign, closes=timezone.localdate() - timedelta(days=1))
    assert "последним днём было" in words(send(phone, survey.code(2)))


def test_a_card_takes_no_signs_that_only_a_program_sees(survey: Asked) -> None:
    people = cast()
    version(CARD, "head")
    desk = signed_in(people.school_head)
    url = f"/cards/2026/{survey.world.school.pk}/"
    desk.post(url)
    saved = desk.post(f"{url}part/a/", {"h01": ["1"] * 3000 + ["7", "1", "7\0 "], "h02": "\0", "_seen": "0"})
    assert saved.status_code == 302
    marks = {"h03": ["1", "2"], "h04": ["2", "1", "2", "\x07"], "_seen": "1"}
    assert desk.post(f"{url}part/b/", marks).status_code == 302
    assert SchoolCard.objects.get().answers == {"h01": ["7"], "h03": ["2"], "h04": ["2", "1"]}
    assert desk.get("/cards/?year=%00").status_code == 400
