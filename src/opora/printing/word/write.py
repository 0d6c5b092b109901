"""Document → DOCX."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE

from opora.printing.archive import without_times
from opora.printing.blocks import (
    Annex,
    ApprovalBlock,
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Letterhead,
    NumberedList,
    PageBreak,
    Paragraph,
    Signature,
    Slips,
    Title,
    TitlePage,
)
from opora.printing.outline import Outline, parts_of
from opora.printing.tables import Table
from opora.printing.text import Align, clean
from opora.printing.word import forms, pages, prose
from opora.printing.word.numbering import Lists
from opora.printing.word.pictures import add_figure
from opora.printing.word.slips import add_slips
from opora.printing.word.styles import define_styles
from opora.printing.word.tables import add_table
from opora.printing.word.title_page import add_title_page


def write_docx(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    word = docx.Document()
    define_styles(word, document.language)
    _describe(word, document)
    writer = _Writer(word)
    for at, (orientation, blocks) in enumerate(parts_of(document)):
        if isinstance(blocks[0], TitlePage):
            page = pages.begin_title_page(word, orientation, clean(blocks[0].place), is_first=at == 0)
        else:
            page = pages.begin(word, orientation, clean(document.footer), is_first=at == 0)
        writer.write(blocks, page)
    out = BytesIO()
    word.save(out)
    return without_times(out.getvalue())


def _describe(word: WordDocument, document: Document) -> None:
    made_of = datetime.combine(document.date_of_data, time(), UTC)
    about = word.core_properties
    about.title, about.author, about.language = (
        clean(document.title)[:255],
        clean(document.author)[:255],
        document.language,
    )
    about.created = about.modified = made_of
    about.last_modified_by, about.comments, about.revision = "", "", 1
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


class _Writer:
    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._outline = Outline()
        self._lists = Lists(word)

    def write(self, blocks: Iterable[Block], page: pages.Page) -> None:
        for block in blocks:
            self._write(block, page)

    def _write(self, block: Block, page: pages.Page) -> None:
        match block:
            case Annex():
                self._annex(block, page)
            case Heading():
                prose.add_heading(self._word, block.text, self._outline.level(block.level))
            case Title() | Paragraph() | BulletList() | NumberedList() | PageBreak():
                prose.add_prose(self._word, block, self._lists)
            case Table():
                add_table(self._word, block, page.text_width, page.orientation)
            case Figure():
                add_figure(self._word, block, page.text_width)
            case ApprovalBlock() | Letterhead() | Signature():
                forms.add_form(self._word, block, page.text_width)
            case Slips():
                add_slips(self._word, block, page.text_width)
            case TitlePage():
                add_title_page(self._word, block, page)

    def _annex(self, annex: Annex, page: pages.Page) -> None:
        prose.add_line(self._word, annex.label, Align.RIGHT)
        if annex.to:
            prose.add_line(self._word, annex.to, Align.RIGHT)
        self._outline.enter_annex()
        prose.add_heading(self._word, annex.title, 1, centred=True)
        self.write(annex.blocks, page)
        self._outline.leave_annex()
