"""XLSX: values, places, hidden and merged, errors, percents."""

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from imports.making import raw_xlsx, xlsx_parts, zipped
from opora.imports.problems import Place
from opora.imports.sheets import (
    Fault,
    Limits,
    Merged,
    ShownAsPercent,
    Unreadable,
    fill_merged,
    put,
    read_workbook,
)

MOMENT = datetime.datetime(2024, 3, 12, 10, 30)  # noqa: DTZ001 - cells know no zone
SAMPLE = Path(__file__).parents[2] / "samples" / "results-published.xlsx"


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def codes(workbook) -> list[tuple[str, str | None, bool]]:
    return [(p.code, p.place.cell, p.stops) for p in workbook.problems()]


def test_values_become_ours_and_places_survive_an_empty_edge():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Свод"
    page["C4"], page["D4"], page["E4"], page["F4"] = "Школа", 5, 2.5, True
    page["C6"], page["D6"], page["E6"] = (
        datetime.date(2024, 3, 12),
        MOMENT,
        "005",
    )
    sheet = read_workbook(saved(book), "a.xlsx").sheets[0]
    assert sheet.rows == [
        ["Школа", 5, 2.5, True],
        [None, None, None, None],
        [datetime.date(2024, 3, 12), MOMENT, "005", None],
    ]
    assert [type(v) for v in sheet.rows[0]] == [str, int, float, bool]
    assert str(sheet.place(2, 1)) == "лист «Свод», ячейка D6"


def test_published_sample_is_as_published():
    sheet = read_workbook(SAMPLE.read_bytes(), SAMPLE.name).sheets[0]
    headings = fill_merged(sheet, upto=2)
    assert [value for value in headings[0] if value is not None][:3] == [
        "ВПР МА 5 2020",
        "ВПР МА 5 2020",
        "ВПР МА 5 2021",
    ]
    assert [sum(v is not None for v in row) for row in headings] == [24, 24]
    assert [sum(v is not None for v in row[1:]) for row in sheet.rows[2:]] == [25, 25]
    assert [row[16:] for row in sheet.rows[2:]] == [
        [64, "-", "-", 10, 40, "-", 0, 50, "-", 0],
        [20, "-", "-", 10, 20, "-", 0, 50, "-", 0],
    ]
    assert len(sheet.merged) == 12


def test_hidden_sheet_rows_and_columns_are_read_and_told():
    book = openpyxl.Workbook()
    page = book.active
    for row in range(1, 7):
        page.append([row, row, row])
    for row in (2, 3, 5):
        page.row_dimensions[row].hidden = True
    page.column_dimensions["B"].hidden = True
    book.create_sheet("Тайный").sheet_state = "hidden"
    workbook = read_workbook(saved(book), "a.xlsx")
    first, second = workbook.sheets
    assert (first.hidden_rows, first.hidden_columns, second.hidden) == ((2, 3, 5), (2,), True)
    assert len(first.rows) == 6
    assert codes(workbook) == [
        ("rows-hidden", None, False),
        ("columns-hidden", None, False),
        ("sheet-hidden", None, False),
    ]
    assert "строки: 2–3, 5" in first.warnings[0].message


def test_errors_and_formulas_without_a_result_have_places():
    data = raw_xlsx(
        '<row r="2"><c r="B2"><v>1</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="3"><c r="B3"><f>A1+1</f></c><c r="C3"><f>A1</f><v></v></c>'
        '<c r="D3"><f t="shared" si="0"/></c>'
        '<c r="E3" t="str"><f>""</f><v></v></c><c r="F3"><f>1+1</f><v>2</v></c></row>'
        '<row r="9"><c r="A9" t="e"><v>#N/A</v></c></row>'
    )
    workbook = read_workbook(data, "a.xlsx")
    sheet = workbook.sheets[0]
    assert codes(workbook) == [
        ("cell-error", "C2", True),
        ("formula-without-value", "B3", True),
        ("formula-without-value", "C3", True),
        ("formula-without-value", "D3", True),
        ("cell-error", "A9", True),
    ]
    assert (sheet.first_row, sheet.first_col) == (2, 1)
    assert sheet.cell(0, 2) == Fault("#DIV/0!") and sheet.cell(1, 5) == 2 and sheet.cell(7, 0) == "#N/A"


def test_a_cell_can_be_decided_by_a_person():
    body = '<row r="2"><c r="B2"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    workbook = read_workbook(raw_xlsx(body), "a.xlsx")
    sheet = workbook.sheets[0]
    assert put(workbook, Place("Лист1", 2, "C"), None)
    assert put(workbook, Place("Лист1", 2, "E"), 5)
    assert (sheet.rows, sheet.problems) == ([[1, None, None, 5]], [])
    nowhere = [Place("Лист9", 2, "C"), Place("Лист1", 3, "C"), Place("Лист1", 2, "A"), Place("Лист1", 2)]
    assert [put(workbook, place, 1) for place in nowhere] == [False] * 4


def test_percents_are_known_by_their_format():
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0.0%"/>'
        '<numFmt numFmtId="171" formatCode="0&quot;%&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
    )
    cells = "".join(f'<c r="{c}1" s="{s}"><v>0.3</v></c>' for s, c in enumerate("ABCD"))
    row = read_workbook(raw_xlsx(f'<row r="1">{cells}</row>', styles=styles), "a.xlsx").sheets[0].rows[0]
    assert [isinstance(value, ShownAsPercent) for value in row] == [False, True, True, False]


def test_prefixed_single_quoted_and_unnumbered_cells_are_read():
    parts = xlsx_parts("")
    parts["xl/worksheets/s0.xml"] = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        "<x:row r='1' hidden='1'><x:c r='A1'><x:v>7</x:v></x:c>"
        "<x:c r='B1' t='e'><x:v>#N/A</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    workbook = read_workbook(zipped(parts), "a.xlsx")
    assert workbook.sheets[0].rows == [[7, "#N/A"]]
    assert codes(workbook) == [("cell-error", "B1", True), ("rows-hidden", None, False)]
    unnumbered = read_workbook(
        raw_xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"), "a.xlsx"
    )
    assert unnumbered.sheets[0].rows == [[1, 2], [3, None]]


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "XFD600", "AB99999"])
@pytest.mark.parametrize(
    "head", ["", '<dimension ref="A1"/>', '<dimension ref="A1:B2"/>', '<dimension ref="A1:J50000"/>']
)
def test_a_far_cell_is_refused_before_memory_is_spent(reference: str, head: str):
    body = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c t="n" r="{reference}"><v>1</v></c></row>'
    limits = Limits(cells=100_000)
    with pytest.raises(Unreadable) as caught:
        read_workbook(raw_xlsx(body, head=head), "a.xlsx", limits=limits)
    assert caught.value.problem.code == "file-too-many-cells"
    assert reference.lstrip("AXFDB") in caught.value.problem.message


def test_far_cells_that_are_only_formatted_do_not_count():
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_workbook(raw_xlsx(body, head='<dimension ref="A1:XFD1048576"/>'), "a.xlsx").sheets[
        0
    ].rows == [[1]]


def test_a_file_never_recalculated_and_links_to_other_files_are_told():
    parts = xlsx_parts(
        '<row r="1"><c r="A1"><f>[1]S!A1</f><v>0</v></c></row>',
        calc='<calcPr calcId="1" fullCalcOnLoad="1"/>',
    )
    parts["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    assert codes(read_workbook(zipped(parts), "a.xlsx")) == [
        ("external-links", None, False),
        ("formulas-not-recalculated", None, False),
    ]


def test_merged_cells_fill_headings_only_as_far_as_they_reach():
    book = openpyxl.Workbook()
    page = book.active
    page["B2"], page["D2"], page["B3"], page["C3"] = "ВПР", "ОГЭ", 1, 2
    page.merge_cells("B2:C2")
    page.merge_cells("D2:E3")
    sheet = read_workbook(saved(book), "a.xlsx").sheets[0]
    assert sheet.merged == [Merged(0, 0, 0, 1), Merged(0, 2, 1, 3)]
    assert fill_merged(sheet) == [["ВПР", "ВПР", "ОГЭ", "ОГЭ"], [1, 2, "ОГЭ", "ОГЭ"]]
    assert sheet.rows == [["ВПР", None, "ОГЭ"], [1, 2, None]]
