"""Questions and answers as people write them; which known fact a question asks for."""

import pytest
from django.core.exceptions import ValidationError

from opora.burden.known.base import Fact, Value, number_fact, words_fact
from opora.burden.known.matching import likeness, matches
from opora.burden.known.wording import stems_of
from opora.burden.minutes import Norms
from opora.burden.models import Inquiry, Question
from opora.burden.presenters.inquiry import answers_table
from opora.burden.sources import minutes_of
from opora.burden.states import QuestionKind
from opora.burden.wording import questions_of, spoken, written


def test_questions_one_a_line() -> None:
    text = "1. Сколько обучающихся?\n\n- Есть ли   психолог?\n2) Когда утверждена программа\nПриложите приказ\nФИО директора"
    assert questions_of(text) == [
        ("Сколько обучающихся?", QuestionKind.NUMBER),
        ("Есть ли психолог?", QuestionKind.YES_NO),
        ("Когда утверждена программа", QuestionKind.DATE),
        ("Приложите приказ", QuestionKind.FILE),
        ("ФИО директора", QuestionKind.TEXT),
    ]
    assert questions_of(" \n 3. \n") == []


@pytest.mark.parametrize(
    ("kind", "raw", "kept", "read"),
    [
        ("number", " 1 200,50 ", "1200.5", "1\u202f200,5 чел."),
        ("number", "−3", "-3", "−3 чел."),
        ("number", "0", "0", "0 чел."),
        ("number", "12 %", "12", "12 чел."),
        ("yes_no", "no", "no", "нет"),
        ("date", "2026-02-01", "2026-02-01", "1\xa0февраля\xa02026"),
        ("text", "  Да, есть  ", "Да, есть", "Да, есть"),
        ("number", "  ", "", ""),
    ],
)
def test_answers_are_kept_and_read(kind: str, raw: str, kept: str, read: str) -> None:
    assert written(kind, raw) == kept
    if kept:
        assert spoken(kind, kept, "чел." if kind == "number" else "") == read


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        *(("number", raw) for raw in ("двенадцать", "1e400", "NaN", "Infinity", "1,2,3", "9" * 30)),
        *(("yes_no", "maybe"), ("date", "31.02.2026"), ("date", "0001-01-01"), ("text", "я" * 5000)),
    ],
)
def test_what_is_no_answer_is_refused_in_words(kind: str, raw: str) -> None:
    with pytest.raises(ValidationError) as refused:
        written(kind, raw)
    assert refused.value.messages[0].endswith(".")


def test_minutes_of_one_school() -> None:
    norms = Norms(inquiry_open=5, number=5, yes_no=2, confirm=1)
    assert minutes_of(norms, ["number", "yes_no"]) == 12
    assert minutes_of(norms, ["number"], offered=2) == 12
    assert minutes_of(norms, []) == 0


def test_a_value_is_an_answer_only_of_its_kind() -> None:
    value = Value("высокий", "профиль", yes=None)
    assert [value.answer(kind) for kind in QuestionKind] == ["", "высокий", "", "", ""]
    assert Value("480", "карточка", number=480).answer("number") == "480"


_FACTS = (
    number_fact("figures", "pupils", "Обучающиеся", "ученики"),
    number_fact("figures", "teachers", "Учителя"),
    number_fact("figures", "teachers_under_35", "Учителя до 35 лет", "учителя моложе 35 лет"),
    number_fact("passport", "special_needs", "С ограниченными возможностями здоровья (ОВЗ), человек",
                "обучающиеся С ограниченными возможностями здоровья (ОВЗ)"),
    words_fact("card", "head", "Директор", "ФИО директора"),
)  # fmt: skip


def best(text: str, kind: QuestionKind, facts: tuple[Fact, ...] = _FACTS) -> str:
    stems = stems_of([text, *(phrase for fact in facts for phrase in fact.phrases)])
    found = matches(text, kind, facts, stems)
    return found[0].fact.name if found else ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Сколько обучающихся в школе на 1 сентября 2026 года?", QuestionKind.NUMBER, "pupils"),
        ("Численность учеников", QuestionKind.NUMBER, "pupils"),
        ("Сколько в вашей школе педагогов?", QuestionKind.NUMBER, "teachers"),
        ("Количество учителей моложе 35 лет", QuestionKind.NUMBER, "teachers_under_35"),
        # a figure that the phrase has not: another thing
        ("Сколько учителей старше 60 лет?", QuestionKind.NUMBER, ""),
        ("Сколько детей с ОВЗ?", QuestionKind.NUMBER, "special_needs"),
        ("Укажите ФИО руководителя", QuestionKind.TEXT, "head"),
        # a number is no yes
        ("Есть ли учителя?", QuestionKind.YES_NO, ""),
        ("Сколько учителей участвовали в конкурсах профессионального мастерства?", QuestionKind.NUMBER, ""),
        ("Сколько стоит ремонт крыши?", QuestionKind.NUMBER, ""),
        ("???", QuestionKind.NUMBER, ""),
    ],
)
def test_what_a_question_asks_for(text: str, kind: QuestionKind, name: str) -> None:
    assert best(text, kind) == name


def test_likeness() -> None:
    one, two = frozenset({"учител", "кат"}), frozenset({"учител"})
    assert likeness(one, two) == 0.5
    assert likeness(two, two) == 1
    assert likeness(frozenset(), two) == 0
    assert likeness(frozenset({"учител", "60"}), two) == 0


def test_answers_in_words_are_given_room_where_questions_do_not_fit_anyway() -> None:
    asked = [Question(text=f"Что это: {kind.label}", kind=kind) for kind in QuestionKind]
    for many, roomy in ((5, ["словами"]), (4, [])):
        columns = answers_table(Inquiry(), asked[:many], []).columns[2:]
        assert [each.title for each in columns if each.kind == "words"] == [f"Что это: {k}" for k in roomy]
