"""What a questionnaire must fulfil to be published, what is only remarked, and the texts of this repository."""

import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyxform.xls2xform import convert

from opora.catalogues.kinds import Content, mistakes
from opora.catalogues.values import tidy
from opora.imports.sheets import read_workbook
from opora.questionnaires.conditions import condition, spelled
from opora.questionnaires.instrument import Instrument
from opora.questionnaires.kinds import questionnaires
from opora.questionnaires.remarks import likely_minutes, remarks
from opora.questionnaires.wording import Wording
from opora.questionnaires.xlsform import About, read, write
from questionnaires.contents import PUPIL

TEXTS = sorted((Path(__file__).parents[2] / "definitions/questionnaires").glob("*.toml"))


def text_of(path: Path) -> Content:
    return tidy(questionnaires(), tomllib.loads(path.read_text(encoding="utf-8"))["content"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_our_own_questionnaires_hold(path: Path) -> None:
    content = text_of(path)
    assert mistakes(questionnaires(), content) == []
    form = write(content, About("Анкета", path.stem, 1))
    found = read(read_workbook(form, "form.xlsx"), content)
    assert (found.content, [problem.message for problem in found.problems]) == (content, [])
    convert(BytesIO(form), file_type=".xlsx", warnings=[])


def questions(*rows: dict[str, Any], **more: Any) -> list[tuple[str, int | None, str]]:
    """The mistakes of a questionnaire of these questions, after a first one that is right."""
    first = {"code": "q1", "section": "a", "type": "single", "text": "?", "options": ["да", "нет"]}
    content: Content = {
        "audience": "pupil", "purpose": "pulse", "minutes": 1, "languages": ["ru"],
        "sections": [{"code": "a", "title": "Раздел"}],
        "questions": [first, *({"code": "q2", "section": "a", "type": "text", "text": "?"} | row for row in rows)],
        **more,
    }  # fmt: skip
    return [(found.where, found.row, found.message) for found in mistakes(questionnaires(), content)]


def test_everything_right_is_right() -> None:
    assert mistakes(questionnaires(), PUPIL) == []
    assert questions({"show_if": "q1 = 2", "required": True}) == []


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        ({"type": "single", "options": ["да", " ДА "]}, "options", "« ДА » стоит дважды. Уберите повтор."),
        ({"type": "single", "options": ["да"]}, "options", "Нужно от 2 до 30 ответов, по одному в строке."),
        ({"type": "matrix", "options": ["да", "нет"], "rows": ["а", "а"]}, "rows", "«а» стоит дважды. Уберите повтор."),
        ({"type": "several", "options": ["да", " "]}, "options", "Ответ 2 без слов. Напишите слова или уберите строку."),
        ({"options": ["да", "нет"]}, "options", "У вида «слова» этого нет. Очистите поле или смените вид вопроса."),
        ({"type": "number", "minimum": 5, "maximum": 5}, "maximum",
         "Назовите наименьшее и наибольшее число, не больше 32767."),
        ({"type": "scale", "minimum": 0, "maximum": 11}, "maximum", "На шкале не больше 11 делений."),
        ({"section": "b"}, "section", "Раздела «b» нет. Есть: a."),
        ({"code": "вопрос"}, "code", "Код начинается с латинской буквы; дальше буквы, цифры и «_», всего до 20 знаков."),
        ({"code": "and"}, "code", "«and» — слово условий. Назовите вопрос иначе."),
        ({"show_if": "q7 = 1"}, "show_if", "Вопроса «q7» нет. Проверьте код."),
        ({"show_if": "q2 answered"}, "show_if", "Вопрос «q2» стоит не раньше. Условие смотрит только на заданные вопросы."),
        ({"show_if": "q1 has 1"}, "show_if", "В вопросе «q1» не отмечают несколько ответов: вместо has пишите =."),
        ({"show_if": "q1 = 3"}, "show_if", "В вопросе «q1» такого ответа нет: = 3. Проверьте число."),
        ({"show_if": "q1 > 2"}, "show_if", "В вопросе «q1» такого ответа нет: > 2. Проверьте число."),
        ({"show_if": "q1 ="}, "show_if", "Условие обрывается: дальше нужно число."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place(row: dict[str, Any], where: str, words: str) -> None:
    assert questions(row) == [(where, 1, words)]


def test_several_answers_are_asked_about_with_has() -> None:
    several = {"type": "several", "options": ["да", "нет"]}
    assert questions(several, {"code": "q3", "show_if": "q2 = 1 and q2 has 3"}) == [
        ("show_if", 2, "В вопросе «q2» отмечают несколько ответов: пишите q2 has 1."),
        ("show_if", 2, "У вопроса «q2» нет ответа 3."),
    ]
    assert questions({}, {"code": "q3", "show_if": "q2 = 1"}) == [
        ("show_if", 2, "Ответ на вопрос «q2» не число: о нём можно спросить только q2 answered.")
    ]


def test_a_section_without_questions_and_a_place_told_twice_are_mistakes() -> None:
    sections = [{"code": "a", "title": "Раздел"}, {"code": "b", "title": "Пустой"}]
    assert questions({}, sections=sections) == [
        ("code", 1, "В разделе нет вопросов. Добавьте вопрос или уберите раздел.")
    ]
    said = {"language": "tt", "place": "question:q1.text", "text": "?"}
    assert questions({}, languages=["ru", "tt"], translations=[said, said]) == [
        ("place", 1, "«question:q1.text» переведено дважды. Уберите повтор.")
    ]


def test_two_hundred_questions_and_not_one_more() -> None:
    rows = [{"code": f"r{number}"} for number in range(199)]
    assert questions(*rows) == []
    assert questions(*rows, {"code": "last"}) == [
        ("questions", None, "Вопросов больше 200. Сократите анкету или разделите её.")
    ]


@pytest.mark.parametrize(
    "text",
    ["a = 1", "not a = 1", "a has 2 and (b = 1 or c = 2)", "not (a answered or b < -3)", "not not a = 1"],
)
def test_a_condition_is_spelled_as_it_is_read(text: str) -> None:
    assert spelled(condition(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("p01 = 1", "если на вопрос 1 ответили «да»"),
        ("not p01 = 1", "если на вопрос 1 не ответили «да»"),
        ("p01 != 1", "если на вопрос 1 ответили что-то кроме «да»"),
        ("p01 >= 2", "если на вопрос 1 ответили «нет» или «затрудняюсь ответить»"),
        ("p02 has 4", "если в вопросе 2 отметили «другое»"),
        ("not p02 has 4", "если в вопросе 2 не отметили «другое»"),
        ("p03 answered", "если на вопрос 3 ответили"),
        ("not p05 answered", "если на вопрос 5 не ответили"),
        ("p04 >= 4 and p04 != 5", "если на вопрос 4 ответили 4 или больше и на вопрос 4 ответили не 5"),
        ("p04 < 2 or (p01 = 1 and p06 > 3)",
         "если на вопрос 4 ответили меньше 2 или (на вопрос 1 ответили «да» и на вопрос 6 ответили больше 3)"),
        ("not (p01 = 1 or p04 = 5)", "если неверно, что (на вопрос 1 ответили «да» или на вопрос 4 ответили 5)"),
    ],
)  # fmt: skip
def test_conditions_are_said_in_words(text: str, words: str) -> None:
    found = condition(text)
    assert found is not None
    assert Wording(Instrument.parse(PUPIL)).when(found) == words


def test_what_a_methodologist_should_look_at() -> None:
    assert remarks(PUPIL) == [
        "На язык «tt» не переведено: 20\xa0мест из 25. Там отвечающий увидит слова основного языка."
    ]
    hasty = {**PUPIL, "minutes": 60, "languages": ["ru"], "translations": []}
    assert likely_minutes(Instrument.parse(PUPIL)) == 1
    assert remarks(hasty) == [
        "Названо 60\xa0минут, а по числу вопросов и слов выходит около 1. Проверьте на нескольких людях и поправьте."
    ]
