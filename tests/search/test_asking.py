"""What was typed is read whatever it is; the database takes every query made of it."""

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from opora.search.asking import LONGEST, MOST_WORDS, Meanings, read, root, shown, words_of

KNOWN = Meanings.of([["МЭДК", "МДЭК"], ["рисковый", "рискованный"], ["ШНОР", "школа с низкими результатами"]])


@pytest.mark.parametrize(
    ("typed", "tsquery"),
    [
        ("Берёзовской", "(('березовской':*))"),
        ("план школы", "(('план')) & (('школы':*))"),
        ("план школы.", "(('план')) & (('школы'))"),
        ('"рисковый профиль" школы', "(('рисковый' <-> 'профиль')) & (('школы':*))"),
        ("«Точка роста»", "(('точка' <-> 'роста'))"),
        ('не "закрыта', "(('не')) & (('закрыта':*))"),
        ("Усть-Лабинск", "(('усть' & 'лабинск':*))"),
        ("№ 82", "(('82'))"),
        ("№ 82-П", "(('82' & 'п') | ('82п'))"),
        ("82п", "(('82п') | ('82' & 'п'))"),
        ("5А класс", "(('5а') | ('5' & 'а')) & (('класс':*))"),
        ("мдэк.", "(('мдэк') | ('мэдк'))"),
        ("рискованному", "(('рискованному':*) | ('рисковый') | ('рискованный'))"),
        (
            "школы с низкими результатами!",
            "(('школы' & 'с' & 'низкими' & 'результатами') | ('шнор') |"
            " ('школа' & 'с' & 'низкими' & 'результатами'))",
        ),
        ("по", "(('по'))"),
        ("", ""),
        ("  ?! — & | ' ", ""),
    ],
)
def test_what_becomes_of_what_is_typed(typed: str, tsquery: str) -> None:
    assert read(typed, KNOWN).tsquery == tsquery


def test_of_a_long_text_the_beginning_is_read() -> None:
    asked = read("слово " * 5000)
    assert asked.is_cut
    assert sum(len(term.words) for term in asked.terms) == MOST_WORDS
    assert len(asked.text) <= LONGEST
    assert not read("слово " * MOST_WORDS).is_cut
    assert read("я" * 10_000).tsquery == f"(('{'я' * 60}':*))"


def test_what_no_page_can_show_is_left_out() -> None:
    assert shown(" а\x00б\n\u202eв\t ") == "а б в"
    assert read("а\x00б").tsquery == "(('а')) & (('б'))"


def test_letters_of_two_signs_are_one() -> None:
    assert words_of("и\u0306од") == words_of("йод")
    assert words_of("Ёлка елка") == ("елка", "елка")


@pytest.mark.parametrize(
    ("one", "other"),
    [("рисковый", "рискового"), ("школа", "школы"), ("профиль", "профилями"), ("карт", "карта")],
)
def test_endings_do_not_part_words_of_one_meaning(one: str, other: str) -> None:
    assert root(one) == root(other)


@given(st.text(max_size=300))
@example("a' & | ! <-> ( \\ :* \x00")
@example("'':*")
@example("²½ ﬁ ª")
@example('"' * 7)
def test_whatever_is_typed_it_is_read(typed: str) -> None:
    asked = read(typed, KNOWN)
    assert all(word.isalnum() for term in asked.terms for word in term.words)
    assert "\x00" not in asked.text
    assert read(asked.text, KNOWN).tsquery == asked.tsquery


@pytest.mark.django_db
@given(st.lists(st.text(max_size=60), max_size=4))
@example(["a' & | ! <-> ( \\ :* \x00"])
@example(["²½ ﬁ ª ǅ İ"])
@example(["и в на"])
def test_the_database_takes_every_search(typed: list[str]) -> None:
    query = read(" ".join(typed), KNOWN).tsquery
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('russian', 'школа') @@ to_tsquery('russian', %s)", [query])
        cursor.fetchall()
