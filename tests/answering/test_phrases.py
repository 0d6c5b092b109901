"""What the house says in English: every sentence, with its values, and Russian where there is nothing better."""

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
from opora.answering import phrases
from opora.answering.phrases_en import ENGLISH
from opora.surveys import entry, keys
from opora.surveys.states import CampaignState
from opora.surveys.throttle import PER_ADDRESS

ANSWERING = Path(opora.__file__).parent / "answering"
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
IN_ENGLISH = {
    **CONTENT,
    "languages": ["ru", "en"],
    "translations": [
        {"language": "en", "place": f"{kind}:{each['code']}.{field}", "text": f"English of {each['code']}"}
        for kind, field, held in (("section", "title", "sections"), ("question", "text", "questions"))
        for each in CONTENT[held]
    ],
}


@pytest.fixture
def survey(db: None) -> Asked:
    return asked(IN_ENGLISH)


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True)


def post(phone: Client, path: str = "/a/", **sent: Any) -> HttpResponse:
    return phone.post(path, {"_lang": "en", "_retry": "11" * 16, **sent})  # type: ignore[return-value]


def said_on(response: HttpResponse) -> str:
    """The words of the page; what the questionnaire itself says is invented English or its untranslated rest."""
    main = response.content.decode().partition("<main")[2].partition(">")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_every_sentence_of_templates_and_script_has_english() -> None:
    templates = "".join(each.read_text() for each in (ANSWERING / "templates").rglob("*.html"))
    asked_for = set(re.findall(r'"([^"]+)"\|said', templates))
    script = (ANSWERING / "static/answering/keep.js").read_text()
    script = re.sub(r'" \+\s*"', "", re.sub(r"//.*|/\*.*?\*/", "", script))
    spoken = {words for words in re.findall(r'"([^"\n]*)"', script) if CYRILLIC.search(words)}
    assert asked_for - set(ENGLISH) == set()
    assert spoken - {" — Опора"} == set(phrases.SCRIPT)
    assert [words for words in ENGLISH.values() if CYRILLIC.search(words)] == []


def test_values_are_carried_over_and_the_unknown_stays_russian() -> None:
    assert phrases.said("Нужно число от 0 до 12.", "en") == "A number from 0 to 12 is needed."
    assert (
        phrases.said("Раздел 2 из 3. Осталось около 1 минуты.", "en") == "Part 2 of 3. About 1 minute left."
    )
    assert phrases.said("Дальше", "tt") == phrases.said("Дальше", "") == "Дальше"
    assert phrases.said("Ничего такого.", "en") == "Ничего такого."
    assert (phrases.for_script("tt"), phrases.spoken_in("tt"), phrases.spoken_in("en")) == ("", "ru", "en")


def test_from_start_to_receipt_in_english(survey: Asked, phone: Client) -> None:
    start = said_on(post(phone, _code=survey.code()))
    assert "Questionnaire for pupils" in start
    assert "6 questions, about 6 minutes. You can answer until" in start
    first = said_on(post(phone, _code=survey.code(), _go="begin"))
    assert ("Part 1 of 3. About 6 minutes left." in first, "Next" in first, "Дальше" in first) == (
        True,
        True,
        False,
    )
    wrong = said_on(post(phone, _code=survey.code(), _go="next", _section="a", _shown="p01"))
    assert ("Correct one place" in wrong, "Please answer this question." in wrong) == (True, True)
    done = post(phone, "/a/send/", _code=survey.code(), **FULL)
    assert re.search(
        r"Thank you, your answer is received.*Receipt word: \S+ \S+ The word shows", said_on(done)
    )
    assert '<main id="main" class="card flow" tabindex="-1" lang="en" data-say=' in done.content.decode()


def test_another_language_without_phrases_is_answered_in_russian(survey: Asked, phone: Client) -> None:
    page = phone.post("/a/", {"_code": survey.code(), "_lang": "ru", "_go": "begin"})
    assert ("Дальше" in said_on(page), "data-say" in page.content.decode()) == (True, False)  # type: ignore[arg-type]


def test_what_is_kept_is_said_in_the_language_of_the_page_before(survey: Asked, phone: Client) -> None:
    first = post(phone, _code=survey.code(), _go="begin").content.decode()
    assert 'href="/a/kept/?lang=en"' in first
    kept = said_on(phone.get("/a/kept/?lang=en"))  # type: ignore[arg-type]
    assert ("What we keep" in kept, CYRILLIC.search(kept)) == (True, None)
    assert "Что мы сохраняем" in said_on(phone.get("/a/kept/?lang=%00"))  # type: ignore[arg-type]


def _moved(survey: Asked, days: int, **more: Any) -> None:
    survey.campaign.closes = timezone.localdate() + timedelta(days=days)
    for name, value in more.items():
        setattr(survey.campaign, name, value)
    survey.campaign.save()
    entry.forget()


def test_every_refusal_says_what_to_do_in_english(survey: Asked, phone: Client) -> None:
    heard = [
        said_on(post(phone)),
        said_on(post(phone, _code="1")),
        said_on(post(phone, _code="Ы" * 12)),
        said_on(post(phone, _code=survey.code()[:-1] + ("2" if survey.code()[-1] != "2" else "3"))),
        said_on(post(phone, _code=survey.code(200))),
        said_on(post(phone, _poster="1-nonsense")),
    ]
    post(phone, "/a/send/", _code=survey.code(1), **FULL)
    heard += [
        said_on(post(phone, _code=survey.code(1))),
        said_on(post(phone, "/a/send/", _code=survey.code(1), **{**FULL, "_retry": "22" * 16})),
    ]
    _moved(survey, 5, state=CampaignState.CLOSED)
    heard += [said_on(post(phone, _code=survey.code(n))) for n in (1, 2)]
    _moved(survey, -1, state=CampaignState.OPEN)
    heard += [said_on(post(phone, _code=survey.code(n))) for n in (1, 2)]
    _moved(survey, 30, opens=timezone.localdate() + timedelta(days=3))
    heard.append(said_on(post(phone, _code=survey.code(2))))
    _moved(survey, 30, opens=timezone.localdate())
    keys.throw_away(bytes(survey.campaign.public_key))
    lost = post(phone, "/a/send/", _code=survey.code(3), **FULL)
    heard.append(said_on(lost))
    assert lost.status_code == 503
    for _ in range(PER_ADDRESS):
        post(phone, _code=survey.code(200))
    heard.append(said_on(post(phone, _code=survey.code(2))))
    assert [words for words in heard if heard.count(words) > 1] == []
    assert [
        words for words in heard if CYRILLIC.search(words.replace("Ы", "").replace(survey.code(), ""))
    ] == []


def test_a_script_hears_refusals_and_mistakes_in_its_language(survey: Asked, phone: Client) -> None:
    def told(**sent: Any) -> dict[str, Any]:
        body = {"_lang": "en", "_retry": "11" * 16, "_code": survey.code(), **FULL, **sent}
        return phone.post("/a/send/", body, headers={"accept": "application/json"}).json()  # type: ignore[no-any-return]

    assert told(p05="40") == {"mistakes": {"p05": "A number from 0 to 12 is needed."}}
    assert told(_code=survey.code(200))["refused"].startswith("There is no such code.")
