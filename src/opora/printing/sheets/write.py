"""Sheets → XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from opora.printing.sheets.about import finish
from opora.printing.sheets.cells import CellWriter
from opora.printing.sheets.formats import TEXT, Formats, Look
from opora.printing.sheets.model import Sheet, sheet_names
from opora.printing.sheets.widths import widths_of
from opora.printing.tables import Column, HeadCell, Row, Section, cell_of, headings
from opora.printing.text import clean, plain

MAX_ROWS = 1_048_576
_A4 = 9
# The zip's own «no time»: a file of sheets without a date says nothing of when it was made.
_NO_DATE = date(1980, 1, 1)


def write_xlsx(sheets: Sequence[Sheet], *, date_of_data: date | None = None, title: str = "") -> bytes:
    """The sheets as XLSX; the same sheets give the same bytes. Missing values are empty cells."""
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    out = BytesIO()
    made_of = datetime.combine(date_of_data or _NO_DATE, time(), UTC).replace(tzinfo=None)
    with Workbook(out, {"in_memory": True}) as book:
        formats = Formats(book)
        for sheet, name in zip(sheets, sheet_names(sheet.name for sheet in sheets), strict=True):
            _SheetWriter(book.add_worksheet(name), formats, sheet).write()
        finish(book, created=made_of, title=clean(title))
    return out.getvalue()


class _SheetWriter:
    def __init__(self, page: Worksheet, formats: Formats, sheet: Sheet) -> None:
        self._page = page
        self._formats = formats
        self._sheet = sheet
        self._table = sheet.table
        self._cells = CellWriter(page, formats)

    def write(self) -> None:
        top = self._write_title()
        body = self._write_headings(top)
        end = self._write_rows(body)
        self._write_notes(end)
        self._set_columns()
        self._set_screen(body, end)
        self._set_paper(top, body)

    def _write_title(self) -> int:
        if not self._sheet.title:
            return 0
        look = self._formats.of(Look(bold=True, border=False, size=14, wrap=False))
        self._page.write_string(0, 0, clean(self._sheet.title), look)
        return 2

    def _write_headings(self, top: int) -> int:
        for cell in headings(self._table):
            self._write_heading(cell, top)
        return top + (2 if self._table.has_groups else 1)

    def _write_heading(self, cell: HeadCell, top: int) -> None:
        look = self._formats.of(Look(heading=True))
        row, column = top + cell.row, cell.column
        if cell.rows * cell.columns > 1:
            below, beside = row + cell.rows - 1, column + cell.columns - 1
            self._page.merge_range(row, column, below, beside, "", look)
        self._page.write_string(row, column, clean(cell.text), look)
        hint = self._table.columns[column].hint
        if hint and (cell.row == 1 or not self._table.columns[column].group):
            self._cells.comment(row, column, hint)

    def _write_rows(self, body: int) -> int:
        if body + len(self._table.rows) > MAX_ROWS:
            raise ValueError(f"a sheet holds {MAX_ROWS} rows")
        for at, item in enumerate(self._table.rows, start=body):
            if isinstance(item, Section):
                look = self._formats.of(Look(bold=True, number=TEXT, wrap=False))
                self._page.write_string(at, 0, clean(item.text), look)
            else:
                self._write_row(at, item)
        return body + len(self._table.rows)

    def _write_row(self, at: int, row: Row) -> None:
        for column, item in enumerate(row.cells):
            self._cells.write(at, column, cell_of(item), self._table.columns[column], bold=row.bold)

    def _write_notes(self, end: int) -> None:
        look = self._formats.of(Look(italic=True, border=False, wrap=False))
        for at, note in enumerate(self._table.notes, start=end + 1):
            self._page.write_string(at, 0, plain(note), look)

    def _set_columns(self) -> None:
        widths = self._sheet.widths or widths_of(self._table)
        for at, (column, width) in enumerate(zip(self._table.columns, widths, strict=True)):
            self._page.set_column(at, at, width, self._entry_format(column))

    def _entry_format(self, column: Column) -> object:
        return self._formats.of(Look(number=TEXT, border=False)) if column.as_typed else None

    def _set_screen(self, body: int, end: int) -> None:
        if self._sheet.frozen_header or self._sheet.frozen_columns:
            self._page.freeze_panes(body if self._sheet.frozen_header else 0, self._sheet.frozen_columns)
        if self._sheet.autofilter and self._table.rows:
            self._page.autofilter(body - 1, 0, end - 1, len(self._table.columns) - 1)

    def _set_paper(self, top: int, body: int) -> None:
        page = self._page
        page.set_paper(_A4)
        if self._sheet.landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.6)
        page.repeat_rows(top, body - 1)
        page.set_footer("&R&P из &N")
