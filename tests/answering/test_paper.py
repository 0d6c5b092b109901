"""What is keyed in from paper: blanks, digits, differences. Pure."""

from answering.making import instrument
from opora.answering.paper import Difference, differences, digits, from_keys, possible

SHEET = instrument()
KEYED = {"p01": "3", "p02": "13", "p03": "2", "p04.1": "2", "p04.2": "", "p05": "11", "p06": "Кружки"}


def test_a_keyed_sheet_as_a_form_sends_it() -> None:
    raw = from_keys(SHEET, KEYED)
    assert raw == {
        "p01": ["3"], "p02": ["1", "3"], "p03": ["2"], "p04.1": ["2"], "p05": ["11"], "p06": ["Кружки"]
    }  # fmt: skip
    assert from_keys(SHEET, {"p02": "1, 3"}) == {"p02": ["1", "3"]}


def test_a_blank_is_no_mistake_and_an_impossible_value_is() -> None:
    assert possible(SHEET, from_keys(SHEET, {"p03": "2"})).mistakes == {}
    wrong = possible(SHEET, from_keys(SHEET, {**KEYED, "p01": "7", "p04.1": "9"})).mistakes
    assert wrong == {
        "p01": "Ответа 7 нет. Выберите от 1 до 3.",
        "p04.1": "Ответа 9 нет. Выберите от 1 до 3.",
    }


def test_an_answer_to_a_question_that_is_not_asked_gives_no_item() -> None:
    found = possible(SHEET, from_keys(SHEET, {**KEYED, "p01": "1"}))
    assert SHEET.items(found.answers) == {"p01": 1, "p03": 2, "p04.1": 2, "p05": 11}


def test_how_many_digits_fill_a_field() -> None:
    assert {code: digits(q) for code, q in SHEET.by_code.items()} == {
        "p01": 1, "p02": 0, "p03": 1, "p04": 1, "p05": 2, "p06": 0
    }  # fmt: skip


def test_differences_are_of_meaning_not_of_writing() -> None:
    second = {**KEYED, "p02": "3 1", "p03": "4", "p05": ""}
    assert differences(SHEET, KEYED, second) == [
        Difference("p03", "3. Насколько интересны уроки?", "2", "4"),
        Difference("p05", "5. Сколько часов делаете уроки?", "11", ""),
    ]
