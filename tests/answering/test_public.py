"""The open pages: from a code to a receipt, and everything that goes otherwise."""

import gzip
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import opora
from answering.making import CONTENT, FULL, Asked, asked
from factories.people import actor, signed_in
from opora.access import Role
from opora.surveys.throttle import PER_ADDRESS

pytestmark = pytest.mark.django_db

LEAN = "opora.answering.lean.AnswersAlone"

SOURCES = Path(opora.__file__).parent
ASSETS = [
    SOURCES / "ui/static/opora/opora.css",
    SOURCES / "ui/static/opora/answer.css",
    SOURCES / "answering/static/answering/keep.js",
]


@pytest.fixture
def survey() -> Asked:
    return asked()


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True)


def held(response: HttpResponse) -> dict[str, list[str]]:
    """What the page's form would send again: unseen fields and those that are filled."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", response.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ("hidden" in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1])
    return found


def post(phone: Client, sent: dict[str, Any], **more: Any) -> HttpResponse:
    return phone.post("/a/", {**sent, **more})  # type: ignore[return-value]


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]).split())


def send(phone: Client, code: str, retry: str = "11" * 16, **answers: Any) -> HttpResponse:
    sent = {"_code": code, "_retry": retry, **FULL, **answers}
    return phone.post("/a/send/", sent)  # type: ignore[return-value]


def test_from_the_code_to_the_receipt_word(survey: Asked, phone: Client) -> None:
    start = post(phone, {"_code": survey.code()})
    assert "Берёзовская школа № 1" in words(start)
    assert "8А" in words(start)
    first = post(phone, held(start), _go="begin", _lang="ru")
    assert "Раздел 1 из 3" in words(first)
    second = post(phone, held(first), _go="next", p01="1")
    third = post(phone, held(second), _go="next", **{"p03": "4", "p04.1": "2", "p04.2": "3"})
    assert held(third)["p04.2"] == ["3"]
    assert "Что изменить" not in words(third)
    done = phone.post("/a/send/", {**held(third), "p05": "2"})
    assert done.status_code == 200
    assert re.search(r"Слово-расписка: \S+", words(done))
    assert survey.sealed() == 1


def test_skip_logic_without_javascript(survey: Asked, phone: Client) -> None:
    first = post(phone, {"_code": survey.code()}, _go="begin")
    again = post(phone, held(first), _go="next", p01="3")
    assert "появились ещё вопросы" in words(again)
    assert "Что не нравится?" in words(again)
    second = post(phone, held(again), _go="next", p01="3", p02=["1", "3"])
    assert held(second)["p02"] == ["1", "3"]
    assert "Раздел 2 из 3" in words(second)


def test_mistakes_stand_at_their_question_and_on_top(survey: Asked, phone: Client) -> None:
    first = post(phone, {"_code": survey.code()}, _go="begin")
    wrong = post(phone, held(first), _go="next")
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert re.search(r'class="summary" id="mistakes" role="alert" tabindex="-1" autofocus', page)
    assert '<a href="#f-p01-1">1. Нравится ли вам в школе?</a>' in page
    assert 'id="e-p01"' in page


def test_back_keeps_what_was_answered(survey: Asked, phone: Client) -> None:
    first = post(phone, {"_code": survey.code()}, _go="begin")
    second = post(phone, held(first), _go="next", p01="1")
    back = post(phone, held(second), _go="back", p03="2")
    assert held(back)["p01"] == ["1"]
    assert held(back)["p03"] == ["2"]
    # the browser's own back shows the older form, which is simply sent again
    again = post(phone, held(first), _go="next", p01="2")
    assert held(again)["p01"] == ["2"]
    start = post(phone, held(back), _go="back")
    assert held(post(phone, held(start), _go="begin"))["p01"] == ["1"]


def test_sent_twice_is_stored_once(survey: Asked, phone: Client) -> None:
    one, two = send(phone, survey.code()), send(phone, survey.code())
    assert (one.status_code, two.status_code) == (200, 200)
    assert words(one) == words(two)
    assert survey.sealed() == 1


def test_two_tabs_send_one_answer(survey: Asked, phone: Client) -> None:
    send(phone, survey.code())
    other = send(phone, survey.code(), retry="22" * 16, p01="2")
    assert other.status_code == 409
    assert "уже пришёл другой ответ" in words(other)
    assert survey.sealed() == 1


def test_a_whole_with_mistakes_is_shown_and_nothing_is_stored(survey: Asked, phone: Client) -> None:
    wrong = send(phone, survey.code(), p03="77")
    assert wrong.status_code == 422
    assert "Нужно число от 1 до 5." in words(wrong)
    told = phone.post(
        "/a/send/", {"_code": survey.code(), "_retry": "33" * 16, **FULL, "p03": ""},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert (told.status_code, told.json()) == (422, {"mistakes": {"p03": "Ответьте на этот вопрос."}})
    assert survey.sealed() == 0


def test_what_is_not_a_code(survey: Asked, phone: Client) -> None:
    assert post(phone, {"_code": ""}).status_code == 422
    mistyped = post(phone, {"_code": survey.code()[:-1]})
    assert (mistyped.status_code, "В коде 12 знаков" in words(mistyped)) == (422, True)
    unknown = post(phone, {"_code": survey.code(200)})
    assert (unknown.status_code, "Такого кода нет" in words(unknown)) == (422, True)


def test_letters_that_look_alike_are_read_alike(survey: Asked, phone: Client) -> None:
    typed = survey.code().replace("0", "о").replace("3", "З").lower().replace("-", " ")
    assert held(post(phone, {"_code": typed}))["_code"] == [survey.code()]


def test_a_used_code(survey: Asked, phone: Client) -> None:
    send(phone, survey.code())
    used = post(phone, {"_code": survey.code()})
    assert (used.status_code, "ответ уже получен" in words(used)) == (409, True)


def test_an_expired_code_and_the_last_day(phone: Client) -> None:
    last = asked(closes_in=0)
    assert post(phone, {"_code": last.code()}).status_code == 200
    last.campaign.closes = timezone.localdate() - timedelta(days=1)
    last.campaign.save()
    from opora.surveys import entry

    entry.forget()
    late = post(phone, {"_code": last.code()})
    assert (late.status_code, "Опрос закрыт" in words(late)) == (409, True)


def test_the_language_is_the_respondents_choice(survey: Asked, phone: Client) -> None:
    start = post(phone, {"_code": survey.code()})
    assert "Татарча" in words(start)
    first = post(phone, {"_code": survey.code()}, _go="begin", _lang="tt")
    assert "Сезгә мәктәптә ошыймы?" in words(first)
    assert held(post(phone, held(first), _go="next", p01="1"))["_lang"] == ["tt"]
    assert "Нравится ли вам" in words(post(phone, {"_code": survey.code()}, _go="begin", _lang="zz"))


def test_the_poster_needs_no_code(survey: Asked, phone: Client) -> None:
    door = phone.get(f"/p/{survey.poster}/")
    start = post(phone, held(door))
    assert "Для родителей" in words(start)
    done = phone.post("/a/send/", {**held(start), **FULL})
    assert "Слово-расписка" in words(done)
    assert post(phone, {"_poster": "1-nonsense"}).status_code == 422


def test_nothing_is_kept_by_the_browser_and_no_cookie_set(survey: Asked, phone: Client) -> None:
    answers = [
        phone.get("/a/"), phone.get(f"/a/{survey.code()}/"), phone.get(f"/p/{survey.poster}/"),
        phone.get("/a/kept/"), post(phone, {"_code": survey.code()}), post(phone, {"_code": "x"}),
        post(phone, {"_code": survey.code()}, _go="begin"), post(phone, {"_code": survey.code()}, _go="whole"),
        send(phone, survey.code()), send(phone, survey.code(), retry="99" * 16),
    ]  # fmt: skip
    assert {(each.headers["Cache-Control"], each.headers["Referrer-Policy"]) for each in answers} == {
        ("no-store", "no-referrer")
    }
    assert [each.cookies for each in answers if each.cookies] == []
    assert phone.cookies == {}


def test_no_log_holds_a_code(survey: Asked, phone: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        code = survey.code()
        paths = [f"/a/{code}", f"/a/{code}/", f"/a/{code}/more/", f"/p/{survey.poster}/", "/a/NOTACODE/"]
        assert [phone.get(path).status_code for path in paths] == [200, 200, 302, 200, 200]
        post(phone, {"_code": code}, _go="begin")
        post(phone, {"_code": survey.code(200)})
        send(phone, code)
        send(phone, code, retry="aa" * 16)
        phone.get("/a/send/")
    told = " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert [
        each for each in (code, code.replace("-", ""), survey.code(200), survey.poster) if each in told
    ] == []


def test_a_section_is_light(survey: Asked, phone: Client) -> None:
    assets = sum(len(gzip.compress(each.read_bytes())) for each in ASSETS)
    page = post(phone, {"_code": survey.code()}, _go="begin")
    assert len(gzip.compress(page.content)) + assets <= 40 * 1024


def test_a_whole_questionnaire_of_sixty_is_light(phone: Client) -> None:
    many = [
        {**question, "code": f"q{n}{question['code']}", "show_if": ""}
        for n in range(12)
        for question in CONTENT["questions"][:5]
    ]
    survey = asked({**CONTENT, "questions": many, "translations": []})
    assets = sum(len(gzip.compress(each.read_bytes())) for each in ASSETS)
    page = post(phone, {"_code": survey.code()}, _go="whole")
    assert page.content.count(b'<fieldset class="q"') == 60
    assert len(gzip.compress(page.content)) + assets <= 40 * 1024


def test_too_many_guesses_are_answered_with_words(survey: Asked, phone: Client) -> None:
    for _ in range(PER_ADDRESS):
        post(phone, {"_code": survey.code(200)})
    held_back = post(phone, {"_code": survey.code()})
    assert (held_back.status_code, "Подождите десять минут" in words(held_back)) == (429, True)


def test_who_is_signed_in_is_not_even_looked_at(
    survey: Asked, settings: Any, django_assert_num_queries: Any
) -> None:
    if LEAN not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware")
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], LEAN, *settings.MIDDLEWARE[place:]]
    known = signed_in(actor(Role.TEACHER, survey.world.school))
    with django_assert_num_queries(0):
        door = known.get(f"/a/{survey.code()}/")
    assert "Cookie" not in door.headers.get("Vary", "")
    assert "content-security-policy" in {name.lower() for name in door.headers}
    done = send(known, survey.code())
    assert (done.status_code, done.cookies) == (200, {})
    assert known.get("/keying/").status_code == 403
    assert known.get("/a/some/where/").status_code == 302


def test_sending_asks_the_database_once(survey: Asked, phone: Client, django_assert_num_queries: Any) -> None:
    post(phone, {"_code": survey.code(2)}, _go="begin")
    send(phone, survey.code(2))
    with django_assert_num_queries(2):
        send(phone, survey.code(1))
