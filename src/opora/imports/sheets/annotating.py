"""The file given back: the same rows, the wrong cells marked, and a list of what to correct in front."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from opora.imports.problems import Place, Problem
from opora.imports.sheets.reading import FIX_LIST, FIX_LIST_MARK
from opora.imports.sheets.workbook import (
    Cell,
    Sheet,
    ShownAsPercent,
    Workbook,
    column_letter,
    column_number,
)

# The same rows and problems make the same bytes: no time of making inside.
_MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - the format keeps no time zone
# What a sheet's name may not hold; signs beyond the basic plane count twice there, so they go too.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]")
# What XML cannot carry at all.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_LISTED = 20_000
_MOST_MARKED = 20_000
_LONGEST_TEXT = 32_767
_LARGEST = 1e300
_FIRST_LINE = 4
_HEADINGS = (
    ("№", 6),
    ("Лист", 22),
    ("Ячейка", 10),
    ("Значение", 24),
    ("Что не так и что сделать", 80),
    ("Подойдёт", 40),
)


def annotate(workbook: Workbook, problems: Iterable[Problem]) -> bytes:
    """An XLSX with a first sheet «Что исправить» and every cell with a problem filled and commented.

    Values stand where they stood, texts as texts (nothing is executed). The file can be corrected
    and imported again: reading leaves the first sheet out.
    """
    problems = list(problems)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE, "title": FIX_LIST})
        writer = _Writer(book)
        names = _sheet_names(workbook)
        writer.write_list(problems, names)
        for index, sheet in enumerate(workbook.sheets):
            here = [problem for problem in problems if problem.place.sheet == sheet.name]
            writer.write_sheet(sheet, names[index], here)
    return out.getvalue()


def _sheet_names(workbook: Workbook) -> list[str]:
    """Names a spreadsheet accepts: at most 31 signs, none forbidden, none twice."""
    taken = {FIX_LIST.casefold(), "history"}
    names: list[str] = []
    for number, sheet in enumerate(workbook.sheets, start=1):
        wanted = _fitting(sheet.name) or f"Лист {number}"
        name, attempt = wanted, 1
        while name.casefold() in taken:
            attempt += 1
            ending = f" ({attempt})"
            name = wanted[: 31 - len(ending)] + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def _fitting(name: str) -> str:
    return _FORBIDDEN.sub(" ", name)[:31].strip("' ")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST_TEXT]


class _Writer:
    """Formats of one file and the writing of its sheets."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._link = book.add_format({"font_color": "#0b57d0", "underline": 1, "valign": "top"})
        self._formats: dict[tuple[str, bool | None], Any] = {}

    def _format(self, number_format: str, stops: bool | None) -> Any:
        """Red for what stops the import, yellow for a warning; a bold border so that grey print shows it."""
        key = (number_format, stops)
        if key not in self._formats:
            look: dict[str, object] = {"num_format": number_format} if number_format else {}
            if stops is not None:
                look |= {"bg_color": "#f8c9c4" if stops else "#fff0b8", "border": 2 if stops else 1}
            self._formats[key] = self._book.add_format(look) if look else None
        return self._formats[key]

    def write_list(self, problems: list[Problem], names: list[str]) -> None:
        """The sheet in front: one line per problem with a link to its cell."""
        page = self._book.add_worksheet(FIX_LIST)
        page.write_string(0, 0, FIX_LIST_MARK, self._title)
        page.write_string(1, 0, _summary(problems))
        for column, (heading, width) in enumerate(_HEADINGS):
            page.write_string(_FIRST_LINE - 1, column, heading, self._heading)
            page.set_column(column, column, width)
        page.freeze_panes(_FIRST_LINE, 0)
        page.repeat_rows(_FIRST_LINE - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for number, problem in enumerate(problems[:_MOST_LISTED], start=1):
            self._write_line(page, number, problem, names)

    def _write_line(self, page: Any, number: int, problem: Problem, names: list[str]) -> None:
        line = _FIRST_LINE - 1 + number
        place = problem.place
        page.write_number(line, 0, number, self._wrapped)
        page.write_string(line, 1, _writable(place.sheet or ""), self._wrapped)
        where = place.cell or (f"строка {place.row}" if place.row else place.column or "")
        target = _target(place, names)
        if target and where:
            page.write_url(line, 2, target, self._link, where)
        else:
            page.write_string(line, 2, where, self._wrapped)
        page.write_string(line, 3, _writable(problem.value or ""), self._wrapped)
        page.write_string(line, 4, _writable(problem.message), self._wrapped)
        page.write_string(line, 5, _writable("; ".join((problem.allowed or ())[:50])), self._wrapped)

    def write_sheet(self, sheet: Sheet, name: str, problems: list[Problem]) -> None:
        """The sheet as it was read, with marks."""
        page = self._book.add_worksheet(name)
        marks = _marks(sheet, problems)
        for index, row in enumerate(sheet.rows):
            for position, cell in enumerate(row):
                if cell is not None:
                    at = (sheet.first_row - 1 + index, sheet.first_col - 1 + position)
                    self._write_cell(page, *at, cell, _stops(marks.get(at)))
        for (row_at, column_at), found in list(marks.items())[:_MOST_MARKED]:
            if sheet.cell(row_at + 1 - sheet.first_row, column_at + 1 - sheet.first_col) is None:
                page.write_blank(row_at, column_at, None, self._format("", _stops(found)))
            text = "\n".join(problem.message for problem in found)
            page.write_comment(row_at, column_at, _writable(text)[:2000], {"x_scale": 2.5, "y_scale": 1.5})

    def _write_cell(self, page: Any, row: int, column: int, cell: Cell, stops: bool | None) -> None:
        if isinstance(cell, bool):
            page.write_boolean(row, column, cell, self._format("", stops))
        elif isinstance(cell, str):
            page.write_string(row, column, _writable(cell), self._format("", stops))
        elif isinstance(cell, datetime.date):
            shape = "dd.mm.yyyy hh:mm" if isinstance(cell, datetime.datetime) else "dd.mm.yyyy"
            page.write_datetime(row, column, cell, self._format(shape, stops))
        elif _fits(cell):
            shape = "0.##%" if isinstance(cell, ShownAsPercent) else ""
            page.write_number(row, column, cell, self._format(shape, stops))
        else:
            page.write_string(row, column, str(cell), self._format("", stops))


def _fits(cell: int | float | Decimal | None) -> bool:
    """Numbers of more than fifteen digits lose some in a spreadsheet, and it knows no infinity."""
    if cell is None:
        return False
    if isinstance(cell, int):
        return abs(cell) < 10**15
    return abs(float(cell)) < _LARGEST


def _stops(problems: list[Problem] | None) -> bool | None:
    return None if problems is None else any(problem.stops for problem in problems)


def _marks(sheet: Sheet, problems: list[Problem]) -> dict[tuple[int, int], list[Problem]]:
    """Problems by cell, counted from 0; a whole row or column is marked at its first cell."""
    marks: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        row, column = problem.place.row, problem.place.column
        if row is None and column is None:
            continue
        at = (
            row - 1 if row else sheet.first_row - 1,
            column_number(column) - 1 if column else sheet.first_col - 1,
        )
        if 0 <= at[0] < 1_048_576 and 0 <= at[1] < 16_384:
            marks[at].append(problem)
    return dict(marks)


def _target(place: Place, names: list[str]) -> str | None:
    """A link inside the file; the sheet's name was perhaps changed to fit."""
    wanted = _fitting(place.sheet or "")
    if not place.row or wanted not in names:
        return None
    quoted = wanted.replace("'", "''")
    return f"internal:'{quoted}'!{place.column or column_letter(1)}{place.row}"


def _summary(problems: list[Problem]) -> str:
    stopping = sum(problem.stops for problem in problems)
    text = f"Мешают импорту: {stopping}. Предупреждения: {len(problems) - stopping}. "
    if len(problems) > _MOST_LISTED:
        text += f"Показаны первые {_MOST_LISTED}. "
    return text + "Исправьте отмеченные ячейки на следующих листах и загрузите этот файл снова."
