"""Files that LibreOffice saved, each from the same sheet: all are read as the same cells."""

import datetime
from pathlib import Path

import pytest

from opora.imports.sheets import Merged, Sheet, read_workbook

FILES = Path(__file__).parent / "files"
MARCH = datetime.date(2026, 3, 12)
ROWS = {
    (1, "A"): "Школа",
    (1, "B"): "ВПР Математика 5 2024",
    (1, "D"): "ВПР Русский язык 5 2024",
    **{(2, "BCDE"[at]): ("% «2»", "% высоких")[at % 2] for at in range(4)},
    **dict(zip([(3, letter) for letter in "ABCDE"], ["Берёзовская СОШ", 0.125, 0.5, 12.5, "-"], strict=True)),
    **dict(
        zip(
            [(4, letter) for letter in "ABCDE"],
            ["Ольховская\nСОШ № 2", 0.3, 0, 1000.5, "1.000,5"],
            strict=True,
        )
    ),
    **dict(zip([(5, letter) for letter in "ABCDE"], ["Сосновая ООШ", 0.25, 1013, "н/д", MARCH], strict=True)),
    **dict(zip([(6, letter) for letter in "ABCDE"], ["Скрытая ООШ", 1, 2, 3, 4], strict=True)),
    **dict(zip([(7, letter) for letter in "ADE"], ["Кедровая СОШ", "  12 % ", "12\u00a0345,6"], strict=True)),
    **dict(
        zip([(8, letter) for letter in "ABCDE"], ["Липовая СОШ", -3, 1e-07, 12345678901, "0012"], strict=True)
    ),
}


def read(name: str) -> list[Sheet]:
    return read_workbook((FILES / name).read_bytes(), name).sheets


def cells(sheet: Sheet) -> dict[tuple[int | None, str | None], object]:
    """{(row, column): value} of the cells that hold something and no error."""
    wrong = {(problem.place.row, problem.place.column) for problem in sheet.problems}
    return {
        (place.row, place.column): value
        for row, values in enumerate(sheet.rows)
        for column, value in enumerate(values)
        if value is not None
        and (place := sheet.place(row, column))
        and (place.row, place.column) not in wrong
    }


def faults(sheet: Sheet) -> dict[str, str]:
    return {f"{each.place.column}{each.place.row}": each.code for each in sheet.problems}


@pytest.mark.parametrize("name", ["calc.xlsx", "calc.ods"])
def test_calc_saves_what_was_typed(name: str) -> None:
    sheet, hidden = read(name)
    assert cells(sheet) == ROWS
    assert faults(sheet) == {"B7": "cell-error", "C7": "cell-error"}
    assert (sheet.hidden_rows, sheet.hidden_columns, hidden.hidden) == ((6,), (4,), True)
    assert cells(hidden) == {(3, "B"): "x", (3, "C"): 1}
    assert sorted(sheet.merged, key=lambda area: (area.top, area.left)) == [
        Merged(0, 0, 1, 0),
        Merged(0, 1, 0, 2),
        Merged(0, 3, 0, 4),
    ]


def test_calc_saves_text_of_a_formula_as_zero_in_the_old_format_and_the_place_is_told() -> None:
    sheet, hidden = read("calc.xls")
    assert cells(sheet) == {place: value for place, value in ROWS.items() if place != (5, "D")}
    assert faults(sheet) == {"D5": "zero-or-text", "B7": "cell-error", "C7": "cell-error"}
    assert (sheet.hidden_rows, sheet.hidden_columns, hidden.hidden) == ((6,), (4,), True)


def test_calc_saves_semicolons_and_cyrillic_of_one_byte_as_words() -> None:
    (sheet,) = read("calc.csv")
    assert sheet.name == "calc"
    assert [row[:2] for row in sheet.rows[2:5]] == [
        ["Берёзовская СОШ", "12.5%"],
        ["Ольховская\nСОШ № 2", "30%"],
        ["Сосновая ООШ", "25%"],
    ]
    assert [row[3:] for row in sheet.rows[2:5]] == [
        ["12.5", "-"],
        ["1000.5", "1.000,5"],
        ["н/д", "03/12/2026"],
    ]


def test_a_table_typed_in_writer() -> None:
    (table,) = read("writer.docx")
    assert table.rows == [
        ["Школа", "ВПР Математика 5 2024", None],
        [None, "% «2»", "% высоких результатов"],
        ["Берёзовская СОШ", "12,5", "30\u00a0%"],
        ["Ольховская СОШ", "-", "0"],
    ]
    assert table.merged == [Merged(0, 0, 1, 0), Merged(0, 1, 0, 2)]
