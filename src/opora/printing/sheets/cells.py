"""One cell: numbers as numbers, dates as dates, everything else as text that never runs."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from opora.printing.sheets.formats import Formats, Look, number_format
from opora.printing.tables import Cell, Column, align_of
from opora.printing.text import Run, clean, plain

LONGEST_TEXT = 32_767
_CUT = "… [обрезано: в ячейку Excel помещается не больше 32 767 знаков]"
# Excel keeps fifteen digits and silently turns the rest into zeros.
_LARGEST_NUMBER = 10**15
_FIRST_DAY = date(1900, 3, 1)


class CellWriter:
    def __init__(self, page: Worksheet, formats: Formats) -> None:
        self._page = page
        self._formats = formats
        # A sheet has few kinds of cells and many cells: building a Look for each took half the time.
        self._seen: dict[tuple[object, ...], Format] = {}

    def write(self, row: int, at: int, cell: Cell, column: Column, *, bold: bool) -> None:
        form = self._format(at, cell, column, bold=bold or cell.bold)
        match cell.value:
            case None | "" | ():
                self._page.write_blank(row, at, None, form)
            case bool():
                self._page.write_string(row, at, "да" if cell.value else "нет", form)
            case str() | Run() | tuple():
                self._page.write_string(row, at, fitting(plain(cell.value)), form)
            case date() if cell.value < _FIRST_DAY:
                # Excel's calendar begins there; an earlier day would become a number of its own.
                self._page.write_string(row, at, f"{cell.value:%d.%m.%Y}", form)
            case date():
                self._page.write_datetime(row, at, datetime.combine(cell.value, time()), form)
            case int() | float() | Decimal():
                self._number(row, at, cell.value, form)
        if cell.comment:
            self.comment(row, at, cell.comment)

    def _format(self, at: int, cell: Cell, column: Column, *, bold: bool) -> Format:
        kind = (at, type(cell.value), bold, cell.align, cell.mark)
        if kind not in self._seen:
            number, align = number_format(cell.value, column), align_of(cell, column)
            self._seen[kind] = self._formats.of(Look(number=number, bold=bold, align=align, mark=cell.mark))
        return self._seen[kind]

    def comment(self, row: int, at: int, text: str) -> None:
        size = {"x_scale": 2, "y_scale": max(1, len(text) / 120)}
        self._page.write_comment(row, at, fitting(clean(text)), {"author": "", "font_size": 10, **size})

    def _number(self, row: int, at: int, value: float | Decimal, form: Format) -> None:
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a figure: give None where it is missing")
        if not -_LARGEST_NUMBER < value < _LARGEST_NUMBER:
            self._page.write_string(row, at, str(value), form)
        else:
            self._page.write_number(row, at, value, form)


def fitting(text: str) -> str:
    """Text that Excel takes; xlsxwriter would leave out a longer one without a word."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT - len(_CUT)] + _CUT
