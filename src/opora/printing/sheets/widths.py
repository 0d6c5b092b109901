"""Widths of columns by what stands in them."""

from __future__ import annotations

from opora.printing.tables import Column, Row, Table, cell_of, shown
from opora.printing.text import plain

_NARROWEST = 6.0
_WIDEST = 48.0
# Past these the widths hardly change, and a sheet of 50,000 rows should not be measured twice.
_ROWS_MEASURED = 500


def widths_of(table: Table) -> tuple[float, ...]:
    """Characters for each column: its longest value and its longest word of the heading."""
    rows = [row for row in table.rows[:_ROWS_MEASURED] if isinstance(row, Row)]
    return tuple(_width(at, column, rows) for at, column in enumerate(table.columns))


def _width(at: int, column: Column, rows: list[Row]) -> float:
    words = max((len(word) for word in column.heading.split()), default=0)
    heading = max(words + 2, min(len(column.heading), 16))
    values = (plain(shown(cell_of(row.cells[at]).value, column, "")) for row in rows)
    longest = max((len(line) for value in values for line in value.split("\n")), default=0)
    return min(_WIDEST, max(_NARROWEST, heading + 1, longest + 2))
