"""Questionnaires as a kind of definition, and what a questionnaire must fulfil to be published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.questionnaires.checks import of_answers, of_condition
from opora.questionnaires.conditions import WORDS, NotACondition, condition
from opora.questionnaires.instrument import AUDIENCE_TITLES, KIND_CODE, PURPOSE_TITLES, TYPE_TITLES

CODE = KIND_CODE
MOST_QUESTIONS = 200
FIT_CODE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,19}")


def _choices(titles: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), title) for code, title in titles.items())


def questionnaires() -> Kind:
    from opora.questionnaires.presenters.preview import preview

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
        preview=preview,
        page="questionnaire",
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
    used = {question["section"] for question in content.get("questions", ())}
    for row, section in enumerate(content.get("sections", ())):
        if not FIT_CODE.fullmatch(section["code"]):
            yield Mistake("code", _WRONG_CODE, "sections", row)
        if section["code"] not in used:
            yield Mistake(
                "code", "В разделе нет вопросов. Добавьте вопрос или уберите раздел.", "sections", row
            )
    languages = content.get("languages") or []
    if any(not re.fullmatch(r"[a-z]{2,3}", each) for each in languages) or len({*languages}) < len(languages):
        yield Mistake("languages", "Код языка — две или три латинские буквы, без повторов: ru, tt, en.")


_WRONG_CODE = "Код начинается с латинской буквы; дальше буквы, цифры и «_», всего до 20 знаков."


@dataclass(frozen=True)
class _Order:
    """Where each question stands: section by section, then row by row."""

    sections: list[str]
    questions: dict[str, dict[str, Any]]
    places: dict[str, tuple[int, int]]


def _order(content: Content) -> _Order:
    sections = [section["code"] for section in content.get("sections", ())]
    questions = content.get("questions", [])
    places = {
        question["code"]: (sections.index(question["section"]), row)
        for row, question in enumerate(questions)
        if question["section"] in sections
    }
    return _Order(sections, {question["code"]: question for question in questions}, places)


def _of_questions(content: Content) -> Iterator[Mistake]:
    order = _order(content)
    for row, question in enumerate(content.get("questions", ())):
        for where, words in _of_question(question, order):
            yield Mistake(where, words, "questions", row)


def _of_question(question: dict[str, Any], order: _Order) -> Iterator[tuple[str, str]]:
    code = question["code"]
    if not FIT_CODE.fullmatch(code):
        yield "code", _WRONG_CODE
    elif code in WORDS:
        yield "code", f"«{code}» — слово условий. Назовите вопрос иначе."
    if question["section"] not in order.sections:
        yield "section", f"Раздела «{question['section']}» нет. Есть: {', '.join(order.sections)}."
    yield from of_answers(question)
    for words in _of_logic(question, order):
        yield "show_if", words


def _of_logic(question: dict[str, Any], order: _Order) -> Iterator[str]:
    try:
        found = condition(question.get("show_if") or "")
    except NotACondition as wrong:
        yield wrong.words
        return
    if found is None:
        return
    places, code = order.places, question["code"]
    for asked in sorted(found.codes):
        if asked not in places:
            yield f"Вопроса «{asked}» нет. Проверьте код."
        elif code in places and places[asked] >= places[code]:
            yield f"Вопрос «{asked}» стоит не раньше. Условие смотрит только на заданные вопросы."
    yield from of_condition(found, order.questions)


def _of_translations(content: Content) -> Iterator[Mistake]:
    languages = (content.get("languages") or ["ru"])[1:]
    places = set(translatable(content))
    seen: set[tuple[str, str]] = set()
    for row, said in enumerate(content.get("translations", ())):
        where = (said["language"], said["place"])
        if said["language"] not in languages:
            yield Mistake("language", "Этого языка нет среди языков анкеты.", "translations", row)
        if said["place"] not in places:
            yield Mistake("place", f"Места «{said['place']}» в анкете нет.", "translations", row)
        if where in seen:
            yield Mistake(
                "place", f"«{said['place']}» переведено дважды. Уберите повтор.", "translations", row
            )
        seen.add(where)


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
