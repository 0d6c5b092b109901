"""Tables of a DOCX as grids of texts: merged cells filled, the heading guessed, a title found above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypedDict
from xml.etree.ElementTree import Element

from opora.attachments.refusals import refused
from opora.attachments.word import outline
from opora.attachments.word.headings import Heading, guess
from opora.attachments.word.opening import Opened, open_document
from opora.imports.sheets.word import DOCUMENT_WITHOUT_TABLES, read
from opora.imports.sheets.workbook import Limits, Merged, Sheet, Unreadable
from opora.imports.sheets.xlsx_parts import local

LIMITS = Limits(sheets=1_000, rows=20_000, cells=200_000)
_LONGEST_TITLE = 250
_TOO_MANY = ("file-too-many-cells", "file-too-many-sheets")


class Told(TypedDict):
    """A table as the parent process gets it, see `FoundTable`."""

    title: str
    rows: list[list[str]]
    header_rows: int
    columns: list[str]
    bands: list[int]
    nested: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a table stands: the caption or heading above it, its marked heading rows, what it is in.

    `is_read` is False for a second copy for old programs and for deleted text.
    """

    element: Element
    title: str
    marked: int
    nested: bool
    is_read: bool


def tables(data: bytes) -> list[Told]:
    """Every table that a reader sees; raises NotAPaper where there are too many cells to map."""
    opened = open_document(data)
    tree = opened.tree(opened.main)
    content = opened.archive.parts[opened.main]
    return [_told(standing, sheet, heading) for standing, sheet, heading in found(opened, tree, content)]


def found(opened: Opened, tree: Element, content: bytes) -> list[tuple[Standing, Sheet, Heading]]:
    """Tables that are read and have a row, in the order of the document; `content` is the tree written out.

    Raises NotAPaper where there are more cells than anybody maps.
    """
    document = replace(opened.archive, parts={"word/document.xml": content})
    try:
        sheets = read(document, LIMITS).sheets
    except Unreadable as error:
        if error.problem.code == DOCUMENT_WITHOUT_TABLES:
            return []
        raise refused("too-many-cells" if error.problem.code in _TOO_MANY else "damaged-docx") from error
    standing = standings(tree, outline.heading_styles(opened))
    return [
        (place, sheet, guess(sheet, place.marked))
        for place, sheet in zip(standing, sheets, strict=True)
        if place.is_read and any(sheet.rows)
    ]


def standings(tree: Element, levels: outline.Levels) -> list[Standing]:
    """All tables in the order of the document, as the reader of grids counts them."""
    above = _Above()
    places: list[Standing] = []
    # the element, whether within a table, whether a reader sees it
    waiting: list[tuple[Element, bool, bool]] = [(tree, False, True)]
    while waiting:
        element, within, is_read = waiting.pop()
        name = local(element.tag)
        if name == "tbl":
            title = "" if within or not is_read else above.title()
            places.append(Standing(element, title, _marked(element), within, is_read))
            within = True
        elif name == "p" and not within and is_read:
            above.pass_by(
                outline.text_of(element), is_heading=outline.heading_level(element, levels) is not None
            )
        is_read = is_read and (name not in outline.NOT_TEXT or name == "txbxContent")
        waiting.extend((item, within, is_read) for item in reversed(element))
    return places


class _Above:
    """The last heading and the last words before a table."""

    def __init__(self) -> None:
        self._heading = self._words = ""

    def pass_by(self, words: str, *, is_heading: bool) -> None:
        if not words:
            return
        if is_heading:
            self._heading = words
        self._words = words

    def title(self) -> str:
        """The words right above where they are short, else the heading; used by one table only."""
        title = self._words if 0 < len(self._words) <= _LONGEST_TITLE else self._heading
        self._words = ""
        return title[:_LONGEST_TITLE]


def _marked(table: Element) -> int:
    """How many of the first rows are marked as repeated on every page."""
    count = 0
    for row in table:
        if local(row.tag) == "tr":
            mark = outline.child(row, "trPr", "tblHeader")
            if mark is None or outline.value(mark) in ("0", "false", "off"):
                break
            count += 1
    return count


def _told(standing: Standing, sheet: Sheet, heading: Heading) -> Told:
    rows = filled(sheet, heading.rows)
    return {
        "title": standing.title,
        "rows": rows,
        "header_rows": heading.rows,
        "columns": list(heading.columns),
        "bands": [index for index in heading.bands if index >= heading.rows],
        "nested": standing.nested,
    }


def filled(sheet: Sheet, header_rows: int) -> list[list[str]]:
    """Rows of equal length: merges carry their text downwards everywhere, across in the heading only."""
    width = max(map(len, sheet.rows))
    rows = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in sheet.rows]
    for area in sheet.merged:
        words = rows[area.top][area.left] if area.left < width else ""
        if words:
            for row, column in _covered(area, header_rows, width):
                rows[row][column] = words
    return rows


def _covered(area: Merged, header_rows: int, width: int) -> Iterator[tuple[int, int]]:
    for row in range(area.top, area.bottom + 1):
        right = min(area.right, width - 1) if row < header_rows else area.left
        for column in range(area.left, right + 1):
            yield row, column


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
