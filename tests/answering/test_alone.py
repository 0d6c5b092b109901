"""«Ничего из этого» stands alone; sections in which nothing is asked are passed over, in the real questionnaires."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import opora
from answering.making import CONTENT
from opora.answering.alone import alone, contradictions
from opora.answering.card_pages import sections_asked
from opora.answering.filling import Filling, Turn
from opora.answering.paper import from_keys, possible
from opora.questionnaires.instrument import Instrument

DEFINITIONS = Path(opora.__file__).parents[2] / "definitions" / "questionnaires"


def real(name: str) -> Instrument:
    return Instrument.parse(tomllib.loads((DEFINITIONS / f"{name}.toml").read_text())["content"])


def with_last_option(last: str, kind: str = "several") -> Instrument:
    question = {
        "code": "p01",
        "section": "a",
        "type": kind,
        "text": "Что?",
        "options": ["Одно", "Другое", last],
    }
    return Instrument.parse({**CONTENT, "languages": ["ru"], "questions": [question], "translations": []})


@pytest.mark.parametrize(
    ("last", "number"),
    [
        ("ничего из этого", 3),
        ("Ничего не мешает", 3),
        ("никто", 3),
        ("сейчас ничего не нужно", 3),
        ("None of these", 3),
        ("Nobody", 3),
        ("что-то ещё", None),
        ("мне ничего не трудно", None),
        ("ничегошеньки", None),
        ("nonetheless", None),
    ],
)
def test_which_option_excludes_the_others(last: str, number: int | None) -> None:
    assert alone(with_last_option(last).by_code["p01"]) == number
    assert alone(with_last_option(last, kind="single").by_code["p01"]) is None


def test_the_options_that_stand_alone_in_our_questionnaires() -> None:
    found = {
        f"{name} {question.code}": question.options[-1]
        for name in ("teacher", "pupil", "parent", "head", "pulse", "needs")
        for question in real(name).questions
        if alone(question)
    }
    assert found == {
        "teacher t04": "ничего из этого",
        "pupil p21": "ничего из этого не было",
        "parent r08": "никто",
        "parent r17": "ничего не мешает",
        "pulse u04": "ничего не мешает",
        "needs n01": "сейчас ничего не нужно",
    }


def test_a_contradiction_is_a_mistake_on_screen_and_stands_as_it_is_on_paper() -> None:
    instrument = with_last_option("ничего из этого")
    words = {"p01": "Отмечено и «ничего из этого», и что-то ещё. Оставьте одно из двух."}
    both = Filling(instrument, {"p01": ["1", "3"]})
    assert both.turn("a", "next", ["p01"]) == Turn("a", words)
    assert both.faulty() == Turn("a", words)
    for chosen in (["1", "2"], ["3"], []):
        assert Filling(instrument, {"p01": chosen}).faulty() == Turn(None, {})
    on_paper = possible(instrument, from_keys(instrument, {"p01": "13"}))
    assert (on_paper.answers, on_paper.mistakes) == ({"p01": [1, 3]}, {})
    assert contradictions(instrument, {"p01": [3]}) == {}


def raw(**said: str) -> dict[str, list[str]]:
    return {code: [value] for code, value in said.items()}


def test_who_does_not_teach_is_not_led_through_lessons() -> None:
    teacher = real("teacher")
    whole = Filling(teacher, raw(t01="2"))
    asked = [section.code for section in whole.sections]
    assert asked == ["work", "order", "special", "behind", "learn", "lead", "self"]
    assert whole.turn("work", "next", ["t01", "t04", "t05"]).section == "order"
    assert whole.turn("order", "back", ["t13", "t15"]).section == "work"
    assert whole.turn("behind", "next", ["t23", "t25", "t26", "t27"]).section == "learn"
    assert (whole.place_of("order"), whole.place_of("learn"), whole.is_last("self")) == (2, 5, True)
    keyed: dict[str, Any] = {"t01": "2", "t06": "1", "t13": "2"}
    assert "t06" not in possible(teacher, from_keys(teacher, keyed)).answers


def test_a_card_without_vacancies_passes_over_their_section() -> None:
    head = real("head")
    assert "vacancies" not in [each.code for each in sections_asked(head, raw(h18="0"))]
    assert "vacancies" in [each.code for each in sections_asked(head, raw(h18="2"))]
    assert "vacancies" in [each.code for each in sections_asked(head, raw(h18="0"), besides="vacancies")]
