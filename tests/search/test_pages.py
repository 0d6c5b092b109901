"""The page: sections, pages of one kind, narrowing, what was mistyped, bad input, counts of queries."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories import organisations
from factories.people import Cast, actor, appointed, signed_in
from opora.access import Role
from opora.access.actor import operator
from opora.catalogues.kinds import mistakes
from opora.catalogues.seeding import seed_from_files
from opora.search.asking import Meanings, read
from opora.search.kinds import SEARCH_WORDS, search_words
from opora.search.queries.finding import everything
from opora.search.sources.base import MOST, Place


def page(people: Cast, part: str = "municipal_coordinator", **asked: Any) -> str:
    answer = signed_in(getattr(people, part)).get("/search/", asked)
    assert answer.status_code == 200
    return str(answer.text[answer.text.index("<main") :])


def test_the_first_five_of_each_kind_and_a_way_to_all(people: Cast) -> None:
    for number in range(3, 10):
        organisations.school(f"Берёзовская школа № {number}", people.world.municipality)
    found = page(people, q="берёзовская")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", found) == [
        'Школы и организации <span class="count">9</span>',
        'Территории <span class="count">1</span>',
    ]
    assert found.count("<li><div") == 6
    assert (
        'href="?q=%D0%B1%D0%B5%D1%80%D1%91%D0%B7%D0%BE%D0%B2%D1%81%D0%BA%D0%B0%D1%8F&amp;kind=schools"'
        in found
    )
    assert "Нашлось 10 в 2 разделах." in found
    assert "<mark>Берёзовская</mark> школа № 1" in found


def test_all_of_one_kind_by_pages(people: Cast) -> None:
    for number in range(3, 26):
        organisations.school(f"Берёзовская школа № {number:02}", people.world.municipality)
    first = page(people, q="берёзовская", kind="schools")
    assert first.count("<li><div") == 20
    assert "1–20 из 25" in first
    assert page(people, q="берёзовская", kind="schools", page="2").count("<li><div") == 5
    for beyond in ("3", "999", "0", "-1", "x", "²", "9" * 500):
        assert page(people, q="берёзовская", kind="schools", page=beyond).count("<li><div") == 20
    assert "Территории" not in re.sub(r"<option.*?</option>", "", first)


def test_an_unknown_kind_is_everywhere(people: Cast) -> None:
    assert "Нашлось 3" in page(people, q="берёзовская", kind="passwords")


def test_a_kind_that_the_role_never_sees_is_no_choice(people: Cast) -> None:
    assert '<option value="people"' not in page(people, "teacher", q="школа")
    assert '<option value="documents"' not in page(people, "expert", q="школа")
    assert '<option value="people"' in page(people, q="школа")


def test_a_mistyped_surname_is_said_aloud(people: Cast) -> None:
    appointed(Role.TEACHER, people.world.school, surname="Петрова")
    found = page(people, q="Птерова")
    assert "Показано по «Петрова», вы писали «Птерова»." in found
    assert "<mark>Петрова</mark>" in found
    assert "Ничего не нашлось" in page(people, q="Птерова", exact="1")


def test_where_two_names_are_as_near_one_chooses(people: Cast) -> None:
    for surname in ("Соколова", "Соколоза"):
        appointed(Role.TEACHER, people.world.school, surname=surname)
    found = page(people, q="Соколока")
    assert "Может быть, вы искали" in found
    assert "«Соколова»</a>" in found
    assert "«Соколоза»</a>" in found


def test_the_other_layout_is_offered(people: Cast) -> None:
    found = page(people, q="ghbdtn")
    assert "Может быть, вы искали" in found
    assert "«привет»</a>" in found


def test_narrowed_to_a_place(people: Cast) -> None:
    w = people.world
    everywhere = page(people, "regional_coordinator", q="школа")
    assert 'Школы и организации <span class="count">3</span>' in everywhere
    there = page(people, "regional_coordinator", q="школа", territory=w.neighbour_municipality.code)
    assert 'Школы и организации <span class="count">1</span>' in there
    assert "Еловская" in there
    named = page(people, "regional_coordinator", q="школа", school="берёзовская 2")
    assert 'Школы и организации <span class="count">1</span>' in named
    by_code = page(people, "regional_coordinator", q="школа", school="S3")
    assert "Еловская" in by_code
    nowhere = page(people, "regional_coordinator", q="школа", school="нет такой")
    assert "Искать не только в этом месте" in nowhere
    foreign = page(people, "regional_coordinator", q="школа", territory=w.foreign_municipality.code)
    assert 'Школы и организации <span class="count">3</span>' in foreign


def test_people_of_a_school_have_nothing_to_narrow(people: Cast) -> None:
    assert "id_school" not in page(people, "school_head", q="школа")
    assert "id_territory" not in page(people, "school_head", q="школа")


def test_without_words_there_are_hints(people: Cast) -> None:
    assert "Что можно найти" in page(people)
    assert "В запросе нет ни одного слова" in page(people, q="?!")
    assert "Ничего не нашлось" in page(people, q="и на")


@pytest.mark.parametrize(
    "typed",
    [
        "я" * 10_000,
        "слово " * 2000,
        "' OR 1=1; DROP TABLE people_person --",
        "a:* & !b | <-> (((",
        "\x01школа",
        '"незакрытая',
        "%s %(q)s {0} {{ q }} {% now %}",
        "<script>alert(1)</script>",
        "\u202e\u2028\ufeff",
        "\\",
        "🏫 школа",
        "\ue000",
    ],
)
def test_whatever_is_typed_it_is_a_page(people: Cast, typed: str) -> None:
    for part in ("municipal_coordinator", "school_head"):
        for more in ({}, {"kind": "schools"}, {"school": typed}, {"territory": typed}):
            found = page(people, part, q=typed, **more)
            assert "<script>alert" not in found


def test_an_address_with_a_zero_byte_is_refused_as_everywhere(people: Cast) -> None:
    assert signed_in(people.curator).get("/search/", {"q": "\x00"}).status_code == 400


def test_who_has_no_capacity_is_told_what_to_do(people: Cast) -> None:
    answer = signed_in(people.stranger).get("/search/", {"q": "школа"})
    assert answer.status_code == 403
    assert "Попросите координатора назначить вас" in answer.text


def test_nothing_is_changed_by_a_search(people: Cast) -> None:
    assert signed_in(people.curator).post("/search/", {"q": "школа"}).status_code == 405


def test_the_words_of_the_installation(people: Cast) -> None:
    made = seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={SEARCH_WORDS}, by=operator(), at=NOW)
    assert len(made) == 1
    school = organisations.school("МЭДК школа", people.world.municipality)
    assert f"/schools/{school.pk}/" in page(people, q="МДЭК")
    organisations.school("Рискованная школа", people.world.municipality)
    assert "<mark>Рискованная</mark>" in page(people, q="рисковый")


def test_a_meaning_of_one_word_is_no_meaning() -> None:
    wrong = mistakes(search_words(), {"sets": [{"code": "a", "words": ["Слово", "слово!"]}]})
    assert [each.table for each in wrong] == ["sets"]
    assert mistakes(search_words(), {"sets": [{"code": "a", "words": ["ШНОР", "ШНР"]}]}) == []


#: everything, one kind, everything after a mistyped name was mended
PINNED = [7, 7, 11]


def queries(browser: Any, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def test_as_many_queries_for_ten_as_for_one(people: Cast) -> None:
    urls = ("/search/?q=берёзовская", "/search/?q=берёзовская&kind=schools", "/search/?q=Крыловва")
    browser = signed_in(people.regional_coordinator)
    organisations.leader(people.world.school, "Крылова Анна Петровна")
    one = [queries(browser, url) for url in urls]
    for number in range(10):
        made = organisations.school(f"Берёзовская школа № 1{number}", people.world.municipality)
        organisations.leader(made, "Крылова Анна Петровна")
        appointed(Role.SCHOOL_HEAD, made, surname="Берёзовская")
    assert [queries(browser, url) for url in urls] == one
    # who asks: 3; words of one meaning, territories: 2; every kind at once: 1, twice with 3 of names; marks: 1
    assert one == PINNED


def test_a_school_asks_less(people: Cast) -> None:
    browser = signed_in(people.school_head)
    assert queries(browser, "/search/?q=берёзовская") <= PINNED[0] + 2


def test_beyond_two_hundred_things_are_not_counted(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 200
    monkeypatch.setattr("opora.search.sources.base.MOST", 3)
    by = actor(Role.REGIONAL_COORDINATOR, people.world.region)
    for number in range(5):
        organisations.school(f"Сосновая школа № {number}", people.world.municipality)
    (group,) = everything(by, read("сосновая"), Place(), Meanings()).groups
    assert (group.part.total, group.part.has_more) == (3, True)
    found = str(signed_in(by).get("/search/", {"q": "сосновая", "kind": "schools"}).text)
    assert "больше 3" in found
    assert "Допишите слово или выберите школу" in found
