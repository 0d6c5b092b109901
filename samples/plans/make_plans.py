"""Writes plan-49 and plan-13 as XLSX and DOCX from the CSV beside this script.

Two real plans of municipalities with their numbers, terms and mistakes as published, people, town and region
invented: 35 stands twice, 36 is missing, tables of the DOCX break over pages in the middle of rows 7, 34 and 40. The
import must take them row for row, so nothing here may be tidied; the CSV is what must come out.

    ./dev python samples/plans/make_plans.py
"""

import csv
import datetime
import io
import zipfile
from pathlib import Path

import docx
import xlsxwriter
from docx.table import Table

HERE = Path(__file__).parent
#: number of the row → the words after which each of its cells goes on in the next table
BREAKS = {
    "plan-49": {
        "7.": (None, "управленческих команд Средних школ", None, "в рамках реализации проекта"),
        "34.": (None, "муниципального плана (дорожной карты) по повышению", None, None),
        "40.": (None, "официальных сайтах Средних школ №№", None, "Т.К., Фомичева Б.О.;"),
    },
    "plan-13": {},
}
_MADE = datetime.datetime(2021, 1, 1)  # noqa: DTZ001 - no zone in the format
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Write the files beside this script; the same bytes every time."""
    for name, breaks in BREAKS.items():
        with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        _workbook(HERE / f"{name}.xlsx", heading, rows)
        (HERE / f"{name}.docx").write_bytes(_document(heading, rows, breaks))


def _workbook(path: Path, heading: list[str], rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet("План")
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        bold = book.add_format({"text_wrap": True, "bold": True, "border": 1})
        sheet.set_column(0, 0, 7)
        sheet.set_column(1, len(heading) - 1, 45)
        for at, row in enumerate([heading, *rows]):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text, wrapped if at else bold)


def _document(heading: list[str], rows: list[list[str]], breaks: dict[str, tuple[str | None, ...]]) -> bytes:
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _MADE
    table = _table(document, heading)
    for row in rows:
        if row[0] not in breaks:
            _write(table, row)
            continue
        first, rest = _broken(row, breaks[row[0]])
        _write(table, first)
        document.add_paragraph()
        table = _table(document, rest)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _broken(row: list[str], after: tuple[str | None, ...]) -> tuple[list[str], list[str]]:
    first, rest = [], []
    for text, words in zip(row, after, strict=True):
        at = text.index(words) + len(words) if words else len(text)
        first.append(text[:at])
        rest.append(text[at:].strip())
    return first, rest


def _table(document: docx.document.Document, row: list[str]) -> Table:
    table = document.add_table(rows=0, cols=len(row))
    table.style = "Table Grid"
    _write(table, row)
    return table


def _write(table: Table, row: list[str]) -> None:
    cells = table.add_row().cells
    for cell, text in zip(cells, row, strict=True):
        lines = text.split("\n")
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def _timeless(data: bytes) -> bytes:
    """The same parts without the time at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _NO_TIME), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    main()
