"""Slips to cut out: a dashed table, the code at the left of its words."""

from __future__ import annotations

from io import BytesIO
from itertools import batched

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from opora.printing.blocks import Slip, Slips
from opora.printing.qr import qr_alternative, qr_png
from opora.printing.word import styles
from opora.printing.word.pictures import describe
from opora.printing.word.prose import fill, new_paragraph, place, spacer
from opora.printing.word.tables import EMU_IN_TWIP, new_row, new_table, tag, twips

_DASHED = {"val": "dashed", "sz": "4", "space": "0", "color": "5A5A5A"}
_NONE = {"val": "nil"}
_SIDES = ("top", "left", "bottom", "right")
_QR_SIZE = Mm(30)
_QR_SMALLEST = Mm(25)
_INSET = 120


def add_slips(word: WordDocument, block: Slips, text_width: Length) -> None:
    """Each slip takes two columns of the table, for its code and its words."""
    widths = twips((11, 17) * block.columns, text_width)
    table = new_table(widths, style="TableGrid")
    for group in batched(block.slips, block.columns):
        cells: list[BaseOxmlElement] = []
        for at, slip in enumerate(group):
            cells += _slip_cells(word, slip, widths[2 * at : 2 * at + 2])
        left_over = widths[2 * len(group) :]
        if left_over:
            properties = tag("w:tcPr", tag("w:tcW", w=str(sum(left_over)), type="dxa"))
            properties.append(tag("w:gridSpan", val=str(len(left_over))))
            properties.append(tag("w:tcBorders", *(tag(f"w:{side}", **_NONE) for side in _SIDES)))
            cells.append(tag("w:tc", properties, new_paragraph(styles.SMALL)._p))
        table.append(new_row(cells))
    place(word, table)
    spacer(word)


def _slip_cells(word: WordDocument, slip: Slip, widths: tuple[int, ...]) -> list[BaseOxmlElement]:
    if not slip.qr:
        return [_cell(sum(widths), _words(slip), _SIDES, span=2)]
    picture = _paragraph(word)
    room = (widths[0] - 2 * _INSET) * EMU_IN_TWIP
    beside = room >= _QR_SMALLEST
    shape = picture.add_run().add_picture(
        BytesIO(qr_png(slip.qr)), min(_QR_SIZE, room if beside else _QR_SIZE)
    )
    describe(shape, title="QR-код", description=qr_alternative(slip.qr))
    if not beside:
        return [_cell(sum(widths), [*_words(slip), picture._p], _SIDES, span=2)]
    return [
        _cell(widths[0], [picture._p], ("top", "left", "bottom")),
        _cell(widths[1], _words(slip), ("top", "bottom", "right")),
    ]


def _paragraph(word: WordDocument) -> WordParagraph:
    """A paragraph that knows the document, where its picture will be kept."""
    return WordParagraph(new_paragraph(styles.SMALL)._p, word._body)


def _words(slip: Slip) -> list[BaseOxmlElement]:
    title = new_paragraph(styles.CELL)
    fill(title, slip.title, bold=True)
    lines = [title]
    if slip.code:
        code = new_paragraph(styles.CELL)
        fill(code, slip.code, bold=True)
        code.runs[0].font.size = Pt(15)
        code.runs[0].font.name = "Courier New"
        lines.append(code)
    for text in slip.lines:
        line = new_paragraph(styles.SMALL)
        fill(line, text)
        lines.append(line)
    return [line._p for line in lines]


def _cell(
    width: int, lines: list[BaseOxmlElement], sides: tuple[str, ...], *, span: int = 1
) -> BaseOxmlElement:
    properties = tag("w:tcPr", tag("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(tag("w:gridSpan", val=str(span)))
    borders = (tag(f"w:{side}", **(_DASHED if side in sides else _NONE)) for side in _SIDES)
    properties.append(tag("w:tcBorders", *borders))
    inset = {side: tag(f"w:{side}", w=str(_INSET), type="dxa") for side in _SIDES}
    properties.append(tag("w:tcMar", *inset.values()))
    return tag("w:tc", properties, *lines)
