"""Headings of a table: which rows they take, and what stands above each column."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from opora.imports.sheets import BadValue, Cell, Sheet, fill_merged, parse_number

HEADER_SEARCHED = 25
MISSING = frozenset({"", "-", "–", "—", "−", "н/д", "нд", "н.д.", "нет", "нет данных", "x", "х"})


def is_text(cell: Cell) -> bool:
    """Words: not empty, not a dash, not a number."""
    if not isinstance(cell, str):
        return False
    text = cell.strip().lower()
    return text not in MISSING and not _is_number(text)


def _is_number(text: str) -> bool:
    text = text.replace(",", ".").removesuffix("%").replace("\u00a0", "").replace(" ", "")
    return text.replace(".", "", 1).lstrip("+-").isdigit()


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_value(cell: Cell) -> bool:
    """Something that stands for a figure: a number, a numeric text or a sign of absence."""
    if isinstance(cell, bool) or is_blank(cell):
        return False
    return isinstance(cell, (int, float, Decimal, datetime.date)) or not is_text(cell)


def text_of(cell: Cell) -> str:
    """A cell as words: 5.0 → «5», None → «»."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def number_of(cell: Cell) -> Decimal | None:
    """A number, also one that a text file holds as words; None for anything else."""
    try:
        return parse_number(cell)
    except BadValue:
        return None


def head(sheet: Sheet) -> list[list[Cell]]:
    """The first rows with merged headings filled in."""
    return fill_merged(sheet, upto=HEADER_SEARCHED)


def labels(rows: Sequence[Sequence[Cell]], top: int, bottom: int) -> list[str]:
    """What stands above each column, the heading rows joined from top to bottom."""
    return [" ".join(parts) for parts in label_parts(rows, top, bottom)]


def label_parts(rows: Sequence[Sequence[Cell]], top: int, bottom: int) -> list[list[str]]:
    """What stands above each column, top to bottom, without repetitions.

    A blank right of a heading belongs to it (a pair of columns under one heading) as far as the lowest row
    names columns; a column that the lowest row leaves blank and no merged cell covers has no label.
    """
    block = [[text_of(cell) for cell in row] for row in rows[top : bottom + 1]]
    width = max((len(row) for row in block), default=0)
    for row in block:
        row.extend([""] * (width - len(row)))
    if not block:
        return []
    lowest = block[-1]
    for level, row in enumerate(block[:-1]):
        carried = ""
        for column in range(width):
            above_changes = (
                level > 0 and column > 0 and block[level - 1][column] != block[level - 1][column - 1]
            )
            if row[column]:
                carried = row[column]
            elif above_changes or not lowest[column]:
                carried = ""
            else:
                row[column] = carried
    return [
        _distinct([row[column] for row in block] if lowest[column] else [block[0][column]])
        for column in range(width)
    ]


def _distinct(parts: Sequence[str]) -> list[str]:
    """Without repetitions: a cell merged over rows repeats itself."""
    kept: list[str] = []
    for part in parts:
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    return kept


def is_numbering(row: Sequence[Cell]) -> bool:
    """A row that only counts the columns under a heading: 1, 2, 3, …"""
    figures = [cell for cell in row if not is_blank(cell)]
    texts = [text_of(cell) for cell in figures]
    if len(texts) < 3 or not all(text.isdigit() for text in texts):
        return False
    return [int(text) for text in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts))) and texts[
        0
    ] in "123"
