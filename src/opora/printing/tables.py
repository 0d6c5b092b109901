"""The table of a printed document and of a sheet: columns, rows, cells and how a value is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from opora.printing import russian
from opora.printing.text import Align, Run, Text

type Value = Text | int | float | Decimal | date | None
"""What a cell may hold. None is a missing value: it never shows as zero."""


class Mark(StrEnum):
    """The ground of a cell. It only supports the words in it: documents are printed in grey."""

    NONE = "none"
    ERROR = "error"
    WARNING = "warning"
    GOOD = "good"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``width`` is relative to the other columns. Neighbours with the same ``group`` share a heading
    above their own. ``unit`` stands in the heading, after a comma. A ``percent`` column holds
    shares 0–1; ``decimals`` None shows a number as it is. In sheets, ``hint`` is the
    comment on the heading, and ``as_typed`` keeps what a person types later from turning into a
    date or losing its leading zeros.
    """

    title: str
    align: Align = Align.LEFT
    width: float = 1.0
    unit: str = ""
    group: str = ""
    decimals: int | None = None
    percent: bool = False
    hint: str = ""
    as_typed: bool = False

    @property
    def heading(self) -> str:
        return f"{self.title}, {self.unit}" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what differs from its column. ``comment`` shows in sheets only."""

    value: Value
    bold: bool = False
    mark: Mark = Mark.NONE
    comment: str = ""
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell | Value, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside the table, across all its columns."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row | Section, ...]
    caption: str = ""
    notes: tuple[Text, ...] = ()
    missing: str = "—"
    empty: str = "Строк нет"
    small: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs a column")
        for row in self.rows:
            if isinstance(row, Row) and len(row.cells) != len(self.columns):
                raise ValueError(
                    f"a row of {len(row.cells)} cells in a table of {len(self.columns)} columns: {row!r}"
                )

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the heading rows: where it starts and how far it reaches."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def headings(table: Table) -> tuple[HeadCell, ...]:
    """The cells of the one or two heading rows, by row and column."""
    if not table.has_groups:
        return tuple(HeadCell(column.heading, 0, at, 1, 1) for at, column in enumerate(table.columns))
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    for at, column in enumerate(table.columns):
        if not column.group:
            upper.append(HeadCell(column.heading, 0, at, 2, 1))
            continue
        lower.append(HeadCell(column.heading, 1, at, 1, 1))
        last = upper[-1] if upper else None
        if last and last.rows == 1 and last.text == column.group:
            upper[-1] = HeadCell(last.text, 0, last.column, 1, last.columns + 1)
        else:
            upper.append(HeadCell(column.group, 0, at, 1, 1))
    return tuple(upper + lower)


def cell_of(item: Cell | Value) -> Cell:
    return item if isinstance(item, Cell) else Cell(item)


def align_of(cell: Cell, column: Column) -> Align:
    """The cell's own side or the column's: «нет данных» stands under the numbers."""
    return cell.align or column.align


def shown(value: Value, column: Column, missing: str) -> Text:
    """The value as a reader sees it in a document."""
    match value:
        case None:
            return missing
        case str() | Run() | tuple():
            return value
        case bool():
            return "да" if value else "нет"
        case date():
            return russian.short_date(value)
        case _ if not math.isfinite(value):
            raise ValueError(f"{value} is not a figure: give None where it is missing")
        case _ if column.percent:
            return russian.percent(value, column.decimals or 0)
        case _:
            return russian.number(value, column.decimals)
