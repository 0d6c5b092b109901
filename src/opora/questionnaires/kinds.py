"""Questionnaires as a kind of definition, and what a questionnaire must fulfil to be published."""

import re
from collections.abc import Iterator
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.questionnaires.conditions import NotACondition, condition
from opora.questionnaires.instrument import AUDIENCE_TITLES, PURPOSE_TITLES, TYPE_TITLES, QuestionType
from opora.questionnaires.reading import LARGEST_NUMBER

CODE = "questionnaires"
MOST_QUESTIONS = 200
MOST_OPTIONS = 30
MOST_STEPS = 11
_CODE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,19}")
_TWO_WORDS = {QuestionType.SINGLE, QuestionType.SEVERAL, QuestionType.MATRIX}


def _choices(titles: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), title) for code, title in titles.items())


def questionnaires() -> Kind:
    return Kind(
        code=CODE,
        title="Анкеты",
        about="О чём спрашивают педагогов, обучающихся, родителей и руководителя школы.",
        fields=(
            Field("audience", "Кто отвечает", "choice", choices=_choices(AUDIENCE_TITLES)),
            Field("purpose", "Для чего", "choice", choices=_choices(PURPOSE_TITLES)),
            Field("minutes", "Сколько минут занимает", "int", minimum="1", maximum="60"),
            Field("languages", "Языки", "list", help="Коды: ru, tt, en. Первый — основной."),
        ),
        tables=(
            Table(
                "sections",
                "Разделы",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("intro", "Вступление", "long", required=False),
                ),
                help="Раздел — один экран телефона.",
                key="code",
            ),
            Table("questions", "Вопросы", _question_fields(), key="code"),
            Table(
                "translations",
                "Переводы",
                (
                    Field("language", "Язык"),
                    Field("place", "Место", help="section:a.title, question:t01.text, question:t01.option.2"),
                    Field("text", "Перевод", "long"),
                ),
            ),
        ),
        check=check,
    )


def _question_fields() -> tuple[Field, ...]:
    return (
        Field("code", "Код", help="Латинские буквы и цифры."),
        Field("section", "Раздел"),
        Field("type", "Вид", "choice", choices=_choices(TYPE_TITLES)),
        Field("text", "Вопрос", "long"),
        Field("help", "Пояснение", "long", required=False),
        Field("required", "Обязательный", "bool", required=False),
        Field("options", "Ответы", "list", required=False),
        Field("rows", "Строки таблицы", "list", required=False),
        Field("minimum", "От", "int", required=False),
        Field("maximum", "До", "int", required=False),
        Field("low_label", "Подпись слева", required=False),
        Field("high_label", "Подпись справа", required=False),
        Field("show_if", "Когда спрашивать", required=False, help="t05 = 2 and not t07 has 4"),
    )


def check(content: Content) -> list[Mistake]:
    """The rules that no single field can hold."""
    return [*_of_whole(content), *_of_questions(content), *_of_translations(content)]


def _of_whole(content: Content) -> Iterator[Mistake]:
    if not content.get("sections"):
        yield Mistake("sections", "Нет ни одного раздела. Добавьте раздел.")
    if not content.get("questions"):
        yield Mistake("questions", "Нет ни одного вопроса. Добавьте вопрос.")
    if len(content.get("questions", ())) > MOST_QUESTIONS:
        yield Mistake("questions", f"Вопросов больше {MOST_QUESTIONS}. Сократите анкету или разделите её.")
    for row, section in enumerate(content.get("sections", ())):
        if not _CODE.fullmatch(section["code"]):
            yield Mistake("code", _WRONG_CODE, "sections", row)
    languages = content.get("languages") or []
    if any(not re.fullmatch(r"[a-z]{2,3}", each) for each in languages) or len({*languages}) < len(languages):
        yield Mistake("languages", "Код языка — две или три латинские буквы, без повторов: ru, tt, en.")


_WRONG_CODE = "Код начинается с латинской буквы; дальше буквы, цифры и «_», всего до 20 знаков."


def _of_questions(content: Content) -> Iterator[Mistake]:
    sections = [section["code"] for section in content.get("sections", ())]
    questions = content.get("questions", [])
    places = {
        question["code"]: (sections.index(question["section"]), row)
        for row, question in enumerate(questions)
        if question["section"] in sections
    }
    for row, question in enumerate(questions):
        for where, words in _of_question(question, sections, places):
            yield Mistake(where, words, "questions", row)


def _of_question(
    question: dict[str, Any], sections: list[str], places: dict[str, tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(question["code"]):
        yield "code", _WRONG_CODE
    if question["section"] not in sections:
        yield "section", f"Раздела «{question['section']}» нет. Есть: {', '.join(sections)}."
    yield from _of_answers(question)
    try:
        found = condition(question.get("show_if") or "")
    except NotACondition as wrong:
        yield "show_if", wrong.words
        return
    for code in sorted(found.codes if found else ()):
        if code not in places:
            yield "show_if", f"Вопроса «{code}» нет. Проверьте код."
        elif question["code"] in places and places[code] >= places[question["code"]]:
            yield "show_if", f"Вопрос «{code}» стоит не раньше. Условие смотрит только на заданные вопросы."


def _of_answers(question: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = QuestionType(question["type"])
    options, rows = question.get("options") or [], question.get("rows") or []
    if kind in _TWO_WORDS and not 2 <= len(options) <= MOST_OPTIONS:
        yield "options", f"Нужно от 2 до {MOST_OPTIONS} ответов, по одному в строке."
    if kind is QuestionType.MATRIX and not 1 <= len(rows) <= MOST_OPTIONS:
        yield "rows", f"Нужно от 1 до {MOST_OPTIONS} строк таблицы."
    if kind not in (QuestionType.SCALE, QuestionType.NUMBER):
        return
    minimum, maximum = question.get("minimum"), question.get("maximum")
    if minimum is None or maximum is None or not -LARGEST_NUMBER <= minimum < maximum <= LARGEST_NUMBER:
        yield "maximum", f"Назовите наименьшее и наибольшее число, не больше {LARGEST_NUMBER}."
    elif kind is QuestionType.SCALE and maximum - minimum >= MOST_STEPS:
        yield "maximum", f"На шкале не больше {MOST_STEPS} делений."


def _of_translations(content: Content) -> Iterator[Mistake]:
    languages = (content.get("languages") or ["ru"])[1:]
    places = set(translatable(content))
    for row, said in enumerate(content.get("translations", ())):
        if said["language"] not in languages:
            yield Mistake("language", "Этого языка нет среди языков анкеты.", "translations", row)
        if said["place"] not in places:
            yield Mistake("place", f"Места «{said['place']}» в анкете нет.", "translations", row)


def translatable(content: Content) -> Iterator[str]:
    """Every place whose words may stand in another language."""
    for section in content.get("sections", ()):
        yield from (f"section:{section['code']}.{name}" for name in ("title", "intro") if section.get(name))
    for question in content.get("questions", ()):
        place = f"question:{question['code']}"
        yield from (
            f"{place}.{name}" for name in ("text", "help", "low_label", "high_label") if question.get(name)
        )
        for name, texts in (("option", question.get("options")), ("row", question.get("rows"))):
            yield from (f"{place}.{name}.{number}" for number in range(1, len(texts or ()) + 1))
