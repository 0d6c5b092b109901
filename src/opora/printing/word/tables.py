"""Tables: heading rows that repeat, rows that keep together, widths that hold."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.text.paragraph import Paragraph as WordParagraph

from opora.printing.blocks import Orientation
from opora.printing.estimates import is_tall, line_capacities, row_texts
from opora.printing.tables import (
    Cell,
    Column,
    HeadCell,
    Mark,
    Row,
    Section,
    Table,
    align_of,
    cell_of,
    headings,
)
from opora.printing.text import Align, Text, clean, plain
from opora.printing.word import styles
from opora.printing.word.prose import ALIGNMENTS, append, fill, new_paragraph, place, spacer

GROUNDS = {Mark.ERROR: "F6D5D1", Mark.WARNING: "FBEECB", Mark.GOOD: "DFF1E4", Mark.QUIET: "F0F0F0"}
EMU_IN_TWIP = 635
_SIDE_MARGIN = 85
# twentieths of a point: the sizes of the styles of cells, and a bold letter's share of its size
_SIZE, _SMALL_SIZE = 220, 190
_BOLD_LETTER = 0.62


def add_table(word: WordDocument, table: Table, text_width: Length, orientation: Orientation) -> None:
    if table.caption:
        fill(append(word, styles.CAPTION), table.caption)
    else:
        # a heading above holds on to the table, not to the gap between them
        spacer(word).paragraph_format.keep_with_next = True
    widths = _roomy(twips(tuple(column.width for column in table.columns), text_width), table)
    element = new_table(widths, style="TableGrid", caption=clean(table.caption))
    for row in _head_rows(table, widths):
        element.append(row)
    capacities = line_capacities(table, orientation)
    for item in table.rows or (Section(table.empty),):
        element.append(_row(item, table, widths, capacities))
    place(word, element)
    for note in table.notes:
        fill(append(word, styles.SMALL), note)
    if not table.notes:
        spacer(word)


def twips(widths: tuple[float, ...], text_width: Length, *, outside: bool = False) -> tuple[int, ...]:
    """Relative widths as twentieths of a point; ``outside`` lets the margins of the cells hang out."""
    whole = text_width / EMU_IN_TWIP + (2 * _SIDE_MARGIN if outside else 0)
    return tuple(int(whole * width / sum(widths)) for width in widths)


def _roomy(widths: tuple[int, ...], table: Table) -> tuple[int, ...]:
    """The widths with each heading's longest word in its column, at the cost of the columns with room to spare.

    Not every program hyphenates: LibreOffice without a dictionary cuts a word wherever the cell ends.
    """
    letter = _BOLD_LETTER * (_SMALL_SIZE if table.small else _SIZE)
    needed = [0] * len(widths)
    for cell in headings(table):
        if cell.columns == 1:
            longest = max(map(len, plain(cell.text).split()), default=0)
            needed[cell.column] = max(needed[cell.column], int(longest * letter) + 2 * _SIDE_MARGIN)
    missing = sum(max(0, need - width) for need, width in zip(needed, widths, strict=True))
    spare = sum(max(0, width - need) for need, width in zip(needed, widths, strict=True))
    if not missing or missing > spare:
        return widths
    return tuple(
        need if width < need else width - (width - need) * missing // spare
        for need, width in zip(needed, widths, strict=True)
    )


def new_table(widths: tuple[int, ...], *, style: str = "", caption: str = "") -> BaseOxmlElement:
    """A table whose left border stands at the margin, or whose text does where it has no style."""
    properties = tag("w:tblPr")
    if style:
        properties.append(tag("w:tblStyle", val=style))
    properties.append(tag("w:tblW", w=str(sum(widths)), type="dxa"))
    properties.append(tag("w:tblInd", w=str(_SIDE_MARGIN if style else 0), type="dxa"))
    properties.append(tag("w:tblLayout", type="fixed"))
    properties.append(_cell_margins(above=45 if style else 0))
    properties.append(tag("w:tblLook", val="0020", firstRow="1" if style else "0"))
    if caption:
        properties.append(tag("w:tblCaption", val=caption))
    grid = tag("w:tblGrid", *(tag("w:gridCol", w=str(width)) for width in widths))
    return tag("w:tbl", properties, grid)


def _cell_margins(above: int) -> BaseOxmlElement:
    sides = (("top", above), ("left", _SIDE_MARGIN), ("bottom", above), ("right", _SIDE_MARGIN))
    return tag("w:tblCellMar", *(tag(f"w:{side}", w=str(width), type="dxa") for side, width in sides))


def new_row(
    cells: Iterable[BaseOxmlElement], *, heads: bool = False, breakable: bool = False
) -> BaseOxmlElement:
    properties = tag("w:trPr") if breakable else tag("w:trPr", tag("w:cantSplit"))
    if heads:
        properties.append(tag("w:tblHeader"))
    return tag("w:tr", properties, *cells)


def tag(name: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name, {qn(f"w:{key}"): value for key, value in attributes.items()})
    for child in children:
        element.append(child)
    return element


def _head_rows(table: Table, widths: tuple[int, ...]) -> list[BaseOxmlElement]:
    cells = headings(table)
    upper = [cell for cell in cells if cell.row == 0]
    rows = [new_row([_head_cell(cell, widths, small=table.small) for cell in upper], heads=True)]
    if table.has_groups:
        lower = {cell.column: cell for cell in cells if cell.row == 1}
        under = [lower.get(at) or HeadCell("", 1, at, 0, 1) for at in range(len(table.columns))]
        rows.append(new_row([_head_cell(cell, widths, small=table.small) for cell in under], heads=True))
    return rows


def _head_cell(cell: HeadCell, widths: tuple[int, ...], *, small: bool) -> BaseOxmlElement:
    """A cell of no rows continues the one above it."""
    properties = tag(
        "w:tcPr", tag("w:tcW", w=str(sum(widths[cell.column : cell.column + cell.columns])), type="dxa")
    )
    if cell.columns > 1:
        properties.append(tag("w:gridSpan", val=str(cell.columns)))
    if cell.rows != 1:
        properties.append(tag("w:vMerge", val="restart" if cell.rows else "continue"))
    properties.append(_ground(Mark.QUIET))
    properties.append(tag("w:vAlign", val="center"))
    paragraph = new_paragraph(styles.CELL_HEADING_SMALL if small else styles.CELL_HEADING)
    fill(paragraph, cell.text)
    return tag("w:tc", properties, paragraph._p)


def _row(
    item: Row | Section, table: Table, widths: tuple[int, ...], capacities: list[int]
) -> BaseOxmlElement:
    style = styles.CELL_SMALL if table.small else styles.CELL
    if isinstance(item, Section):
        return _section_row(item, widths, style, breakable=is_tall((item.text,), (sum(capacities),)))
    texts = row_texts(item, table)
    cells = (
        _cell(cell_of(value), text, column, width, style, bold=item.bold)
        for value, text, column, width in zip(item.cells, texts, table.columns, widths, strict=True)
    )
    return new_row(cells, breakable=is_tall(texts, capacities))


def _section_row(
    section: Section, widths: tuple[int, ...], style: str, *, breakable: bool
) -> BaseOxmlElement:
    properties = tag("w:tcPr", tag("w:tcW", w=str(sum(widths)), type="dxa"))
    if len(widths) > 1:
        properties.append(tag("w:gridSpan", val=str(len(widths))))
    words = _words(section.text, style, Align.LEFT, bold=True)
    words.paragraph_format.keep_with_next = None if breakable else True
    return new_row([tag("w:tc", properties, words._p)], breakable=breakable)


def _cell(cell: Cell, text: Text, column: Column, width: int, style: str, *, bold: bool) -> BaseOxmlElement:
    properties = tag("w:tcPr", tag("w:tcW", w=str(width), type="dxa"))
    if cell.mark is not Mark.NONE:
        properties.append(_ground(cell.mark))
    properties.append(tag("w:vAlign", val="center"))
    words = _words(text, style, align_of(cell, column), bold=bold or cell.bold)
    return tag("w:tc", properties, words._p)


def _words(text: Text, style: str, align: Align, *, bold: bool) -> WordParagraph:
    paragraph = new_paragraph(style)
    if align is not Align.LEFT:
        paragraph.alignment = ALIGNMENTS[align]
    fill(paragraph, text, bold=bold)
    return paragraph


def _ground(mark: Mark) -> BaseOxmlElement:
    return tag("w:shd", val="clear", color="auto", fill=GROUNDS[mark])
