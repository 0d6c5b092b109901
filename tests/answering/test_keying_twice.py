"""Of two entries that differ neither is taken for right; the language of a sheet; the key of a table's row."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from answering.making import CONTENT, Asked, asked, instrument
from answering.test_keying import SHEET, apply, book, check, held, problems, url, words
from factories.people import Cast, cast, signed_in
from opora.answering import importers
from opora.answering.keyed_table import blank_of
from opora.answering.paper import UNDECIDED, UNDECIDED_WORDS, decided, differences
from opora.questionnaires.instrument import Instrument
from opora.surveys.codes import read
from opora.surveys.keys import _code_keys

pytestmark = pytest.mark.django_db

SECOND = {**SHEET, "p03": "4", "p05": "", "p06": "Кружок"}


@pytest.fixture
def survey() -> Asked:
    return asked()


@pytest.fixture
def people(survey: Asked) -> Cast:
    return cast()


@pytest.fixture
def desk(people: Cast) -> Client:
    return signed_in(people.school_coordinator)


@pytest.fixture
def third(survey: Asked, desk: Client) -> HttpResponse:
    """p03, p05 and p06 were keyed in differently."""
    second = desk.post(url(survey), {"_code": survey.code(), **SHEET})
    return desk.post(url(survey), {**held(second), **SECOND})  # type: ignore[return-value]


def table(rows: list[list[Any]]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_number_is_typed_or_blank_and_words_are_chosen_or_typed() -> None:
    differing = differences(instrument(), SHEET, SECOND)
    assert [(each.name, each.is_text) for each in differing] == [
        ("p03", False), ("p05", False), ("p06", True)
    ]  # fmt: skip
    asked_for = {"p03": UNDECIDED, "p05": UNDECIDED, "p06": UNDECIDED_WORDS}
    assert decided(differing, {"p03": " "}, {}) == ({}, asked_for)
    # a number is not chosen from the two: the sheet is looked at
    assert decided(differing, {}, {"p03": "1", "p05": "2", "p06": "0"}) == ({}, asked_for)
    said = {"p03": "4", "p05": "", "p06": "Кружок"}
    assert decided(differing, {"p03": "4"}, {"p05": "0", "p06": "2"}) == (said, {})
    assert decided(differing, {"p03": "5", "p05": "3", "p06": "Клуб"}, {"p05": "0", "p06": "1"}) == (
        {"p03": "5", "p05": "3", "p06": "Клуб"},
        {},
    )


def test_what_is_right_is_empty_and_must_be_said(survey: Asked, desk: Client, third: HttpResponse) -> None:
    page = third.content.decode()
    typed = re.findall(r'<input type="text"[^>]*name="(p\d+)" value="([^"]*)"', page)
    assert typed == [("p03", ""), ("p05", "")]
    assert re.search(r'name="p06"[^>]*>\n</textarea>', page)
    assert not re.search(r'name="_pick\.[^>]* checked', page)
    assert re.findall(r'id="f-(p\d+)"[^>]* autofocus', page) == ["p03"]
    refused = desk.post(url(survey), {**held(third), "p03": "2"})
    assert (refused.status_code, survey.sealed()) == (422, 0)
    assert "Исправьте 2\xa0места" in refused.content.decode()
    assert f'<a href="#f-p05">5. Сколько часов делаете уроки?</a> {UNDECIDED}' in refused.content.decode()
    assert re.search(r'name="p03" value="2"', refused.content.decode())
    done = desk.post(url(survey), {**held(refused), "p03": "2", "_pick.p05": "0", "_pick.p06": "1"})
    assert done.status_code == 302
    [sheet] = survey.opened()
    assert (sheet.items, sheet.words) == ({"p01": 1, "p03": 2, "p04.1": 2}, {"p06": "Кружки"})


def test_what_agreed_is_not_changed_in_the_third_pass(
    survey: Asked, desk: Client, third: HttpResponse
) -> None:
    sent = {**held(third), "p01": "3", "p03": "2", "p05": "3", "_pick.p06": "2"}
    assert desk.post(url(survey), sent).status_code == 302
    [sheet] = survey.opened()
    assert (sheet.items["p01"], sheet.items["p05"], sheet.words["p06"]) == (1, 3, "Кружок")


def test_no_pass_is_left_out(survey: Asked, desk: Client) -> None:
    for turn in ("2", "3"):
        page = desk.post(url(survey), {"_code": survey.code(), "_pass": turn, **SHEET})
        assert "ещё раз, глядя на бумагу" in words(page)  # type: ignore[arg-type]
    alike = {f"_1.{name}": value for name, value in SHEET.items()}
    compared = desk.post(url(survey), {"_code": survey.code(), "_pass": "3", **alike, **SECOND})
    assert "ввели по-разному" in words(compared)  # type: ignore[arg-type]
    assert survey.sealed() == 0


def test_a_sheet_sent_again_after_a_correction_says_that_nothing_changed(
    survey: Asked, desk: Client, third: HttpResponse
) -> None:
    sent = {**held(third), "p03": "2", "p05": "3", "_pick.p06": "2"}
    assert "Лист принят." in words(desk.post(url(survey), sent, follow=True))  # type: ignore[arg-type]
    again = desk.post(url(survey), {**sent, "p03": "4"}, follow=True)
    assert "повторная отправка ничего не изменила" in words(again)  # type: ignore[arg-type]
    assert [sheet.items["p03"] for sheet in survey.opened()] == [2]


def test_the_sheets_language_is_chosen(survey: Asked, desk: Client) -> None:
    page = desk.get(url(survey)).content.decode()
    assert re.findall(r'<option value="(\w+)"( selected)?>(\w+)', page) == [
        ("ru", " selected", "Русский"),
        ("tt", "", "Татарча"),
    ]
    for number, language in ((1, "tt"), (2, ""), (3, "zz")):
        second = desk.post(url(survey), {"_code": survey.code(number), "_lang": language, **SHEET})
        assert ("Язык листка: Татарча" in words(second)) == (language == "tt")  # type: ignore[arg-type]
        desk.post(url(survey), {**held(second), **SHEET})  # type: ignore[arg-type]
    assert sorted(sheet.language for sheet in survey.opened()) == ["ru", "ru", "tt"]


def test_where_there_is_one_language_nobody_is_asked() -> None:
    one = asked({**CONTENT, "languages": ["ba"], "translations": []})
    desk = signed_in(cast().school_coordinator)
    assert 'name="_lang"' not in desk.get(url(one)).content.decode()
    second = desk.post(url(one), {"_code": one.code(), **SHEET})
    assert "Язык листка" not in words(second)  # type: ignore[arg-type]
    desk.post(url(one), {**held(second), **SHEET})  # type: ignore[arg-type]
    assert [sheet.language for sheet in one.opened()] == ["ba"]


def test_a_table_may_say_the_language(survey: Asked, people: Cast) -> None:
    by, codes = people.school_coordinator, [survey.code(number) for number in range(1, 5)]
    rows = [["Код", "Язык листка", "p01"], [codes[0], " TT ", 1], [codes[1], None, 2], [codes[2], "en", 3]]
    wrong = check(table(rows), by)
    message = "На этом языке анкеты нет. Впишите код языка (ru, tt) или оставьте пусто."
    assert problems(wrong) == [("keyed-unknown-language", "B4", message)]
    apply(table(rows[:3]), by)
    assert sorted((sheet.language, sheet.items["p01"]) for sheet in survey.opened()) == [("ru", 2), ("tt", 1)]
    apply(table([["Код", "p01"], [codes[3], 1]]), by)
    assert len(survey.opened()) == 3


def test_the_column_of_languages_stands_where_there_are_several() -> None:
    def headings(*languages: str) -> list[Any]:
        content = {**CONTENT, "languages": list(languages), "translations": []}
        sheet = load_workbook(BytesIO(blank_of(Instrument.parse(content)))).worksheets[0]
        return [cell.value for cell in next(sheet.iter_rows())][:3]

    assert headings("ru", "tt") == ["Код", "Язык", "p01"]
    assert headings("ru") == ["Код", "p01", "p02"]


def test_a_rows_key_follows_the_keys_of_codes_and_not_the_secret_of_sessions(
    survey: Asked, people: Cast, settings: Any
) -> None:
    by = people.school_coordinator
    row = [survey.code(1), 1, None, None, 2, 1, 4, None]
    apply(book(row), by)
    settings.SECRET_KEY = "another secret of sessions"
    again = apply(book(row), by)
    assert (again.counts.new, again.counts.same) == (0, 1)
    before = importers._retry(read(survey.code(1)))
    (settings.HOME / "keys" / "codes").write_bytes(b"x" * 32)
    _code_keys.cache_clear()
    assert importers._retry(read(survey.code(1))) != before
