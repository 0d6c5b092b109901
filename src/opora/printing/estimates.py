"""About how much room text takes, known before any engine has set it."""

from __future__ import annotations

from collections.abc import Sequence

from opora.printing.blocks import Orientation
from opora.printing.tables import Row, Section, Table, cell_of, shown
from opora.printing.text import Text, plain

LINE = 70
"""Characters of a line of text on an upright page, roughly."""

_LANDSCAPE = 1.45
_SMALL = 1.2
# A row that could fill a page must break, or its end would fall off the paper.
_LINES_KEPT_TOGETHER = 25


def line_capacities(table: Table, orientation: Orientation) -> list[int]:
    """About how many characters a line of each column holds."""
    whole = (
        LINE * (_LANDSCAPE if orientation is Orientation.LANDSCAPE else 1) * (_SMALL if table.small else 1)
    )
    share = whole / sum(column.width for column in table.columns)
    return [max(1, int(share * column.width) - 2) for column in table.columns]


def row_texts(row: Row, table: Table) -> list[Text]:
    """What each cell of the row shows."""
    return [
        shown(cell_of(item).value, column, table.missing)
        for item, column in zip(row.cells, table.columns, strict=True)
    ]


def height_in_lines(texts: Sequence[Text], capacities: Sequence[int]) -> int:
    """Lines of the tallest of the texts, each in its column."""
    return max(
        sum(len(part) // capacity + 1 for part in plain(text).split("\n"))
        for text, capacity in zip(texts, capacities, strict=True)
    )


def is_tall(texts: Sequence[Text], capacities: Sequence[int]) -> bool:
    """Whether a row of these texts must be allowed to break over pages."""
    return height_in_lines(texts, capacities) > _LINES_KEPT_TOGETHER


def table_height(table: Table, orientation: Orientation) -> int:
    """About how many lines the rows of the table take."""
    capacities = line_capacities(table, orientation)
    whole = sum(capacities)
    return sum(
        height_in_lines((row.text,), (whole,))
        if isinstance(row, Section)
        else height_in_lines(row_texts(row, table), capacities)
        for row in table.rows
    )
