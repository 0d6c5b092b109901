"""XLSForm: what we write, pyxform takes and we read back; what others write, as far as it can be said."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from pyxform.xls2xform import convert

from factories.examples import examples
from opora.catalogues.kinds import Content, mistakes
from opora.imports.sheets import read_workbook
from opora.questionnaires.kinds import questionnaires
from opora.questionnaires.xlsform import About, Found, read, write
from questionnaires.contents import PUPIL, contents

ABOUT = About("Анкета обучающихся", "pupil", 3)
BASE: Content = {"audience": "teacher", "purpose": "pulse", "minutes": 5, "languages": ["ru"]}

type Rows = list[list[Any]]

YES_NO: Rows = [["list_name", "name", "label"], ["yn", "yes", "да"], ["yn", "no", "нет"]]


def form(survey: Rows, choices: Rows = YES_NO, settings: Rows | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings or [])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def taken(survey: Rows, choices: Rows = YES_NO, settings: Rows | None = None, base: Content = BASE) -> Found:
    return read(read_workbook(form(survey, choices, settings), "form.xlsx"), base)


def told(found: Found) -> list[tuple[str, str]]:
    return [(str(problem.place), problem.code) for problem in found.problems]


def asked(relevant: str, *before: list[Any]) -> Found:
    """A form whose last question has this relevant."""
    head = ["type", "name", "label", "relevant", "appearance"]
    rows: Rows = [head, ["begin_group", "a", "Раздел"], *before]
    return taken([*rows, ["text", "last", "Почему?", relevant], ["end_group"]], _LISTS)


_LISTS: Rows = [
    *YES_NO,
    ["three", "1", "раз"],
    ["three", "2", "два"],
    ["three", "3", "три"],
]
_BEFORE: Rows = [
    ["select_one yn", "q1", "Да?"],
    ["select_multiple three", "q2", "Что?"],
    ["integer", "q3", "Сколько?"],
    ["select_one three", "q4", "Какой?"],
    ["begin_group", "q5", "Таблица", "", "table-list"],
    ["select_one yn", "q5a", "первое"],
    ["select_one yn", "q5b", "второе"],
    ["end_group"],
    ["text", "q6", "Слова"],
]


def read_back(content: Content, base: Content) -> Content:
    found = read(read_workbook(write(content, ABOUT), "form.xlsx"), base)
    assert told(found) == []
    return found.content


def test_everything_comes_back() -> None:
    assert mistakes(questionnaires(), PUPIL) == []
    assert read_back(PUPIL, PUPIL) == PUPIL


def test_the_form_alone_is_enough() -> None:
    """The order of translations and a marked «not required» are all that only the version before knows."""
    found = read_back(PUPIL, {})
    assert {key: found[key] for key in ("audience", "purpose", "minutes", "languages", "sections")} == {
        key: PUPIL[key] for key in ("audience", "purpose", "minutes", "languages", "sections")
    }
    assert [{**row, "required": row.get("required", False)} for row in found["questions"]] == [
        {**row, "required": row.get("required", False)} for row in PUPIL["questions"]
    ]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write(PUPIL, ABOUT) == write(PUPIL, ABOUT)


@given(contents())
@hypothesis(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_may_be_asked_comes_back(content: Content) -> None:
    assert mistakes(questionnaires(), content) == []
    assert read_back(content, content) == content


@given(contents())
@hypothesis(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pyxform_takes_what_we_write(content: Content) -> None:
    convert(BytesIO(write(content, ABOUT)), file_type=".xlsx", warnings=[])


def test_what_stands_in_the_form() -> None:
    xform = convert(BytesIO(write(PUPIL, ABOUT)), file_type=".xlsx", warnings=[], pretty_print=True).xform
    found = [" ".join(each.split()) for each in re.findall(r'relevant="([^"]*)"', xform)]
    assert found == [
        "/data/section-a/p01 = 1",
        "selected( /data/section-a/p02 , '4')",
        "/data/section-a/p01 != '' and ( /data/section-a/p04 != '' and /data/section-a/p04 != 5)",
        "not(( /data/section-b/p05/p05-1 != '' or /data/section-b/p05/p05-2 != '') "
        "or selected( /data/section-a/p02 , '1')) or /data/section-a/p04 &gt;= 4",
    ]
    assert '<group appearance="field-list" ref="/data/section-b/p05">' in xform
    assert 'constraint=". &gt;= 0 and . &lt;= 20"' in xform
    assert 'appearance="likert"' in xform


def test_words_with_signs_of_odk_stay_words() -> None:
    content = {
        **PUPIL,
        "questions": [{**PUPIL["questions"][0], "text": "Что значит ${p01}?"}],
        "translations": [],
    }
    content["sections"] = PUPIL["sections"][:1]
    convert(BytesIO(write(content, ABOUT)), file_type=".xlsx", warnings=[])
    assert read_back(content, content) == content


@pytest.mark.parametrize(
    ("relevant", "show_if"),
    [
        ("${q1} = 'yes'", "q1 = 1"),
        ("${q1}!='yes'", "not q1 = 1"),
        ("${q1} != '' and ${q1} != 'yes'", "q1 != 1"),
        ("'no' = ${q1}", "q1 = 2"),
        ("selected(${q1}, 'no')", "q1 = 2"),
        ("selected(${q2}, '3') or selected( ${q2} , \"1\" )", "q2 has 3 or q2 has 1"),
        ("not(selected(${q2}, '3'))", "not q2 has 3"),
        ("3 <= ${q3}", "q3 >= 3"),
        ("${q3} > 3 and (${q3} < 10 or ${q1} = 'no')", "q3 > 3 and (q3 < 10 or q1 = 2)"),
        ("${q4} > 1", "q4 > 1"),
        ("${q5a} != '' or ${q5b} != ''", "q5 answered"),
        ("${q6} = ''", "not q6 answered"),
        ('${q6} != ""', "q6 answered"),
    ],
)
def test_relevants_of_others_become_conditions(relevant: str, show_if: str) -> None:
    found = asked(relevant, *_BEFORE)
    assert [problem.message for problem in found.problems if problem.stops] == []
    assert found.content["questions"][-1]["show_if"] == show_if


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("${q9} = 1", "Вопроса ${q9} в анкете нет. Проверьте имя."),
        ("${q1} = 'maybe'", "У вопроса ${q1} нет ответа «maybe»."),
        ("${q1} > 'no'", "Больше и меньше спрашивают только о числе и о шкале. Напишите = и or."),
        ("${q2} = '1'", "О вопросе с несколькими ответами спрашивают так: selected(${t07}, '4')."),
        ("${q3} > 2.5", "Вместо «2.5» нужно целое число."),
        ("${q3} > ${q4}", "Сравнивать можно только вопрос с ответом: два вопроса между собой — нельзя."),
        ("${q5a} = 'yes'", "Об одной строке таблицы (${q5-1}) спросить нельзя, только о всей таблице."),
        ("${q6} = 'да'", "О словах можно спросить только, написаны ли они: != ''."),
        ("count-selected(${q2}) > 1", "Так сравнивать («count-selected») мы не умеем. "
         "Умеем: =, !=, <, <=, >, >=, and, or, not(), selected()."),
        ("${q3} = 1 and", "Условие обрывается."),
        ("(${q3} = 1", "Здесь нужна «)», а стоит «конец условия»."),
        ("${q3} = 1 )", "Непонятно после условия: «)»."),
        ("${q3} + 1 = 2", "Непонятно: «+ 1 = 2»."),
        ("(" * 40 + "${q3} = 1" + ")" * 40, "Слишком много скобок. Упростите условие."),
    ],
)  # fmt: skip
def test_relevants_that_cannot_be_said_are_named_with_their_cell(relevant: str, words: str) -> None:
    found = asked(relevant, *_BEFORE)
    stopping = [problem for problem in found.problems if problem.stops]
    assert [(str(each.place), each.code, each.message) for each in stopping] == [
        ("лист «survey», ячейка D12", "xlsform-bad-logic", words)
    ]
    assert found.content == {}


def test_a_form_of_others_is_taken_as_far_as_it_can_be_said() -> None:
    found = taken(
        [
            ["type", "name", "label::English", "label::Russian (ru)", "hint::English", "relevant", "required",
             "constraint", "parameters", "default"],
            ["deviceid", "deviceid"],
            ["note", "hello", "Welcome", "Здравствуйте"],
            ["select_one yn", "first_question_of_the_form", "Yes?", "Да?", "Say it", "", "TRUE"],
            ["begin group", "g", "Group", "Группа", "", "${first_question_of_the_form} = 'yes'"],
            ["begin group", "inner", "Inner", "Внутри"],
            ["int", "age", "Age", "Возраст", "", "", "", ".>=5 and .<100"],
            ["end group"],
            ["note", "n2", "Look", "Смотрите"],
            ["range", "mood", "Mood", "Настроение", "", "", "", "", "start=0 end=10 step=1", "5"],
            ["integer", "free", "Free", "Любое"],
            ["end group"],
        ],
        [["list name", "name", "label::English", "label::Russian (ru)"], ["yn", "yes", "Yes", "Да"],
         ["yn", "no", "No", "Нет"]],
        [["form_title", "default_language"], ["Our form", "Russian (ru)"]],
    )  # fmt: skip
    content = found.content
    assert (content["audience"], content["minutes"], content["languages"]) == ("teacher", 5, ["ru", "en"])
    assert content["sections"] == [
        {"code": "s1", "title": "Our form", "intro": "Здравствуйте"},
        {"code": "g", "title": "Группа"},
    ]
    assert content["questions"] == [
        {"code": "first_question_of_th", "section": "s1", "type": "single", "text": "Да?",
         "required": True, "options": ["Да", "Нет"]},
        {"code": "age", "section": "g", "type": "number", "text": "Возраст",
         "help": "Внутри", "minimum": 5, "maximum": 99, "show_if": "first_question_of_th = 1"},
        {"code": "mood", "section": "g", "type": "scale", "text": "Настроение",
         "help": "Смотрите", "minimum": 0, "maximum": 10, "show_if": "first_question_of_th = 1"},
        {"code": "free", "section": "g", "type": "number", "text": "Любое",
         "minimum": 0, "maximum": 32767, "show_if": "first_question_of_th = 1"},
    ]  # fmt: skip
    assert content["translations"][0] == {"language": "en", "place": "section:s1.intro", "text": "Welcome"}
    assert told(found) == [
        ("лист «survey», ячейка A2", "xlsform-left-out"),
        ("лист «survey», ячейка A3", "xlsform-moved"),
        ("лист «survey», ячейка B4", "xlsform-moved"),
        ("лист «survey», ячейка A6", "xlsform-moved"),
        ("лист «survey», ячейка A9", "xlsform-moved"),
        ("лист «survey», ячейка J10", "xlsform-left-out"),
        ("лист «survey», ячейка H11", "xlsform-no-bounds"),
    ]
    assert not found.stops


HEAD = ["type", "name", "label", "relevant", "required", "constraint", "choice_filter", "parameters"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["select_one none", "a", "А"]], [("ячейка A3", "xlsform-no-choices")]),
        ([["hologram", "a", "А"]], [("ячейка A3", "xlsform-unknown-type")]),
        ([["decimal", "a", "А"]], [("ячейка A3", "xlsform-refused-type")]),
        ([["rank yn", "a", "А"]], [("ячейка A3", "xlsform-refused-type")]),
        ([["geopoint", "a", "А"]], [("ячейка A3", "xlsform-refused-type")]),
        ([["select_one yn or_other", "a", "А"]], [("ячейка A3", "xlsform-refused-type")]),
        ([["select_one_from_file a.csv", "a", "А"]], [("ячейка A3", "xlsform-refused-type")]),
        ([["begin_repeat", "a", "А"], ["text", "b", "Б"], ["end_repeat"]],
         [("ячейка A3", "xlsform-refused-type"), ("ячейка A5", "xlsform-refused-type")]),
        ([["select_one yn", "a", "А", "", "", "", "x = 1"]], [("ячейка G3", "xlsform-bad-value")]),
        ([["text", "a", "А"], ["text", "a", "Ещё раз"]], [("ячейка B4", "xlsform-bad-name")]),
        ([["text", "", "А"]], [("ячейка B3", "xlsform-bad-name")]),
        ([["", "a", "А"]], [("ячейка A3", "xlsform-unknown-type")]),
        ([["text", "a", "А", "", "${b} = 1"]], [("ячейка E3", "xlsform-bad-value")]),
        ([["integer", "a", "А", "", "", "regex(., '[0-9]')"]], [("ячейка F3", "xlsform-bad-bounds")]),
        ([["range", "a", "А", "", "", "", "", "start=0 end=1 step=0.1"]], [("ячейка H3", "xlsform-bad-bounds")]),
        ([["begin_group", "a", "А"]], [("ячейка A2", "xlsform-bad-group")]),
        ([["text", "a", "А"], ["end_group"], ["end_group"]], [("ячейка A5", "xlsform-bad-group")]),
        ([["text", "a", "А", "${b} != ''"], ["text", "b", "Б", "${a} != ''"]],
         [("ячейка D3", "xlsform-logic-cycle")]),
        ([["text", "a", "А", "${a} != ''"]], [("ячейка D3", "xlsform-logic-cycle")]),
        ([["text", "a", "А", "${b} != ''"], ["text", "b", "Б"]], [("ячейка D3", "xlsform-not-fit")]),
        ([["text", "a", ""]], [("ячейка C3", "xlsform-not-fit")]),
        ([["text", "a", "я" * 20_001]], [("ячейка C3", "xlsform-not-fit")]),
        ([["text", "a", "=1/0"]], [("ячейка C3", "formula-without-value")]),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named_with_its_place(rows: Rows, expected: list[tuple[str, str]]) -> None:
    ends = [["end_group"]] if rows[-1][0] != "end_group" else []
    found = taken([HEAD, ["begin_group", "s", "Раздел"], *rows, *ends])
    stopping = [problem for problem in found.problems if problem.stops]
    assert [(str(each.place).removeprefix("лист «survey», "), each.code) for each in stopping] == expected
    assert found.content == {}


def test_a_circle_is_told_in_words() -> None:
    rows: Rows = [["text", name, name, f"${{{after}}} != ''"] for name, after in ("ab", "bc", "ca")]
    found = taken([HEAD, ["begin_group", "s", "Раздел"], *rows, ["end_group"]])
    assert [problem.message for problem in found.problems] == [
        "Условия идут по кругу: «a» → «b» → «c» → «a». Снимите условие с того вопроса, что стоит первым."
    ]


def test_five_thousand_questions_are_one_problem() -> None:
    rows: Rows = [["text", f"q{number}", "Что?"] for number in range(5_000)]
    found = taken([HEAD, ["begin_group", "s", "Раздел"], *rows, ["end_group"]])
    assert [(problem.code, problem.message) for problem in found.problems] == [
        ("xlsform-too-large", "Вопросов 5000, а в анкете бывает до 200. Сократите её или разделите.")
    ]


def test_choices_are_checked_where_they_stand() -> None:
    choices: Rows = [
        ["list_name", "name", "label"],
        ["yn", "1", "да"],
        ["yn", "1", "нет"],
        ["yn", "3"],
        ["yn", "", "?"],
    ]
    found = taken([HEAD, ["begin_group", "s", "Р"], ["select_one yn", "a", "А"], ["end_group"]], choices)
    assert told(found) == [
        ("лист «choices», ячейка B3", "xlsform-bad-choice"),
        ("лист «choices», ячейка C4", "xlsform-bad-choice"),
        ("лист «choices», ячейка B5", "xlsform-bad-choice"),
    ]


def test_what_is_not_a_form_is_refused_in_one_sentence() -> None:
    book = openpyxl.Workbook()
    out = BytesIO()
    book.save(out)
    found = read(read_workbook(out.getvalue(), "x.xlsx"), BASE)
    assert [problem.message for problem in found.problems] == [
        "Это не XLSForm: нет листа survey. Листы в файле: «Sheet». Скачайте анкету как XLSForm и сверьте."
    ]
    assert told(taken([["question", "text"], ["a", "b"]])) == [("лист «survey»", "xlsform-not-a-form")] * 3
    assert told(taken([["type", "name", "label::Klingon"], ["text", "a", "А"]])) == [
        ("лист «survey», ячейка C1", "xlsform-unknown-language"),
        ("лист «survey»", "xlsform-not-a-form"),
    ]


def test_settings_that_are_not_ours_to_know_are_named() -> None:
    rows: Rows = [HEAD, ["begin_group", "s", "Р"], ["text", "a", "А"], ["end_group"]]
    found = taken(
        rows, settings=[["form_title", "opora_audience", "opora_minutes"], ["Т", "martians", "много"]]
    )
    assert told(found) == [("лист «settings», строка 2", "xlsform-not-fit")] * 2
