"""Which rows of a table are its heading: guessed from marks, merges and the look of the texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opora.imports.sheets.workbook import Sheet, fill_merged

MOST = 4
"""No heading of a programme has more rows of names than this."""

_LOOKED_AT = 12
_LONGEST_NAME = 120
# a table of two columns is as often a card («Наименование | Программа…») as a list with names above
_LONGEST_OF_TWO = 40
# «Срок» merged with «Кто» is not a band of a table of three columns
_NUMBERED = 3
_FIGURE = re.compile(r"[\d\s.,%–-]*\d[\d\s.,%–-]*")
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Heading:
    """`rows` of the heading from the top, a name per column, and every row with one text over the width.

    A number may stand before that text.
    """

    rows: int
    columns: tuple[str, ...]
    bands: tuple[int, ...]


def guess(sheet: Sheet, marked: int = 0) -> Heading:
    """The heading as it is marked, else as it looks; a table of one row or column has none."""
    width = max(map(len, sheet.rows), default=0)
    bands = _bands(sheet, width)
    top = [_words(row, width) for row in fill_merged(sheet, upto=_LOOKED_AT)]
    start = next((index for index in range(len(top)) if index not in bands), len(top))
    rows = marked if marked < len(sheet.rows) else 0
    if rows <= start:
        rows = _by_look(sheet, top, start, bands, width)
    if rows and rows < len(top) and _is_numbering(top[rows]):
        rows += 1
    names = [row for index, row in enumerate(top[:rows]) if index not in bands and not _is_numbering(row)]
    return Heading(rows, tuple(_name(names, column) for column in range(width)), bands)


def _by_look(sheet: Sheet, top: list[list[str]], start: int, bands: tuple[int, ...], width: int) -> int:
    """Rows down to the one that names every column; 0 where the first ones look like content."""
    if width < 2 or len(sheet.rows) < start + 2:
        return 0
    for index in range(start, min(start + MOST, len(top), len(sheet.rows) - 1)):
        if index in bands or not _may_name(top[index]):
            return 0
        reach = _reach(sheet, index)
        if reach == index and all(top[index]):
            return index + 1
    return 0


def _reach(sheet: Sheet, row: int) -> int:
    """The lowest row that cells merged downwards from this or an earlier row cover."""
    return max((a.bottom for a in sheet.merged if a.top <= row <= a.bottom), default=row)


def _may_name(row: list[str]) -> bool:
    """Names are short and not figures; most columns have one."""
    longest = _LONGEST_OF_TWO if len(row) == 2 else _LONGEST_NAME
    named = [words for words in row if words]
    return len(named) * 2 >= len(row) and all(
        len(words) <= longest and not _FIGURE.fullmatch(words) for words in named
    )


def _is_numbering(row: list[str]) -> bool:
    """The line «1 | 2 | 3» under the names."""
    return len(row) > 1 and [words.rstrip(".") for words in row] == [str(n + 1) for n in range(len(row))]


def _bands(sheet: Sheet, width: int) -> tuple[int, ...]:
    if width < 2:
        return ()
    across = [a for a in sheet.merged if a.top == a.bottom and a.right >= width - 1]
    whole = {a.top for a in across if a.left == 0 and sheet.cell(a.top, 0) is not None}
    numbered = {a.top for a in across if width > _NUMBERED and a.left == 1 and _is_numbered(sheet, a.top)}
    return tuple(sorted(whole | numbered))


def _is_numbered(sheet: Sheet, row: int) -> bool:
    """A number in the first column and words in the second: «1. | Задача»."""
    first = sheet.cell(row, 0)
    return first is not None and _FIGURE.fullmatch(str(first)) is not None and sheet.cell(row, 1) is not None


def _words(row: Sequence[object], width: int) -> list[str]:
    words = ["" if cell is None else " ".join(str(cell).split()) for cell in row]
    return words + [""] * (width - len(words))


def _name(rows: list[list[str]], column: int) -> str:
    """Names of one column from the top, each once: «Показатели · план»."""
    return _BETWEEN.join(dict.fromkeys(row[column] for row in rows if row[column]))
