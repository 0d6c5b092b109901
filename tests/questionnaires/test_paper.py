"""The paper: where an answer leads, what must be said in words, and the files made of it."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from pypdf import PdfReader

from opora.catalogues.kinds import Content
from opora.questionnaires.conditions import Value
from opora.questionnaires.instrument import Instrument, QuestionType
from opora.questionnaires.printouts import as_docx, as_pdf, sheet_of
from opora.questionnaires.printouts.jumps import jumps
from questionnaires.contents import PUPIL, answered, contents

DAY = date(2026, 9, 14)


def instrument(*rows: dict[str, Any]) -> Instrument:
    usual = {"section": "a", "type": "single", "text": "?", "options": ["да", "нет"], "required": True}
    content: Content = {
        "audience": "teacher", "purpose": "pulse", "minutes": 1, "sections": [{"code": "a", "title": "Р"}],
        "questions": [usual | {"code": f"q{at}"} | row for at, row in enumerate(rows, 1)],
    }  # fmt: skip
    return Instrument.parse(content)


def test_a_jump_leads_past_what_the_answer_hides() -> None:
    found = jumps(instrument({}, {"show_if": "q1 = 1"}, {"show_if": "q1 = 1"}, {}))
    assert (found.after, found.said) == ({"q1": {2: 3}}, frozenset())


def test_the_end_may_be_where_a_jump_leads() -> None:
    sheet = sheet_of(instrument({}, {"show_if": "q1 = 1"}), "Анкета", 1)
    assert [answer.leads for answer in sheet.sections[0].questions[0].answers] == ["", "к концу анкеты"]


def test_two_branches_need_words_for_the_second() -> None:
    """From the end of the first branch nobody is led past the second."""
    found = jumps(instrument({}, {"show_if": "q1 = 1"}, {"show_if": "q1 = 2"}, {}))
    assert (found.after, found.said) == ({"q1": {2: 2}}, frozenset({"q3"}))


def test_what_may_be_left_empty_needs_words_too() -> None:
    found = jumps(instrument({"required": False}, {"show_if": "q1 = 1"}, {}))
    assert (found.after, found.said) == ({"q1": {2: 2}}, frozenset({"q2"}))


def test_neighbours_with_one_condition_stand_under_one_sentence() -> None:
    rows: list[dict[str, Any]] = [{}, {}, *({"show_if": "q1 = 1"} for _ in range(3)), {}]
    sheet = sheet_of(instrument(*rows), "Анкета", 1)
    assert [question.when for question in sheet.sections[0].questions] == [
        "", "",
        "На вопросы 3–5 отвечайте, только если на вопрос 1 ответили «да». Иначе переходите к вопросу 6.",
        "", "", "",
    ]  # fmt: skip


@given(answered())
@hypothesis(max_examples=60, deadline=None)
def test_a_person_with_a_pen_answers_what_a_phone_would_ask(
    case: tuple[Instrument, dict[str, Value]],
) -> None:
    """Follow the paper: jump where an arrow says so, obey the words, answer what stands without either."""
    asked, answers = case
    found, order = jumps(asked), list(asked.in_order())
    expected = {question.code for question in asked.visible(answers)}
    counted: dict[str, Value] = {}
    reached: set[str] = set()
    at = 0
    while at < len(order):
        question = order[at]
        is_told_off = question.code in found.said and question.show_if is not None
        if is_told_off and not question.show_if.holds(counted):  # type: ignore[union-attr]
            at += 1
            continue
        reached.add(question.code)
        value = answers.get(question.code)
        if value is None and question.required and question.type is QuestionType.SINGLE:
            return  # nobody leaves a question that must be answered
        if value is None and question.required and question.type is QuestionType.SCALE:
            return
        if value is not None:
            counted[question.code] = value
        leads = found.after.get(question.code, {}).get(value, at + 1) if isinstance(value, int) else at + 1
        at = leads
    assert reached == expected


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("large", [False, True])
def test_the_form_to_fill_in_with_a_pen(large: bool) -> None:
    sheet = sheet_of(Instrument.parse(PUPIL), "Анкета обучающихся", 3)
    pdf = as_pdf(sheet, DAY, large=large)
    assert pdf == as_pdf(sheet, DAY, large=large)
    words = words_of(pdf)
    for said in (
        "Код с твоего листка:", "Имя не пиши.", "1. Ходишь ли ты на кружки?", "→ к вопросу 3",
        "Отвечай, только если в вопросе 2 отметили «другое».", "Анкета обучающихся, версия 3", "из 2",
    ):  # fmt: skip
        assert said in words


def test_a_card_asks_for_no_code_and_says_who_reads_it() -> None:
    sheet = sheet_of(Instrument.parse(PUPIL | {"audience": "head", "purpose": "card"}), "Карта школы", 1)
    words = words_of(as_pdf(sheet, DAY))
    assert "Код с вашего листка" not in words
    assert "они не анонимны" in words


def test_the_paper_speaks_the_language_asked_for() -> None:
    sheet = sheet_of(Instrument.parse(PUPIL).in_language("tt"), "Анкета", 1)
    assert "Түгәрәкләргә йөрисеңме?" in words_of(as_pdf(sheet, DAY))


def test_the_same_as_docx() -> None:
    sheet = sheet_of(Instrument.parse(PUPIL), "Анкета обучающихся", 3)
    made = docx.Document(BytesIO(as_docx(sheet, DAY)))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "1. Ходишь ли ты на кружки?" in texts
    assert "☐ 2  нет   → к вопросу 3" in texts
    assert [cell.text for cell in made.tables[0].rows[1].cells] == ["шумят", "☐", "☐", "☐"]


@given(contents())
@hypothesis(max_examples=10, deadline=None)
def test_whatever_may_be_asked_can_be_printed(content: Content) -> None:
    sheet = sheet_of(Instrument.parse(content), "Анкета", 1)
    assert as_pdf(sheet, DAY).startswith(b"%PDF")
    assert as_docx(sheet, DAY).startswith(b"PK")
