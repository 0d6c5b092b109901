"""A report as an official letter: corner form, sections, what people wrote, annexes, signature. Pure.

The same content gives the same bytes. What nobody knows is left out here; the page lists it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from opora.orders.printouts.form import signature_of
from opora.printing import (
    Addressee,
    Align,
    Annex,
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    Letterhead,
    NumberedList,
    Paragraph,
    Requisites,
    Row,
    Signature,
    Table,
)
from opora.printing.russian import bound, short_date
from opora.reports.content import Content, Figure, Grid, Piece, Section
from opora.reports.texts import ANNEXES, paragraphs

_WORDS_WIDTH, _TERM_WIDTH, _FIGURE_WIDTH, _NUMBER_WIDTH = 2.0, 1.3, 1.0, 0.4
#: letters of what is short
_TERM, _NUMBER = 24, 5


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the text. Without a number and a date the letter has lines to write them on."""

    title: str
    sender: Requisites
    addressee: Addressee
    subject: str
    signer_post: str
    signer_name: str
    number: str = ""
    day: date | None = None
    reply_to_number: str = ""
    reply_to_date: date | None = None

    @property
    def is_draft(self) -> bool:
        return not self.number


def letter(head: Head, content: Content, texts: Mapping[str, str]) -> Document:
    """The letter for DOCX and PDF; a draft says so at the foot of every page."""
    enclosed = enclosures(content, texts)
    return Document(
        title=head.title,
        date_of_data=content.as_on,
        blocks=(
            Letterhead(
                organisation=head.sender,
                addressee=head.addressee,
                number=head.number,
                date=head.day,
                reply_to_number=head.reply_to_number,
                reply_to_date=head.reply_to_date,
                subject=bound(head.subject),
            ),
            *(block for each in content.sections for block in _section(each, texts)),
            Paragraph(f"Данные на {short_date(content.as_on)}.", small=True),
            *_enclosed(enclosed),
            Signature(head.signer_post or "Руководитель", signature_of(head.signer_name) or "_" * 16),
            *_annexes(head, content),
        ),
        author=head.sender.name,
        footer="Проект" if head.is_draft else "",
    )


def enclosures(content: Content, texts: Mapping[str, str]) -> list[str]:
    """Everything that goes with the letter, in the order of its numbers."""
    return [*(each.title for each in content.annexes), *paragraphs(texts.get(ANNEXES, ""))]


def _section(section: Section, texts: Mapping[str, str]) -> list[Block]:
    """Nothing where it says nothing."""
    blocks: list[Block] = []
    items: list[str] = []
    for each in section.lines:
        if each.is_item:
            items.append(bound(each.text))
            continue
        blocks += _listed(items)
        items = []
        blocks.append(Paragraph(bound(each.text)))
    blocks += _listed(items)
    blocks += [_table(grid) for grid in section.grids if not grid.is_long]
    blocks += [Paragraph(bound(part)) for part in paragraphs(texts.get(section.code, ""))]
    return [Heading(section.title), *blocks] if blocks else []


def _listed(items: list[str]) -> list[Block]:
    if len(items) == 1:
        return [BulletList(tuple(items))]
    return [NumberedList(tuple(items))] if items else []


def _table(grid: Grid) -> Table:
    """Columns of figures are narrow and stand right."""
    figures = [_is_of_numbers(grid, at) for at in range(len(grid.heads))]
    columns = tuple(
        Column(
            title,
            Align.RIGHT if is_figure else Align.LEFT,
            width=_FIGURE_WIDTH if is_figure else _width(grid, at),
        )
        for at, (title, is_figure) in enumerate(zip(grid.heads, figures, strict=True))
    )
    return Table(
        columns=columns,
        rows=tuple(Row(tuple(_cell(cell) for cell in row)) for row in grid.rows),
        caption=grid.caption,
        missing="нет данных",
        small=True,
    )


def _width(grid: Grid, at: int) -> float:
    """Numbers of rows and terms take less room than sentences."""
    longest = max((len(_cell(row[at]) or "") for row in grid.rows), default=0)
    if max(longest, len(grid.heads[at])) <= _NUMBER:
        return _NUMBER_WIDTH
    return _TERM_WIDTH if longest <= _TERM else _WORDS_WIDTH


def _is_of_numbers(grid: Grid, at: int) -> bool:
    cells = [row[at] for row in grid.rows]
    return bool(cells) and all(
        not isinstance(cell.value, str) if isinstance(cell, Figure) else str(cell or "").isdigit()
        for cell in cells
    )


def _cell(cell: Piece | None) -> str | None:
    return cell.shown if isinstance(cell, Figure) else cell


def _enclosed(titles: list[str]) -> list[Block]:
    if not titles:
        return []
    head = Paragraph("Приложения:", Align.LEFT, keep_with_next=True)
    return [head, NumberedList(tuple(bound(each) for each in titles))]


def _annexes(head: Head, content: Content) -> list[Block]:
    """Long tables, each from a new page; papers are enclosed by hand."""
    number = f"№ {head.number}" if head.number else "№ ________"
    day = f"от {short_date(head.day)}" if head.day else "от ____________"
    to = bound(f"к письму {day} {number}")
    return [
        Annex(grid.caption, (_table(grid),), number=at, to=to)
        for at, grid in enumerate(content.long_grids, 1)
    ]
