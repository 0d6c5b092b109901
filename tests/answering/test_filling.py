"""Going through sections: skip logic, back, what travels unseen. Pure."""

import json

import pytest

from answering.making import FULL, instrument
from opora.answering.drawing import Drawn, fields
from opora.answering.filling import Filling, Turn
from opora.answering.skipping import told
from opora.questionnaires.conditions import condition


def filling(**more: str) -> Filling:
    sent = {**FULL, **{name.replace("_", "."): value for name, value in more.items()}}
    return Filling(instrument(), {name: [value] for name, value in sent.items() if value})


def test_forward_and_back() -> None:
    whole = filling()
    assert whole.turn("a", "next", ["p01"]) == Turn("b", {})
    assert whole.turn("b", "next", ["p03", "p04"]) == Turn("c", {})
    assert whole.turn("c", "next", ["p05"]) == Turn(None, {})
    assert whole.turn("b", "back", ["p03", "p04"]) == Turn("a", {})
    assert whole.turn("a", "back", ["p01"]) == Turn(None, {})


def test_a_section_must_hold_to_be_left_and_back_is_free() -> None:
    empty = filling(p03="9", p04_2="")
    mistakes = {"p03": "Нужно число от 1 до 5.", "p04.2": "Ответьте на эту строку."}
    assert empty.turn("b", "next", ["p03", "p04"]) == Turn("b", mistakes)
    assert empty.turn("b", "back", ["p03", "p04"]) == Turn("a", {})


def test_what_an_answer_brings_up_is_asked_before_going_on() -> None:
    unhappy = filling(p01="3")
    assert unhappy.turn("a", "next", ["p01"]) == Turn("a", {}, new=True)
    assert unhappy.turn("a", "next", ["p01", "p02"]) == Turn("b", {})


def test_a_section_without_questions_is_passed_over() -> None:
    content = instrument()
    only = Filling(content, {"p01": ["1"], "p03": ["1"]})
    assert [section.code for section in only.sections] == ["a", "b", "c"]
    assert [q.code for q in only.of_section("c")] == ["p05", "p06"]
    assert only.place_of("c") == 3


def test_answers_out_of_sight_travel_with_the_form() -> None:
    assert filling(p06="Больше кружков").carried("b") == ["p01", "p05", "p06"]


def test_the_whole_is_checked_to_the_first_faulty_section() -> None:
    assert filling().faulty() == Turn(None, {})
    assert filling(p03="", p05="40").faulty() == Turn("b", {"p03": "Ответьте на этот вопрос."})


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("p01 = 3", ["=", "p01", 3]),
        ("p01 answered", ["answered", "p01"]),
        ("not p02 has 4 and p03 < 2", ["and", ["not", ["has", "p02", 4]], ["<", "p03", 2]]),
    ],
)
def test_a_condition_as_lists(text: str, lists: list[object]) -> None:
    found = condition(text)
    assert found is not None
    assert json.loads(json.dumps(told(found))) == lists


def test_what_people_wrote_is_escaped() -> None:
    drawn = fields(instrument().of_section("c"), Drawn({"p06": ["</textarea><script>"], "p05": ['"><b>']}))
    assert "<script>" not in drawn
    assert 'value="&quot;&gt;&lt;b&gt;"' in drawn
