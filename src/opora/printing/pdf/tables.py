"""A table as data for the template."""

from __future__ import annotations

from opora.printing.blocks import Orientation
from opora.printing.estimates import is_tall, line_capacities, row_texts
from opora.printing.pdf.words import Node, line, run_nodes
from opora.printing.tables import Cell, Column, Row, Section, Table, align_of, cell_of, headings
from opora.printing.text import Text


def table_node(table: Table, orientation: Orientation) -> Node:
    capacities = line_capacities(table, orientation)
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
        "rows": [_row(row, table, capacities) for row in table.rows] or [_section(table.empty, capacities)],
        "caption": line(table.caption),
        "notes": [run_nodes(note) for note in table.notes],
        "small": table.small,
    }


def _row(row: Row | Section, table: Table, capacities: list[int]) -> Node:
    if isinstance(row, Section):
        return _section(row.text, capacities)
    cells = [cell_of(item) for item in row.cells]
    texts = row_texts(row, table)
    return {
        "section": False,
        "bold": row.bold,
        "breakable": is_tall(texts, capacities),
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


def _section(text: str, capacities: list[int]) -> Node:
    whole = sum(capacities)
    return {"section": True, "runs": run_nodes(text, whole), "breakable": is_tall((text,), (whole,))}
