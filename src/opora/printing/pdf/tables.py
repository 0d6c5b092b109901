"""A table as data for the template."""

from __future__ import annotations

from opora.printing.blocks import Orientation
from opora.printing.pdf.words import LINE, Node, line, run_nodes
from opora.printing.tables import Cell, Column, Row, Section, Table, align_of, cell_of, headings, shown
from opora.printing.text import Text, plain

_LANDSCAPE = 1.45
_SMALL = 1.2
# A row that could fill a page must break, or its end would fall off the paper.
_LINES_KEPT_TOGETHER = 25


def table_node(table: Table, orientation: Orientation) -> Node:
    capacities = _capacities(table, orientation)
    return {
        "is": "table",
        "widths": [column.width for column in table.columns],
        "head": [
            {
                "text": run_nodes(
                    heading.text, min(capacities[heading.column : heading.column + heading.columns])
                ),
                "x": heading.column,
                "y": heading.row,
                "rows": heading.rows,
                "columns": heading.columns,
            }
            for heading in headings(table)
        ],
        "rows": [_row(row, table, capacities) for row in table.rows] or [_section(table.empty)],
        "caption": line(table.caption),
        "notes": [run_nodes(note) for note in table.notes],
        "small": table.small,
    }


def _capacities(table: Table, orientation: Orientation) -> list[int]:
    """About how many characters a line of each column holds."""
    whole = (
        LINE * (_LANDSCAPE if orientation is Orientation.LANDSCAPE else 1) * (_SMALL if table.small else 1)
    )
    share = whole / sum(column.width for column in table.columns)
    return [max(1, int(share * column.width) - 2) for column in table.columns]


def _row(row: Row | Section, table: Table, capacities: list[int]) -> Node:
    if isinstance(row, Section):
        return _section(row.text)
    cells = [cell_of(item) for item in row.cells]
    texts = [
        shown(cell.value, column, table.missing) for cell, column in zip(cells, table.columns, strict=True)
    ]
    lines = max(
        len(plain(text)) // capacity + plain(text).count("\n")
        for text, capacity in zip(texts, capacities, strict=True)
    )
    return {
        "section": False,
        "bold": row.bold,
        "breakable": lines > _LINES_KEPT_TOGETHER,
        "cells": [
            _cell(cell, text, column, capacity)
            for cell, text, column, capacity in zip(cells, texts, table.columns, capacities, strict=True)
        ],
    }


def _cell(cell: Cell, text: Text, column: Column, capacity: int) -> Node:
    return {
        "runs": run_nodes(text, capacity),
        "bold": cell.bold,
        "mark": cell.mark.value,
        "align": align_of(cell, column).value,
    }


def _section(text: str) -> Node:
    return {"section": True, "runs": run_nodes(text)}
