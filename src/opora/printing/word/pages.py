"""Pages of A4 with the margins of an official document and the footer with the page number."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from opora.printing.blocks import Orientation
from opora.printing.word.tables import new_row, new_table, tag, twips


@dataclass(frozen=True, slots=True)
class Page:
    orientation: Orientation
    text_width: Length
    text_height: Length


@dataclass(frozen=True, slots=True)
class _Format:
    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int


# Millimetres; the wide margin is where the sheet is filed.
_FORMATS = {
    Orientation.PORTRAIT: _Format(210, 297, top=20, right=15, bottom=20, left=30),
    Orientation.LANDSCAPE: _Format(297, 210, top=30, right=20, bottom=20, left=20),
}

# How the footer's line is shared between its words and the number of the page.
_FOOTER = (7.0, 1.0)


def begin(word: WordDocument, orientation: Orientation, footer: str, *, is_first: bool) -> Page:
    """A new page, its footer counting pages."""
    section, page = _begin(word, orientation, is_first=is_first)
    _add_footer(section, footer, page)
    return page


def begin_title_page(word: WordDocument, orientation: Orientation, place: str, *, is_first: bool) -> Page:
    """A new page without a number. Its last line stands in the footer: no length of text above can move it."""
    section, page = _begin(word, orientation, is_first=is_first)
    section.footer.is_linked_to_previous = False
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(place).font.size = Pt(13)
    return page


def _begin(word: WordDocument, orientation: Orientation, *, is_first: bool) -> tuple[Section, Page]:
    section = word.sections[0] if is_first else _next_section(word)
    sheet = _FORMATS[orientation]
    section.orientation = WD_ORIENT.LANDSCAPE if orientation is Orientation.LANDSCAPE else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.footer_distance = Mm(10)
    width, height = sheet.width - sheet.left - sheet.right, sheet.height - sheet.top - sheet.bottom
    return section, Page(orientation, Mm(width), Mm(height))


def _next_section(word: WordDocument) -> Section:
    """The paragraph that ends a section is as low as a line may be: on a full page it must not ask for another."""
    section: Section = word.add_section(WD_SECTION.NEW_PAGE)
    word.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
    return section


def _add_footer(section: Section, text: str, page: Page) -> None:
    """Words at the left, the page at the right, in cells: long words must not push the number aside."""
    footer = section.footer
    footer.is_linked_to_previous = False
    words, number = footer.paragraphs[0], footer.add_paragraph(style="Footer")
    words.add_run(text)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_field(number, "PAGE")
    number.add_run("\N{NO-BREAK SPACE}из\N{NO-BREAK SPACE}")
    _add_field(number, "NUMPAGES")
    widths = twips(_FOOTER, page.text_width, outside=True)
    table = new_table(widths)
    words._p.addprevious(table)
    table.append(
        new_row(
            tag("w:tc", tag("w:tcPr", tag("w:tcW", w=str(width), type="dxa")), paragraph._p)
            for width, paragraph in zip(widths, (words, number), strict=True)
        )
    )
    # a footer may not end with a table; its last line is as low as a line may be
    last = footer.add_paragraph(style="Footer")
    last.paragraph_format.line_spacing = Pt(1)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)
