"""Letterhead, approval and signature."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from opora.printing.blocks import ApprovalBlock, Letterhead, Signature
from opora.printing.requisites import (
    addressee_lines,
    approval_date,
    reference_lines,
    requisite_lines,
    signature_date,
)
from opora.printing.text import Align
from opora.printing.word import styles
from opora.printing.word.prose import ALIGNMENTS, append, fill, new_paragraph, place, spacer
from opora.printing.word.tables import new_row, new_table, tag, twips

_APPROVAL_STARTS_AT = 0.55


def add_form(word: WordDocument, block: ApprovalBlock | Letterhead | Signature, text_width: Length) -> None:
    match block:
        case ApprovalBlock():
            _add_approval(word, block, text_width)
        case Letterhead():
            _add_letterhead(word, block, text_width)
        case Signature():
            _add_signature(word, block, text_width)


def _add_approval(word: WordDocument, block: ApprovalBlock, text_width: Length) -> None:
    def line(text: str) -> WordParagraph:
        paragraph = append(word, styles.PLAIN)
        paragraph.paragraph_format.left_indent = Length(int(text_width * _APPROVAL_STARTS_AT))
        paragraph.paragraph_format.space_after = Pt(4)
        fill(paragraph, text)
        return paragraph

    line(block.word.upper())
    line(block.post)
    signing = line(f"\t {block.name}")
    stops = signing.paragraph_format.tab_stops
    stops.add_tab_stop(text_width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    line(approval_date(block.date))
    if block.order:
        line(block.order)
    spacer(word)


def _add_letterhead(word: WordDocument, block: Letterhead, text_width: Length) -> None:
    organisation = block.organisation
    left = [form_line(organisation.parent, Align.CENTER)] if organisation.parent else []
    left.append(form_line(organisation.name, Align.CENTER, bold=True))
    left += [form_line(each, Align.CENTER, styles.SMALL_LINE) for each in requisite_lines(organisation)]
    left += [form_line(each, Align.CENTER, before=6) for each in reference_lines(block)]
    right = [form_line(each, Align.LEFT) for each in addressee_lines(block.addressee)]
    widths = twips((46, 8, 46), text_width, outside=True)
    columns = (left, [form_line("", Align.LEFT)], right or [form_line("", Align.LEFT)])
    cells = [form_cell(width, lines) for width, lines in zip(widths, columns, strict=True)]
    table = new_table(widths)
    table.append(new_row(cells))
    place(word, table)
    spacer(word)
    if block.subject:
        subject = append(word, styles.PLAIN)
        subject.paragraph_format.right_indent = Length(text_width // 2)
        subject.paragraph_format.space_after = Pt(14)
        fill(subject, block.subject)


def _add_signature(word: WordDocument, block: Signature, text_width: Length) -> None:
    spacer(word)
    spacer(word)
    widths = twips((46, 24, 30), text_width, outside=True)
    table = new_table(widths)
    under = tag("w:tcBorders", tag("w:bottom", val="single", sz="4", space="0", color="auto"))
    cells = (
        form_cell(widths[0], [form_line(block.post, Align.LEFT)], bottom=True),
        form_cell(widths[1], [form_line("", Align.LEFT)], borders=under, bottom=True),
        form_cell(widths[2], [form_line(block.name, Align.RIGHT)], bottom=True),
    )
    table.append(new_row(cells))
    place(word, table)
    day = signature_date(block)
    if day:
        fill(append(word, styles.PLAIN), day)
    else:
        spacer(word)


def form_line(
    text: str, align: Align, style: str = styles.PLAIN, *, bold: bool = False, before: int = 0
) -> BaseOxmlElement:
    paragraph = new_paragraph(style)
    paragraph.alignment = ALIGNMENTS[align]
    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    fill(paragraph, text, bold=bold)
    return paragraph._p


def form_cell(
    width: int, lines: list[BaseOxmlElement], *, borders: BaseOxmlElement | None = None, bottom: bool = False
) -> BaseOxmlElement:
    properties = tag("w:tcPr", tag("w:tcW", w=str(width), type="dxa"))
    if borders is not None:
        properties.append(borders)
    if bottom:
        properties.append(tag("w:vAlign", val="bottom"))
    return tag("w:tc", properties, *lines)
