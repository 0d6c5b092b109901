"""Figures as pictures with the words a screen reader says."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shape import InlineShape
from docx.shared import Length, Mm

from opora.printing.blocks import Figure
from opora.printing.pdf.write import svg_as_png
from opora.printing.text import clean
from opora.printing.word import styles
from opora.printing.word.prose import append, fill


def add_figure(word: WordDocument, figure: Figure, text_width: Length) -> None:
    width = Mm(text_width.mm * figure.width)
    image = figure.image if figure.is_png else svg_as_png(figure.image, width_mm=width.mm)
    paragraph = append(word, styles.PLAIN)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = bool(figure.caption)
    shape = paragraph.add_run().add_picture(BytesIO(image), width)
    describe(shape, title=figure.title, description=figure.alternative)
    if figure.caption:
        caption = append(word, styles.FIGURE_CAPTION)
        fill(caption, figure.caption)


def describe(shape: InlineShape, *, title: str, description: str) -> None:
    properties = shape._inline.docPr
    properties.set("title", clean(title))
    properties.set("descr", clean(description))
