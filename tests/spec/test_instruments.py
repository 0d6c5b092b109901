"""The questionnaires and the factor catalogue as a methodologist reads them: nothing is asked in vain, and
every figure of a profile has a question that can give it."""

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from opora.catalogues.kinds import mistakes
from opora.indicators.kinds import risk_factors
from opora.questionnaires.instrument import Instrument, Question, QuestionType
from opora.questionnaires.kinds import questionnaires, translatable

DEFINITIONS = Path(__file__).parents[2] / "definitions"
CODES = ["head", "needs", "parent", "pulse", "pupil", "teacher"]
PROFILE = ["parent", "pupil", "teacher"]
#: asked only to spare people the questions that are not theirs
ONLY_FOR_SKIPPING = {"t01", "t20", "r21"}
UNSURE = ("не знаю", "затрудняюсь", "не помню", "не хочу отвечать", "ещё неясно")
#: not to know where help or the next school is, is what these two ask about
UNSURE_IS_AN_ANSWER = {"p16", "p27"}
#: children who read badly and grandparents take longer
SLOWER = {"pupil": 1.25, "parent": 1.25}
#: what in a small school would name a person, or is nobody's business
NEVER_ASKED = re.compile(
    r"национальн|гражданств|религи|доход|зарплат|жильё|диагноз|болезн|болеете|возраст|стаж|сколько вам лет"
    r"|ваш пол|твой пол|фамили|должност",
    re.IGNORECASE,
)


@cache
def content(kind: str, code: str) -> dict[str, Any]:
    told = tomllib.loads((DEFINITIONS / kind / f"{code}.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = told["content"]
    return found


def instrument(code: str) -> Instrument:
    return Instrument.parse(content("questionnaires", code))


def indicators(source: str) -> list[dict[str, Any]]:
    return [each for each in catalogue()["indicators"] if each["source"] == source]


def catalogue() -> dict[str, Any]:
    (file,) = (DEFINITIONS / "risk-factors").glob("*.toml")
    return content("risk-factors", file.stem)


def question_of(code: str, item: str) -> Question:
    return instrument(code).by_code[item.partition(".")[0]]


def values(question: Question) -> range:
    """What an item of this question can be."""
    match question.type:
        case QuestionType.SINGLE | QuestionType.MATRIX:
            return range(1, len(question.options) + 1)
        case QuestionType.SEVERAL:
            return range(2)
        case _:
            return range(question.minimum, question.maximum + 1)


def seconds(question: Question) -> int:
    """How long a slow reader takes, by our own tries aloud; words are optional and short."""
    match question.type:
        case QuestionType.SINGLE | QuestionType.SCALE:
            return 12
        case QuestionType.SEVERAL:
            return 20
        case QuestionType.NUMBER:
            return 15
        case QuestionType.MATRIX:
            return 6 + 8 * len(question.rows)
        case _:
            return 45


def words_of(question: Question) -> Iterator[str]:
    yield from (question.text, question.help, *question.options, *question.rows)


@pytest.mark.parametrize("code", CODES)
def test_every_questionnaire_can_be_published(code: str) -> None:
    assert mistakes(questionnaires(), content("questionnaires", code)) == []


def test_the_catalogue_can_be_published() -> None:
    assert mistakes(risk_factors(), catalogue()) == []


def test_the_size_of_every_questionnaire() -> None:
    sizes = {
        code: (len(instrument(code).questions), sum(len(q.item_codes) for q in instrument(code).questions))
        for code in CODES
    }
    assert sizes == {
        "head": (52, 64),
        "needs": (13, 49),
        "parent": (26, 34),
        "pulse": (7, 14),
        "pupil": (30, 42),
        "teacher": (48, 62),
    }


@pytest.mark.parametrize("code", CODES)
def test_a_section_is_one_screen(code: str) -> None:
    sizes = {
        section.code: len(instrument(code).of_section(section.code)) for section in instrument(code).sections
    }
    assert {name: size for name, size in sizes.items() if not 4 <= size <= 8} == {}


@pytest.mark.parametrize("code", [each for each in CODES if each != "head"])
def test_the_minutes_are_honest(code: str) -> None:
    """Of the head's card most of the time goes into finding the figures."""
    whole = sum(map(seconds, instrument(code).questions)) / 60 * SLOWER.get(code, 1)
    assert 0 <= instrument(code).minutes - whole <= 2


def test_nobody_is_asked_for_too_long() -> None:
    assert {code: instrument(code).minutes for code in CODES} == {
        "head": 30,
        "needs": 6,
        "parent": 9,
        "pulse": 3,
        "pupil": 10,
        "teacher": 14,
    }


@pytest.mark.parametrize("code", CODES)
def test_questions_are_short(code: str) -> None:
    long = {
        question.code
        for question in instrument(code).questions
        if len(question.text) > 100 or any(len(each) > 75 for each in (*question.options, *question.rows))
    }
    assert long == set()


@pytest.mark.parametrize("code", [each for each in CODES if each != "head"])
def test_nothing_is_asked_that_tells_who_answers(code: str) -> None:
    told = [w for question in instrument(code).questions for w in words_of(question) if NEVER_ASKED.search(w)]
    assert told == []


@pytest.mark.parametrize("code", CODES)
def test_whoever_has_nothing_to_mark_can_say_so(code: str) -> None:
    """Several answers without a mark give no item: an empty choice needs a word of its own."""
    escapes = re.compile(r"^(ничего|никто|ни с кем|мне всё понятно|сейчас|только основные)")
    without = {
        question.code
        for question in instrument(code).questions
        if question.type is QuestionType.SEVERAL and not escapes.search(question.options[-1])
    }
    assert without == {"needs": {"n03", "n07", "n12"}}.get(code, set())


@pytest.mark.parametrize("code", ["pupil", "parent"])
def test_two_languages_stand_side_by_side(code: str) -> None:
    said = {
        row["place"] for row in content("questionnaires", code)["translations"] if row["language"] == "en"
    }
    assert said == set(translatable(content("questionnaires", code)))


@pytest.mark.parametrize("indicator", indicators("answers"), ids=lambda each: each["code"])
def test_an_indicator_by_answers_counts_what_can_be_answered(indicator: dict[str, Any]) -> None:
    question = question_of(indicator["audience"], indicator["item"])
    assert indicator["item"] in question.item_codes
    possible = values(question)
    counted = {indicator["risk_from"], indicator["risk_to"]}
    counted |= {indicator[name] for name in ("base_from", "base_to") if name in indicator}
    assert counted <= {*possible}
    base = indicator.get("base_from", possible[0]), indicator.get("base_to", possible[-1])
    assert (indicator["risk_from"], indicator["risk_to"]) != base


@pytest.mark.parametrize("indicator", indicators("answers"), ids=lambda each: each["code"])
def test_who_is_unsure_is_left_out(indicator: dict[str, Any]) -> None:
    question = question_of(indicator["audience"], indicator["item"])
    if (
        question.type not in (QuestionType.SINGLE, QuestionType.MATRIX)
        or question.code in UNSURE_IS_AN_ANSWER
    ):
        return
    base = range(indicator.get("base_from", 1), indicator.get("base_to", len(question.options)) + 1)
    unsure = [n for n, words in enumerate(question.options, 1) if words.startswith(UNSURE)]
    assert [n for n in unsure if n in base] == []


@pytest.mark.parametrize("code", PROFILE)
def test_no_question_is_asked_in_vain(code: str) -> None:
    used = {each["item"].partition(".")[0] for each in indicators("answers") if each["audience"] == code}
    asked = {q.code for q in instrument(code).questions if q.type is not QuestionType.TEXT}
    assert asked - used - ONLY_FOR_SKIPPING == set()


@pytest.mark.parametrize("code", PROFILE)
def test_every_row_of_a_table_is_counted(code: str) -> None:
    used = {each["item"] for each in indicators("answers") if each["audience"] == code}
    rows = {row for q in instrument(code).questions if q.type is QuestionType.MATRIX for row in q.item_codes}
    assert rows - used == set()


def test_no_answer_is_counted_twice() -> None:
    items = [each["item"] for each in indicators("answers")]
    assert len(items) == len({*items})


def test_the_card_has_every_figure_an_indicator_needs() -> None:
    numbers = {q.code for q in instrument("head").questions if q.type is QuestionType.NUMBER}
    needed = {each[name] for each in indicators("card") for name in ("item", "base_item")}
    assert needed - numbers == set()


def test_results_name_procedures_that_exist() -> None:
    known = [row["code"] for row in content("procedures", "procedures")["procedures"]]
    empty = {
        each["code"]
        for each in indicators("results")
        if not any(fnmatchcase(code, each["item"]) for code in known)
    }
    assert empty == set()


def test_every_factor_is_explained_and_has_enough_behind_it() -> None:
    table = catalogue()
    codes = [factor["code"] for factor in table["factors"]]
    assert codes == [f"R{n:02}" for n in range(1, 13)] + [f"U{n:02}" for n in range(1, 9)]
    for code in codes:
        own = [each for each in table["indicators"] if each["factor"] == code]
        assert (3 <= len(own) <= 6) if code[0] == "R" else len(own) >= 2, code
        assert [each["code"] for each in own] == [f"{code}.{n}" for n in range(1, len(own) + 1)]
        assert len({each.get("audience", each["source"]) for each in own}) >= 2, code
        assert 4 <= sum(each["factor"] == code for each in table["causes"]) <= 7, code
        assert 3 <= sum(each["factor"] == code for each in table["measures"]) <= 5, code


def test_a_full_risk_below_the_whole_says_why() -> None:
    silent = {
        each["code"]
        for each in catalogue()["indicators"]
        if "full" in each and "олный риск" not in each["note"]
    }
    assert silent == set()


def test_weights_are_small_and_every_indicator_says_where_it_comes_from() -> None:
    table = catalogue()["indicators"]
    assert {each["weight"] for each in table} == {1, 2, 3}
    assert [each["code"] for each in table if not each.get("note")] == []
    assert [each["factor"] for each in catalogue()["measures"] if not each.get("source")] == []
