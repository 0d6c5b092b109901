"""The one door to the fast parser (calamine), and the making of cells out of what it returns."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineWorkbook, PasswordError, load_workbook

from opora.imports.problems import Place, register
from opora.imports.sheets.archive import damaged
from opora.imports.sheets.kinds import encrypted
from opora.imports.sheets.workbook import (
    Cell,
    Fault,
    Limits,
    Merged,
    Sheet,
    ShownAsPercent,
    Unreadable,
    column_letter,
    put_fault,
    refusal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from python_calamine import CalamineSheet

FILE_TOO_MANY_SHEETS = register("file-too-many-sheets", "В файле слишком много листов.")
FILE_TOO_MANY_CELLS = register(
    "file-too-many-cells", "Таблица слишком велика: строк или ячеек больше предела."
)


def _rare(value: Any) -> Cell:
    """Neither text nor number: a moment at midnight is a date, a time of day its text."""
    match value:
        case datetime.datetime():
            return value.date() if value.time() == datetime.time() else value
        case bool() | datetime.date() | int():
            return value
    return str(value)


def _cells(row: list[Any]) -> list[Cell]:
    """An empty text is an empty cell, a whole float a whole number.

    Written as one expression because it runs for every cell of every file.
    """
    return [
        v or None
        if v.__class__ is str
        else (int(v) if v.is_integer() else v)
        if v.__class__ is float
        else _rare(v)
        for v in row
    ]


def guarded_open(data: bytes) -> CalamineWorkbook:
    """Open with the parser; whatever it raises becomes Unreadable."""
    try:
        return load_workbook(BytesIO(data))
    except BaseException as error:
        raise _translated(error) from error


def guarded_sheet(book: CalamineWorkbook, index: int) -> CalamineSheet:
    """Read one sheet with the parser; whatever it raises becomes Unreadable."""
    try:
        return book.get_sheet_by_index(index)
    except BaseException as error:
        raise _translated(error) from error


def _translated(error: BaseException) -> BaseException:
    if isinstance(error, PasswordError):
        return encrypted()
    # A panic inside the parser arrives as a BaseException of its own kind.
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return error if isinstance(error, Unreadable) else damaged()
    return error


def fill(sheet: Sheet, source: CalamineSheet) -> None:
    """Rows, offset and merged ranges of a sheet, values made ours."""
    start = source.start
    if start is None:
        return
    sheet.first_row, sheet.first_col = start[0] + 1, start[1] + 1
    sheet.rows = [_cells(row) for row in source.to_python()]
    top, left = start
    sheet.merged = [
        Merged(first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in sorted(source.merged_cell_ranges or [])
    ]


def check_sheet_count(count: int, limits: Limits) -> None:
    """More sheets than anyone reads are a mistake or an attack."""
    if count > limits.sheets:
        raise refusal(
            FILE_TOO_MANY_SHEETS,
            f"В файле {count} листов, а прочитать можно не больше {limits.sheets}. "
            "Оставьте в файле только нужные листы.",
        )


def check_size(name: str, rows: int, columns: int, before: int, limits: Limits) -> int:
    """Cells read so far with this sheet; refuses a sheet that reaches too far."""
    total = before + rows * columns
    if rows > limits.rows or total > limits.cells:
        raise too_many_cells(name, rows, columns, limits)
    return total


def too_many_cells(name: str, rows: int, columns: int, limits: Limits) -> Unreadable:
    """The refusal of a sheet that reaches too far, naming its last cell."""
    end = f"{column_letter(columns)}{rows}"
    return refusal(
        FILE_TOO_MANY_CELLS,
        f"Лист «{name}» занят до ячейки {end}: это больше, чем можно прочитать "
        f"({_grouped(limits.rows)} строк на листе, {_grouped(limits.cells)} ячеек в файле). Если ниже или "
        "правее таблицы ничего нет, удалите эти строки и столбцы; иначе разделите таблицу на части.",
        place=Place(name),
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def mark_percents(sheet: Sheet, positions: Iterable[tuple[int, int]]) -> None:
    """Numbers the spreadsheet shows as percents; positions counted from 1."""
    first_row, first_col, rows = sheet.first_row, sheet.first_col, sheet.rows
    for row, column in positions:
        line, at = row - first_row, column - first_col
        if 0 <= line < len(rows) and 0 <= at < len(rows[line]):
            value = rows[line][at]
            if isinstance(value, int | float) and not isinstance(value, bool):
                rows[line][at] = ShownAsPercent(value)


def mark_faults(sheet: Sheet, faults: dict[tuple[int, int], Fault]) -> None:
    """Put every fault into its cell, growing the rows where the parser had dropped an empty edge."""
    if not faults:
        return
    _grow(sheet, faults)
    for (row, column), fault in sorted(faults.items()):
        put_fault(sheet, row - sheet.first_row, column - sheet.first_col, fault)


def _grow(sheet: Sheet, positions: Iterable[tuple[int, int]]) -> None:
    positions = list(positions)
    if not sheet.rows:
        sheet.first_row, sheet.first_col = min(row for row, _ in positions), min(col for _, col in positions)
    above = max(sheet.first_row - min(row for row, _ in positions), 0)
    left = max(sheet.first_col - min(column for _, column in positions), 0)
    width = max(
        max((len(row) for row in sheet.rows), default=0),
        max(column for _, column in positions) - sheet.first_col + 1,
    )
    height = max(len(sheet.rows), max(row for row, _ in positions) - sheet.first_row + 1)
    if above or left or height > len(sheet.rows) or any(len(row) < width for row in sheet.rows[:1]):
        body = [[None] * left + row + [None] * (width - len(row)) for row in sheet.rows]
        empty: list[Cell] = [None] * (left + width)
        tail = [list(empty) for _ in range(height - len(body))]
        sheet.rows = [list(empty) for _ in range(above)] + body + tail
        sheet.first_row -= above
        sheet.first_col -= left
        sheet.merged = [
            Merged(area.top + above, area.left + left, area.bottom + above, area.right + left)
            for area in sheet.merged
        ]
