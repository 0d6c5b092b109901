"""The title page: paragraphs, and one table without borders for the stamps side by side."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from opora.printing.blocks import Stamp, TitlePage
from opora.printing.requisites import stamp_date, stamp_name
from opora.printing.text import Align
from opora.printing.word import styles
from opora.printing.word.forms import form_cell, form_line
from opora.printing.word.pages import Page
from opora.printing.word.prose import add_line, append, fill, new_paragraph, place
from opora.printing.word.tables import EMU_IN_TWIP, new_row, new_table, twips

# Points: a line of this style, and the share of the free room that stands above the title.
_LINE = Pt(16.5)
_TITLE_LINE = Pt(22)
_ABOVE_TITLE = 0.42
# Characters of a line across the page, of half of it, of the large title.
_WHOLE, _HALF, _LARGE = 62, 28, 44
_SIDES = (47, 6, 47)


def add_title_page(word: WordDocument, block: TitlePage, page: Page) -> None:
    if block.mark:
        add_line(word, block.mark.upper(), Align.RIGHT)
    for each in block.organisation:
        add_line(word, each, Align.CENTER)
    gap = append(word, styles.PLAIN)
    gap.paragraph_format.space_after = Pt(6)
    if block.left or block.right:
        _add_stamps(word, block, page)
    title = append(word, "Title")
    title.paragraph_format.space_before = _room_above_title(block, page)
    fill(title, block.title)
    for run in title.runs:
        run.font.size = Pt(17)
    for each in block.subtitles:
        line = append(word, styles.SUBTITLE)
        line.paragraph_format.space_after = Pt(6)
        fill(line, each)


def _add_stamps(word: WordDocument, block: TitlePage, page: Page) -> None:
    widths = twips(_SIDES, page.text_width, outside=True)
    left, right = _lines_of(block.left, widths[0]), _lines_of(block.right, widths[2])
    table = new_table(widths)
    table.append(
        new_row(
            form_cell(width, lines or [form_line("", Align.LEFT)])
            for width, lines in zip(widths, (left, [], right), strict=True)
        )
    )
    place(word, table)


def _lines_of(stamps: tuple[Stamp, ...], width: int) -> list[BaseOxmlElement]:
    return [line for at, stamp in enumerate(stamps) for line in _stamp_lines(stamp, width, is_first=at == 0)]


def _stamp_lines(stamp: Stamp, width: int, *, is_first: bool) -> list[BaseOxmlElement]:
    lines = [form_line(stamp.word.upper(), Align.LEFT, before=0 if is_first else 16)]
    lines += [form_line(each, Align.LEFT, before=3) for each in stamp.lines]
    if stamp.signer is not None:
        lines.append(_signing_line(stamp_name(stamp), width)._p)
    if stamp_date(stamp):
        lines.append(form_line(stamp_date(stamp), Align.LEFT, before=6))
    return lines


def _signing_line(name: str, width: int) -> WordParagraph:
    """A ruled line up to the name, which ends where the cell does."""
    line = new_paragraph(styles.PLAIN)
    line.paragraph_format.space_before = Pt(12)
    end = Length((width - 2 * 85) * EMU_IN_TWIP)
    line.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    fill(line, f"\t {name}")
    return line


def _room_above_title(block: TitlePage, page: Page) -> Length:
    """A share of what the text leaves free; the last line of the page stands in the footer."""
    above = bool(block.mark) + _wrapped(block.organisation, _WHOLE) + 1
    above += max(_stamps_height(block.left), _stamps_height(block.right))
    below = _wrapped(block.subtitles, _WHOLE) + len(block.subtitles)
    taken = (above + below) * _LINE + _wrapped((block.title,), _LARGE) * _TITLE_LINE
    return Length(max(_LINE, int((page.text_height - taken) * _ABOVE_TITLE)))


def _stamps_height(stamps: tuple[Stamp, ...]) -> int:
    return sum(2 + _wrapped(each.lines, _HALF) + (0 if each.signer is None else 3) for each in stamps)


def _wrapped(lines: tuple[str, ...], capacity: int) -> int:
    return sum(len(each) // capacity + 1 for each in lines)
