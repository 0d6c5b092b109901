"""Files into rows: the samples row for row, and what tables of plans look like."""

import io
from collections.abc import Sequence

import docx
import pytest

from opora.imports.problems import Problem
from opora.imports.sheets import read_pasted, read_workbook
from opora.plans.reading import Reading, read

from .making import FORTY_NINE, HEADING, THIRTEEN, expected, sample, workbook


def reading(data: bytes, name: str = "план.xlsx") -> Reading:
    return read(read_workbook(data, name))


def of(*rows: tuple[object, ...], merged: tuple[int, ...] = ()) -> Reading:
    return reading(workbook(*rows, merged=merged))


def codes(problems: Sequence[Problem]) -> list[str]:
    return [each.code for each in problems]


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv"])
@pytest.mark.parametrize("name", [FORTY_NINE, THIRTEEN])
def test_a_plan_goes_in_row_for_row(name: str, kind: str) -> None:
    found = reading(sample(f"{name}.{kind}"), f"{name}.{kind}")
    assert [[row.number, row.what, row.term, row.mark or row.answers] for row in found.rows] == expected(name)
    assert found.problems == [] and found.mapping is None


def test_headings_in_any_order_and_words() -> None:
    found = of(
        ("План мероприятий на 2021 год",),
        (
            "Ответственный исполнитель",
            "Срок исполнения",
            "Наименование мероприятия",
            "№ п/п",
            "Соисполнители",
        ),
        ("Иванова М.П.", "март", "Работа", 1, "кураторы"),
    )
    assert found.title == "План мероприятий на 2021 год"
    row = found.rows[0]
    assert (row.number, row.what, row.term, row.answers, row.helps) == (
        "1",
        "Работа",
        "март",
        "Иванова М.П.",
        "кураторы",
    )
    assert (row.place.row, row.place.column) == (3, "C")


def test_a_column_of_numbers_may_have_no_heading() -> None:
    found = of(("", "Содержание деятельности", "Сроки"), ("1", "Первое", "март"), ("2", "Второе", "май"))
    assert [(row.number, row.what) for row in found.rows] == [("1", "Первое"), ("2", "Второе")]


def test_a_row_broken_over_pages_is_joined() -> None:
    found = of(
        HEADING,
        ("7.", "Совещание с представителями средних школ", "март", "Иванова М.П.", "Проведение семинара"),
        ("", "№№ 2, 7 и кураторами", "", "", "в рамках проекта"),
        ("8.", "Следующая", "май", "", ""),
        ("", "", "", "Петрова А.А.", ""),
    )
    assert [(row.number, row.what, row.answers, row.mark) for row in found.rows] == [
        (
            "7.",
            "Совещание с представителями средних школ №№ 2, 7 и кураторами",
            "Иванова М.П.",
            "Проведение семинара в рамках проекта",
        ),
        ("8.", "Следующая", "Петрова А.А.", ""),
    ]


def test_rows_without_numbers_are_rows() -> None:
    found = of(
        HEADING, ("", "Первое", "март", "", ""), ("", "Второе", "май", "", ""), ("3", "Третье", "", "", "")
    )
    assert [(row.number, row.what) for row in found.rows] == [("", "Первое"), ("", "Второе"), ("3", "Третье")]


def test_headings_of_groups_are_sections() -> None:
    found = of(
        HEADING,
        ("I. Подготовка",),
        ("1", "Первое", "март", "", ""),
        ("Работа с кадрами", "", "", "", ""),
        ("2", "Второе", "май", "", ""),
        merged=(1,),
    )
    assert [(row.section, row.what) for row in found.rows] == [
        ("I. Подготовка", "Первое"),
        ("Работа с кадрами", "Второе"),
    ]


def test_lists_in_a_cell_become_lines() -> None:
    cell = 'Посещение школ: <ul style="x"> <li>Иванова М.П.;</li><li> Петрова А.А.</li></ul>'
    found = of(HEADING, ("1", cell, "март", "", "<i>Да</i>"))
    assert (found.rows[0].what, found.rows[0].mark) == ("Посещение школ:\nИванова М.П.;\nПетрова А.А.", "Да")
    assert of(HEADING, ("1", "Доля < 30 %", "март", "", "")).rows[0].what == "Доля < 30 %"


def test_headings_again_and_counted_columns_are_no_rows() -> None:
    found = of(
        HEADING,
        ("1", "2", "3", "4", "5"),
        ("1", "Первое", "март", "", ""),
        HEADING,
        ("2", "Второе", "май", "", ""),
    )
    assert [row.what for row in found.rows] == ["Первое", "Второе"]


def test_tables_of_a_word_document_go_on() -> None:
    made = docx.Document()
    for rows in (
        [
            ("№", "Мероприятие", "Сроки"),
            ("1", "Первое", "март"),
            ("2", "Разработка плана по повышению", "май"),
        ],
        [("", "качества образования", ""), ("3", "Третье", "июнь")],
        [("Другая", "таблица")],
    ):
        table = made.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    found = reading(out.getvalue(), "план.docx")
    assert [row.what for row in found.rows] == [
        "Первое",
        "Разработка плана по повышению качества образования",
        "Третье",
    ]


def test_a_pasted_table_is_read() -> None:
    found = read(read_pasted("№\tМероприятие\tСроки\n1\tПервое\tмарт\n"))
    assert [(row.number, row.what, row.term) for row in found.rows] == [("1", "Первое", "март")]


def test_columns_of_no_plan_are_told_and_left_out() -> None:
    found = of((*HEADING, "Объём финансирования"), ("1", "Первое", "март", "", "", "10"))
    assert codes(found.problems) == ["plan-column-ignored"]
    assert not any(problem.stops for problem in found.problems)


def test_what_is_wrong_is_told_with_its_place() -> None:
    found = of(HEADING, ("1", "", "март", "", ""), ("2", "Второе", "ж" * 501, "", ""))
    assert [(each.code, each.place.cell) for each in found.problems] == [
        ("plan-row-without-work", "B2"),
        ("plan-too-long", "C3"),
    ]
    assert codes(of(HEADING).problems) == ["plan-empty"]


def test_an_unknown_table_asks_for_its_columns() -> None:
    data = workbook(("А", "Б"), ("1", "Первое"), ("2", "Второе"))
    asked = reading(data).mapping
    assert asked is not None
    assert [each[:2] for each in asked.sheets[0].columns] == [("A", "А"), ("B", "Б")]
    mapped = read(read_workbook(data, "план.xlsx"), {"План": {"A": "number", "B": "what"}})
    assert mapped.mapping is None
    assert [(row.number, row.what) for row in mapped.rows] == [("1", "Первое"), ("2", "Второе")]
    assert codes(reading(workbook(("Слово",))).problems) == ["plan-no-headings"]


def test_a_plan_has_a_bound() -> None:
    rows = [(str(n), f"Работа {n}", "март", "", "") for n in range(2001)]
    assert codes(of(HEADING, *rows).problems) == ["plan-too-many-rows"]
