"""XLS, ODS, DOCX, CSV and pasted text: what each gives, and what it warns of."""

import csv
import datetime
import struct
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.making import docx, formula_error, label, number, ods, record, xls
from opora.imports.sheets import Limits, Merged, ShownAsPercent, Unreadable, read_pasted, read_workbook


def codes(workbook) -> list[tuple[str, str | None, bool]]:
    return [(p.code, p.place.cell, p.stops) for p in workbook.problems()]


def test_xls_values_errors_hidden_and_percents():
    cells = (
        record(0x7D, struct.pack("<HHHHHH", 1, 1, 2560, 0, 1, 0))
        + record(0x208, struct.pack("<HHHHHHL", 4, 0, 3, 0, 0, 0, 0x20))
        + label(2, 1, "Школа")
        + number(2, 2, 5)
        + number(3, 2, 0.3, 1)
        + record(0xBD, struct.pack("<HHHLHLH", 4, 1, 0, (7 << 2) | 2, 1, (1 << 2) | 2, 2))
        + formula_error(5, 2, 0x2A)
    )
    workbook = read_workbook(xls(cells), "a.xlsx")
    sheet = workbook.sheets[0]
    assert workbook.kind == "xls"
    assert sheet.rows == [["Школа", 5], [None, 0.3], [7, 1], [None, "#Н/Д"]]
    assert [type(row[1]) for row in sheet.rows[:3]] == [int, ShownAsPercent, ShownAsPercent]
    assert codes(workbook) == [
        ("cell-error", "C6", True),
        ("rows-hidden", None, False),
        ("columns-hidden", None, False),
    ]


ODS_SHEET = """
<table:table table:name="Свод" table:style-name="t1">
 <table:table-column/><table:table-column table:visibility="collapse"/>
 <table:table-row><table:table-cell table:number-columns-spanned="2"
   office:value-type="string"><text:p>ВПР<text:s
   text:c="2"/>5</text:p><office:annotation><text:p>замечание</text:p></office:annotation></table:table-cell>
  <table:covered-table-cell/><table:table-cell office:value-type="string"><text:p>a</text:p><text:p>б</text:p>
  </table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="2"/>
 <table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell
   office:value-type="float" office:value="5"/><table:table-cell/><table:table-cell
   table:number-columns-repeated="2" office:value-type="percentage" office:value="0.3"/></table:table-row>
 <table:table-row><table:table-cell office:value-type="date" office:date-value="2024-03-12"/><table:table-cell
   office:value-type="boolean" office:boolean-value="true"/><table:table-cell table:formula="of:=1/0"
   office:value-type="string" calcext:value-type="error"><text:p>#ДЕЛ/0!</text:p></table:table-cell>
  <table:table-cell
   table:formula="of:=[.A1]"/></table:table-row>
 <table:table-row table:number-rows-repeated="1048000"><table:table-cell
   table:number-columns-repeated="16384"/></table:table-row>
</table:table>"""


def test_ods_values_repeats_merged_hidden_and_errors():
    style = '<style:style style:name="t1"><style:table-properties table:display="false"/></style:style>'
    workbook = read_workbook(ods(ODS_SHEET, styles=style), "a.ods")
    sheet = workbook.sheets[0]
    assert (workbook.kind, sheet.name, sheet.hidden) == ("ods", "Свод", True)
    assert sheet.rows == [
        ["ВПР  5", None, "a\nб"],
        [],
        [],
        [5, None, 0.3, 0.3],
        [5, None, 0.3, 0.3],
        [datetime.date(2024, 3, 12), True, "#ДЕЛ/0!", ""],
    ]
    assert isinstance(sheet.rows[3][3], ShownAsPercent)
    assert (sheet.merged, sheet.hidden_rows, sheet.hidden_columns) == ([Merged(0, 0, 0, 1)], (4, 5), (2,))
    assert codes(workbook) == [
        ("cell-error", "C6", True),
        ("formula-without-value", "D6", True),
        ("sheet-hidden", None, False),
        ("rows-hidden", None, False),
        ("columns-hidden", None, False),
    ]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_docx_tables_are_sheets_with_merged_cells():
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        f"<w:tbl><w:tr>{cell('Школа', down)}{cell('ВПР', '<w:gridSpan w:val="2"/>')}</w:tr>"
        f"<w:tr>{cell('', on)}{cell('%2')}<w:tc><w:p><w:del><w:r><w:t>старое</w:t></w:r></w:del>"
        "<w:r><w:t>%</w:t><w:tab/><w:t>5</w:t></w:r></w:p><w:p/></w:tc></w:tr></w:tbl><w:p/>"
        f"<w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr>{cell('внутри')}</w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    first, second, inner = read_workbook(docx(body), "отчёт.docx").sheets
    assert first.rows == [["Школа", "ВПР", None], [None, "%2", "% 5"]]
    assert first.merged == [Merged(0, 0, 1, 0), Merged(0, 1, 0, 2)]
    assert (first.name, second.rows, inner.name, inner.rows) == (
        "Таблица 1",
        [[None]],
        "Таблица 3",
        [["внутри"]],
    )


TEXT = "Школа;Доля «2»\nАсовская ООШ;30,5\nКляповская ООШ;-\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8_r"]
)
def test_csv_encodings(encoding: str):
    text = TEXT if encoding != "koi8_r" else TEXT.replace("«2»", "2")
    workbook = read_workbook(text.encode(encoding), "C:\\Данные\\итоги 2021.csv")
    assert (workbook.kind, workbook.sheets[0].name) == ("csv", "итоги 2021")
    assert workbook.sheets[0].rows[1:] == [["Асовская ООШ", "30,5"], ["Кляповская ООШ", "-"]]


def test_csv_old_encoding_of_dos():
    assert read_workbook("Школа;Доля\nАсовская;5\n".encode("cp866"), "a.csv").sheets[0].rows[1] == [
        "Асовская",
        "5",
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\n1,5;2,5\n", [["a", "b"], ["1,5", "2,5"]]),
        ("a\tb;c\n1\t2;3\n", [["a", "b;c"], ["1", "2;3"]]),
        ("sep=,\r\na;x,b\r\n", [["a;x", "b"]]),
        ('"a ""б""";"1\n2"\n\nx;\n', [['a "б"', "1\n2"], [], ["x", None]]),
        ('МБОУ "Школа";1\n"Школа" №5;2\n', [['МБОУ "Школа"', "1"], ["Школа №5", "2"]]),
        ('="0012";1\n', [["0012", "1"]]),
        ("Школа\nАсовская\n", [["Школа"], ["Асовская"]]),
        ("a;b\r1;2\r", [["a", "b"], ["1", "2"]]),
    ],
)
def test_csv_separators_and_quotes(text: str, rows: list[list[str | None]]):
    assert read_workbook(text.encode(), "a.csv").sheets[0].rows == rows


def test_csv_open_quote_and_limits_have_a_row():
    with pytest.raises(Unreadable) as caught:
        read_workbook(b'a;b\n1;2\n"3;4\n5;6\n', "a.csv")
    problem = caught.value.problem
    assert (problem.code, problem.place.row) == ("text-quotes", 3)
    with pytest.raises(Unreadable) as caught:
        read_workbook(b"a;b\n" * 20, "a.csv", limits=Limits(rows=10))
    assert caught.value.problem.code == "file-too-many-cells"


WORD = st.text(st.sampled_from('абвгдеёжАБВ abc019,;|\t"«»'), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(WORD, min_size=3, max_size=3), min_size=2, max_size=8),
    st.sampled_from("\t;,"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_csv_written_by_the_rules_is_read_back(rows: list[list[str]], separator: str, encoding: str):
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([["Школа", "Доля", "Год"], *rows])
    sheet = read_workbook(out.getvalue().encode(encoding), "a.csv").sheets[0]
    assert sheet.rows == [["Школа", "Доля", "Год"], *rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Школа\tДоля\r\nАсовская\t\r\n", [["Школа", "Доля"], ["Асовская", None]]),
        ("| Школа | Доля |\n|---|---|\n| Асовская | 30 |", [["Школа", "Доля"], ["Асовская", "30"]]),
        ("Школа       Год   Доля\nАсовская    2020  30\nКляповская        0", None),
        ("Асовская ООШ\nКляповская ООШ\n", [["Асовская ООШ"], ["Кляповская ООШ"]]),
        ("a, b\nc, d", [["a", " b"], ["c", " d"]]),
    ],
)
def test_pasted_tables(text: str, rows: list[list[str | None]] | None):
    expected = rows or [["Школа", "Год", "Доля"], ["Асовская", "2020", "30"], ["Кляповская", None, "0"]]
    assert read_pasted(text).sheets[0].rows == expected


@pytest.mark.parametrize(("text", "code"), [(" \n", "file-empty"), ("просто фраза", "pasted-not-a-table")])
def test_pasted_nonsense_is_refused(text: str, code: str):
    with pytest.raises(Unreadable) as caught:
        read_pasted(text)
    assert caught.value.problem.code == code


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300).map(str.encode), st.binary(max_size=300)), st.text(max_size=200))
def test_any_bytes_and_any_paste_end_in_a_table_or_a_refusal(data: bytes, text: str):
    for read in (lambda: read_workbook(data, "a"), lambda: read_pasted(text)):
        try:
            assert read().sheets
        except Unreadable as refusal:
            assert refusal.problem.message
