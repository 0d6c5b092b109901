"""What an answer says: what is asked, which items it gives, what a form sent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis

from factories.examples import examples
from opora.questionnaires.conditions import Value
from opora.questionnaires.instrument import Instrument
from opora.questionnaires.reading import checked, raw_of
from questionnaires.contents import PUPIL, answered

ASKED = Instrument.parse(PUPIL)


def codes(answers: dict[str, Value]) -> list[str]:
    return [question.code for question in ASKED.visible(answers)]


def test_questions_hide_with_what_hides_them() -> None:
    answers: dict[str, Value] = {"p01": 1, "p02": [1, 4], "p03": "лепка", "p04": 5}
    assert codes(answers) == ["p01", "p02", "p03", "p04", "p06"]
    assert codes(answers | {"p01": 2}) == ["p01", "p04", "p06"]
    assert codes({}) == ["p01", "p04", "p06"]


def test_items_are_whole_numbers_of_what_was_asked() -> None:
    answers: dict[str, Value] = {
        "p01": 1, "p02": [2, 4], "p03": "лепка", "p04": 3, "p05": {1: 3, 2: 1}, "p06": 2,
    }  # fmt: skip
    assert ASKED.items(answers) == {
        "p01": 1, "p02.1": 0, "p02.2": 1, "p02.3": 0, "p02.4": 1, "p04": 3, "p05.1": 3, "p05.2": 1,
    }  # fmt: skip
    assert ASKED.texts(answers) == {"p03": "лепка"}
    hidden = answers | {"p01": 2}
    assert ASKED.items(hidden) == {"p01": 2, "p04": 3, "p05.1": 3, "p05.2": 1}
    assert ASKED.texts(hidden) == {}


def test_every_item_is_known_beforehand() -> None:
    assert [code for question in ASKED.in_order() for code in question.item_codes] == [
        "p01", "p02.1", "p02.2", "p02.3", "p02.4", "p04", "p05.1", "p05.2", "p06",
    ]  # fmt: skip


def test_words_that_are_not_translated_stay() -> None:
    tatar = ASKED.in_language("tt")
    assert tatar.by_code["p01"].text == "Түгәрәкләргә йөрисеңме?"
    assert tatar.by_code["p01"].options == ("әйе", "нет", "затрудняюсь ответить")
    assert tatar.by_code["p05"].rows == ("шумят", "ярдәм итәләр")
    assert (tatar.sections[0].title, tatar.sections[0].intro) == ("Об учёбе", "Ничек бар, шулай җавап бир.")
    assert tatar.in_language("ru") == ASKED
    assert ASKED.in_language("en") == ASKED


def test_what_must_be_answered_is_named_where_it_is_asked() -> None:
    sent = {"p01": ["1"], "p04": ["2"], "p05.1": ["2"]}
    assert checked(ASKED, sent).mistakes == {"p05.2": "Ответьте на эту строку."}
    assert checked(ASKED, sent, section="a").mistakes == {}
    assert checked(ASKED, {"p01": ["1"]}, section="a").mistakes == {"p04": "Ответьте на этот вопрос."}
    assert checked(ASKED, {"p04": ["5"], "p01": ["2"]}).mistakes == {}


@pytest.mark.parametrize(
    ("field", "sent", "words"),
    [
        ("p01", "4", "Ответа 4 нет. Выберите от 1 до 3."),
        ("p01", "да", "«да» не число. Напишите число цифрами."),
        ("p01", "1_0", "«1_0» не число. Напишите число цифрами."),
        ("p01", "99999999999", "Ответа 99999999999 нет. Выберите от 1 до 3."),
        ("p04", "0", "Нужно число от 1 до 5."),
        ("p04", "999999999999", "Нужно число от 1 до 5."),
        ("p04", "4.5", "«4.5» не число. Напишите число цифрами."),
        ("p05.2", "9", "Ответа 9 нет. Выберите от 1 до 3."),
        ("p02", "5", "Ответа 5 нет. Выберите от 1 до 4."),
    ],
)
def test_impossible_values_are_told_beside_their_field(field: str, sent: str, words: str) -> None:
    raw = {"p01": ["1"], "p04": ["3"], "p05.1": ["1"], "p05.2": ["1"], field: [sent]}
    assert checked(ASKED, raw).mistakes[field] == words


def test_typed_words_lose_what_only_a_program_sees() -> None:
    raw = {"p01": ["1"], "p02": ["4"], "p03": [" лепка\x00\r\nиз\u202e глины "], "p04": ["5"]}
    assert checked(ASKED, raw).answers["p03"] == "лепка\nиз глины"
    assert checked(ASKED, raw | {"p03": ["я" * 2001]}).mistakes == {
        "p03": "Слишком длинно: 2001 знаков. Сократите до 2000."
    }


def test_a_number_may_have_a_true_minus() -> None:
    content: dict[str, Any] = PUPIL | {"questions": [PUPIL["questions"][5] | {"minimum": -5, "show_if": ""}]}
    instrument = Instrument.parse(content)
    assert checked(instrument, {"p06": ["−5"]}).answers == {"p06": -5}


@given(answered())
@hypothesis(max_examples=examples(60), deadline=None)
def test_what_was_sent_reads_back_the_same(case: tuple[Instrument, dict[str, Value]]) -> None:
    instrument, given_answers = case
    asked = {question.code for question in instrument.visible(given_answers)}
    kept = {code: value for code, value in given_answers.items() if code in asked}
    found = checked(instrument, raw_of(instrument, given_answers))
    assert found.answers == kept
    assert raw_of(instrument, found.answers) == raw_of(instrument, kept)
    assert checked(instrument, raw_of(instrument, kept)).answers == kept


@given(answered())
@hypothesis(max_examples=examples(60), deadline=None)
def test_hidden_questions_give_nothing_and_change_nothing(case: tuple[Instrument, dict[str, Value]]) -> None:
    instrument, answers = case
    asked = instrument.visible(answers)
    kept = {question.code: answers[question.code] for question in asked if question.code in answers}
    assert instrument.visible(kept) == asked
    assert instrument.items(kept) == instrument.items(answers)
    assert {code.partition(".")[0] for code in instrument.items(answers)} <= {each.code for each in asked}
    assert instrument.texts(kept) == instrument.texts(answers)


@given(answered())
@hypothesis(max_examples=examples(40), deadline=None)
def test_an_item_is_one_of_those_its_question_can_give(case: tuple[Instrument, dict[str, Value]]) -> None:
    instrument, answers = case
    for code, value in answers.items():
        question = instrument.by_code[code]
        assert set(question.items(value)) <= set(question.item_codes)
