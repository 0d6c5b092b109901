"""XLSX read back by openpyxl."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from opora.imports.sheets import read_workbook
from opora.printing import Align, Cell, Column, Mark, Row, Sheet, Table, Value, say_in_workbooks, write_xlsx
from printing.specimen import TABLE

FORMULAS = ('=HYPERLINK("http://x.example")', "=1+1", "+1", "-1", "@SUM(A1)", "{=A1}", "\t=1", "1-5", "00123")


def _book(*sheets: Sheet) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_xlsx(sheets)))


def _column(values: tuple[Cell | Value, ...], column: Column = Column("А")) -> Worksheet:  # noqa: B008
    page = _book(Sheet("Лист", Table((column,), tuple(Row((value,)) for value in values)))).active
    assert isinstance(page, Worksheet)
    return page


def _body(page: Worksheet) -> list[object]:
    return [cell.value for cell in page["A"][1:]]


def test_what_a_person_typed_stays_text() -> None:
    page = _column(FORMULAS)
    assert [(cell.value, cell.data_type, cell.number_format) for cell in page["A"][1:]] == [
        (typed, "s", "@") for typed in FORMULAS
    ]


def test_signs_and_escapes_of_excel_stay_what_they_are() -> None:
    typed = ("a\x00b\ud800", "_x0041_", "первая\x0bвторая", "😀 <b>&amp;", " с краю ")
    assert _body(_column(typed)) == ["a�b�", "_x0041_", "первая\nвторая", "😀 <b>&amp;", " с краю "]


def test_figures_are_figures_with_the_format_of_their_column() -> None:
    page = _column((0.3125, 1, Decimal("0.5"), None), Column("Доля", Align.RIGHT, percent=True, decimals=1))
    assert [(cell.value, cell.data_type) for cell in page["A"][1:]] == [
        (0.3125, "n"),
        (1, "n"),
        (0.5, "n"),
        (None, "n"),
    ]
    assert {cell.number_format for cell in page["A"][1:]} == {'0.0"\u00a0"%'}
    assert _body(_column((date(2026, 3, 22), date(1812, 9, 7), 0, 10**18))) == [
        datetime(2026, 3, 22),  # noqa: DTZ001 - sheets know no zones
        "07.09.1812",
        0,
        str(10**18),
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_figure_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="not a figure"):
        _column((value,))


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    (cut,) = _body(_column(("я" * 40_000,)))
    assert isinstance(cut, str)
    assert (len(cut), cut[-6:]) == (32_767, "знаков]"[-6:])


def test_a_sheet_lies_ready_for_screen_and_paper() -> None:
    page = _book(Sheet("Школы", TABLE, title="Показатели", frozen_columns=1))["Школы"]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B5", "A4:D8", "$3:$4")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    setup = page.page_setup
    # Absent means one page wide.
    assert (setup.fitToWidth, setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (
        None,
        0,
        True,
    )
    assert sorted(str(each) for each in page.merged_cells.ranges) == ["A3:A4", "B3:C3", "D3:D4"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["Показатели", None, None, None],
        [None, None, None, None],
        ["Школа", "ВПР, математика, 5 класс", None, "Основание"],
        [None, "Доля «2»", "Участники, чел.", None],
        ["Город", None, None, None],
        ["Берёзовская СОШ", 0.3125, 32, "повтор"],
        ["Ольховская СОШ", None, None, "нет данных"],
        ["Всего", 0.31, 12345, None],
        [None, None, None, None],
        ["— данных нет.", None, None, None],
    ]


def test_marked_cells_have_a_ground_and_a_comment() -> None:
    table = Table(
        (Column("А", hint="Как в журнале"),), (Row((Cell("ой", mark=Mark.ERROR, comment="Не число"),)),)
    )
    page = _book(Sheet("Ошибки", table))["Ошибки"]
    assert (page["A2"].fill.fgColor.rgb, page["A2"].comment.text) == ("FFF6D5D1", "Не число")
    assert page["A1"].comment.text == "Как в журнале"


def test_a_column_to_fill_in_keeps_leading_zeros() -> None:
    page = _book(Sheet("ИНН", Table((Column("ИНН", as_typed=True),), ())))["ИНН"]
    assert page.column_dimensions["A"].width > 6
    assert (page.max_row, page.auto_filter.ref) == (1, None)


def test_names_of_sheets_are_made_what_excel_takes() -> None:
    table = Table((Column("А"),), ())
    names = ("ВПР/ОГЭ: [2026]", "впр ОГЭ   2026", "", "'", "History", "я" * 40, "я" * 50)
    assert _book(*(Sheet(name, table) for name in names)).sheetnames == [
        "ВПР ОГЭ   2026",
        "впр ОГЭ   2026 (2)",
        "Лист",
        "Лист (2)",
        "History (2)",
        "я" * 31,
        "я" * 27 + " (2)",
    ]


def test_a_large_sheet_keeps_every_row() -> None:
    page = _column(tuple(f"Школа {at}" for at in range(1000)))
    assert _body(page) == [f"Школа {at}" for at in range(1000)]


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        Table((Column("А"), Column("Б")), (Row((1,)),))


def test_a_demonstration_says_so_in_properties_and_on_a_sheet_that_reading_leaves_out() -> None:
    table = Table((Column("Школа"), Column("Год")), (Row(("Берёзовская СОШ", 2026)),))
    say_in_workbooks("Синтетические данные.")
    try:
        data = write_xlsx([Sheet("Школы", table), Sheet("О файле", table)], date_of_data=date(2026, 3, 22))
    finally:
        say_in_workbooks("")
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.properties.description == "Синтетические данные."
    assert book.sheetnames == ["Школы", "О файле (2)", "О файле"]
    assert [cell.value for cell in book["О файле"]["A"]] == ["Опора: о файле", "Синтетические данные."]
    assert [sheet.name for sheet in read_workbook(data, "школы.xlsx").sheets] == ["Школы", "О файле (2)"]
