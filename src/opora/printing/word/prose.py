"""Running text: paragraphs, headings, lists."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from opora.printing.blocks import BulletList, NumberedList, PageBreak, Paragraph, Title
from opora.printing.text import Align, Text, plain, runs_of
from opora.printing.word import styles
from opora.printing.word.numbering import Lists

ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}

_LONG_WORD = 40


def add_prose(
    word: WordDocument, block: Title | Paragraph | BulletList | NumberedList | PageBreak, lists: Lists
) -> None:
    match block:
        case Title():
            _add_title(word, block)
        case Paragraph():
            _add_paragraph(word, block)
        case BulletList():
            _add_list(word, block.items, lists.new(numbered=False))
        case NumberedList():
            _add_list(word, block.items, lists.new(numbered=True))
        case PageBreak():
            append(word, styles.PLAIN).add_run().add_break(WD_BREAK.PAGE)


def add_heading(word: WordDocument, text: str, level: int, *, centred: bool = False) -> None:
    heading = append(word, f"Heading {level}")
    fill(heading, text)
    if centred:
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_line(word: WordDocument, text: Text, align: Align) -> None:
    """A line of a form: no indent, no hyphens."""
    line = append(word, styles.PLAIN)
    line.alignment = ALIGNMENTS[align]
    fill(line, text)


def fill(paragraph: WordParagraph, text: Text, *, bold: bool = False) -> None:
    """Puts the runs into the paragraph; a line break in the text stays one."""
    for run in runs_of(text):
        made = paragraph.add_run(run.text)
        if run.bold or bold:
            made.bold = True
        if run.italic:
            made.italic = True


def _add_title(word: WordDocument, title: Title) -> None:
    if title.kind:
        fill(append(word, styles.KIND), plain(title.kind).upper())
    fill(append(word, "Title"), title.text)
    if title.subtitle:
        fill(append(word, styles.SUBTITLE), title.subtitle)


def _add_paragraph(word: WordDocument, block: Paragraph) -> None:
    style = styles.SMALL if block.small else styles.BODY if block.align is Align.JUSTIFY else styles.PLAIN
    paragraph = append(word, style)
    paragraph.alignment = ALIGNMENTS[_fitting(block)]
    if block.keep_with_next:
        paragraph.paragraph_format.keep_with_next = True
    fill(paragraph, block.text)


def _fitting(block: Paragraph) -> Align:
    """A line cannot be justified around a word as long as itself, such as a checksum."""
    longest = max(map(len, plain(block.text).split()), default=0)
    return Align.LEFT if block.align is Align.JUSTIFY and longest > _LONG_WORD else block.align


def _add_list(word: WordDocument, items: tuple[Text, ...], number: int) -> None:
    for item in items:
        paragraph = append(word, styles.BODY)
        properties = paragraph._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = number
        properties.get_or_add_numPr().get_or_add_ilvl().val = 0
        # The indent of the list, not of the style.
        for indent in properties.findall(qn("w:ind")):
            properties.remove(indent)
        fill(paragraph, item)


def append(word: WordDocument, style: str) -> WordParagraph:
    """An empty paragraph at the end of the document.

    `Document.add_paragraph` looks the style up in the list of styles and the place in the whole document: ten
    thousand lines took half a minute.
    """
    paragraph = new_paragraph(style, word._body)
    place(word, paragraph._p)
    return paragraph


def place(word: WordDocument, element: BaseOxmlElement) -> None:
    """At the end of the document: before the properties of its last section."""
    word.element.body[-1].addprevious(element)


def spacer(word: WordDocument) -> WordParagraph:
    """Keeps two tables from growing together, and text from sticking to a table."""
    return append(word, styles.SPACER)


def new_paragraph(style: str, within: Any = None) -> WordParagraph:
    """A paragraph that is not in the document yet; for a cell without what it is within."""
    element = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    name = OxmlElement("w:pStyle")
    name.set(qn("w:val"), styles.style_id(style))
    properties.append(name)
    element.append(properties)
    return WordParagraph(element, within)
