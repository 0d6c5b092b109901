"""From a workbook to lines: every cell understood, or a problem at its place. Asks the database nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from opora.imports.contract import Request
from opora.imports.names import folded
from opora.imports.problems import Place, Problem
from opora.imports.sheets.values import is_missing, text_of
from opora.imports.sheets.workbook import Cell, Fault, Sheet, Workbook, column_letter
from opora.organisations.passport import PassportItem
from opora.organisations.register_file import codes
from opora.organisations.register_file.cells import read_cell
from opora.organisations.register_file.columns import (
    CARD,
    FIGURES,
    TERRITORY,
    Heading,
    by_word,
    passport_headings,
)

_HEADING_ROWS = 15


@dataclass(slots=True, eq=False)
class Line:
    """One row: `values` holds the cells that were given, by key; an empty cell is absent."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    values: dict[str, object]

    def place(self, key: str = "") -> Place:
        return self.sheet.place(self.row, self.columns.get(key))

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))


@dataclass(slots=True)
class Reading:
    organisations: list[Line] = field(default_factory=list)
    territories: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    sheets: int = 0


def read_register(workbook: Workbook, request: Request, items: Sequence[PassportItem]) -> Reading:
    """Sheets are known by their headings: «Код» and «Название», and «Входит в» for territories."""
    reading = Reading(problems=list(workbook.problems()))
    headings = (*CARD, *FIGURES, *passport_headings(items))
    for sheet in workbook.sheets:
        if found := _find(sheet, TERRITORY, {"code", "name", "parent"}):
            reading.territories += _lines(sheet, found, TERRITORY, reading, request)
        elif found := _find(sheet, headings, {"key", "name"}):
            reading.organisations += _lines(sheet, found, headings, reading, request)
    if not reading.sheets:
        message = "Не нашли столбцы «Код» и «Название». Возьмите шаблон и перенесите данные в него."
        wanted = tuple(heading.title for heading in CARD)
        reading.problems.append(Problem(Place(), None, codes.NO_SHEET, message, wanted))
    elif not reading.rows:
        message = "Под заголовками нет ни одной строки. Заполните файл и загрузите его снова."
        reading.problems.append(Problem(Place(), None, codes.EMPTY, message))
    return reading


def _find(sheet: Sheet, headings: Sequence[Heading], needed: set[str]) -> tuple[int, dict[str, int]] | None:
    """The row of headings and the column of each key."""
    words = by_word(headings)
    for index, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = words.get(folded(text_of(cell)))
            if key:
                columns.setdefault(key, column)
        if needed <= columns.keys():
            return index, columns
    return None


def _lines(
    sheet: Sheet,
    found: tuple[int, dict[str, int]],
    headings: Sequence[Heading],
    reading: Reading,
    request: Request,
) -> list[Line]:
    heading_row, columns = found
    reading.sheets += 1
    kinds = {heading.key: heading for heading in headings if heading.key in columns}
    decided = {(r.row, r.column.upper()): r.value for r in request.resolutions if r.sheet == sheet.name}
    lines = []
    for index in range(heading_row + 1, len(sheet.rows)):
        line = Line(sheet, index, columns, {})
        for key, heading in kinds.items():
            cell = _cell(sheet, index, columns[key], decided)
            if isinstance(cell, Fault) or is_missing(cell):
                continue
            value = read_cell(cell, heading, partial(line.place, key), reading.problems)
            if value is not None:
                line.values[key] = value
        if any(not is_missing(_cell(sheet, index, column, decided)) for column in columns.values()):
            reading.rows += 1
            lines.append(line)
    return lines


def _cell(sheet: Sheet, row: int, column: int, decided: dict[tuple[int, str], str | float | None]) -> Cell:
    """The cell, or what a person decided it to be."""
    if decided:
        place = (sheet.first_row + row, column_letter(sheet.first_col + column))
        if place in decided:
            return decided[place]
    return sheet.cell(row, column)
