from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues.conftest import EVERY_TYPE
from opora.catalogues.kinds import Field
from opora.catalogues.values import as_text, clean, from_text, in_words, tidy

CHOICE = Field("c", "Выбор", "choice", choices=(("or", "или"), ("and", "и")))


@pytest.mark.parametrize(
    ("type_", "typed", "expected"),
    [
        ("int", " 1 200 ", 1200),
        ("int", "−3", -3),
        ("int", "3.5", "3.5"),
        ("int", "", None),
        ("share", "0,30", "0.30"),
        ("share", "30 %", "0.3"),
        ("share", "12,5%", "0.125"),
        ("share", "много", "много"),
        ("share", "1e9999", "1e9999"),
        ("bool", "Да", True),
        ("bool", "нет", False),
        ("bool", "пожалуй", "пожалуй"),
        ("list", "МА\r\n\n матем \n", ["МА", "матем"]),
        ("list", " \n ", None),
        ("text", " две\nстроки ", "две строки"),
        ("long", " две\r\nстроки ", "две\nстроки"),
        ("long", "\u202eexe\x00", "exe"),
    ],
)
def test_what_a_person_types_becomes_a_value(type_: Any, typed: str, expected: object) -> None:
    assert from_text(Field("f", "Поле", type_), typed) == expected


@pytest.mark.parametrize(("typed", "expected"), [("or", "or"), ("ИЛИ", "or"), ("и", "and"), ("xor", "xor")])
def test_a_choice_is_known_by_its_code_and_by_its_words(typed: str, expected: str) -> None:
    assert from_text(CHOICE, typed) == expected


def test_values_are_read_as_people_write_them() -> None:
    share = Field("s", "Доля", "share")
    assert [in_words(share, each) for each in ("0.30", "0", "1.005", "x", None)] == [
        "30\N{NO-BREAK SPACE}%",
        "0\N{NO-BREAK SPACE}%",
        "100,5\N{NO-BREAK SPACE}%",
        "x",
        "",
    ]
    assert in_words(CHOICE, "and") == "и"
    assert in_words(Field("b", "Да?", "bool"), None) == "нет"
    assert in_words(Field("l", "Список", "list"), ["а", "б"]) == "а; б"


def test_nothing_is_kept_for_nothing() -> None:
    content = {
        "word": "",
        "names": [],
        "count": 0,
        "strict": False,
        "rows": [{"code": "", "on": False}, {"code": "a"}],
    }
    assert tidy(EVERY_TYPE, content) == {"count": 0, "strict": False, "rows": [{"code": "a"}], "steps": []}


@given(st.text())
def test_any_text_survives_the_form(text: str) -> None:
    field = Field("f", "Поле", "long")
    kept = from_text(field, text)
    assert kept == (clean(text) or None)
    assert from_text(field, as_text(kept)) == kept
