"""Tables drawn in Python: a thousand rows cost milliseconds, not a template per row.

A page may also write its own `<table>` inside `<div class="table">`; the classes are the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from opora.ui.escaping import as_markup, esc
from opora.ui.markup import NO_DATA
from opora.ui.text import number

#: from so many columns on, a table becomes a list on a phone; a unit so short stands beside each value there
MANY, SHORT = 4, 7
#: a heading with a word as long as this stands above its value in such a list, not beside it
LONG_WORD = 14
type Cell = object
type Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` number: right-aligned tabular figures; words: sentences, given room in a wide table.

    `sort_url` makes the heading a link; `order` tells which way the rows stand now.
    """

    title: str
    kind: Literal["text", "number", "words"] = "text"
    unit: str = ""
    sort_url: str = ""
    order: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the first cell heads its row. A cell is safe markup, text (escaped), a number
    (formatted) or None («нет данных», shown as a dash). `foot` rows stand apart below; `wide`
    scrolls in its own frame with heading and first column fixed. On a phone a table of `MANY` columns
    or more becomes a list of rows, each value beside its heading (under it where a heading has a word too long
    for that); `stacks` decides otherwise."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[Row] = ()
    wide: bool = False
    stacks: bool | None = None
    caption_hidden: bool = False
    empty: str = "Пока пусто."

    @property
    def classes(self) -> str:
        stacks = self.stacks if self.stacks is not None else not self.wide and len(self.columns) >= MANY
        words = (word for column in self.columns[1:] for word in column.title.replace("-", " ").split())
        over = stacks and any(len(word) >= LONG_WORD for word in words)
        return (
            "table"
            + (" wide" if self.wide else "")
            + (" stack" if stacks else "")
            + (" over" if over else "")
        )


def _content(cell: Cell) -> str:
    if cell is None:
        return NO_DATA
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return number(cell)
    return esc(cell)


def _opening(column: Column) -> str:
    kind = {"number": ' class="n"', "words": ' class="w"'}.get(column.kind, "")
    unit = f", {column.unit}" if 0 < len(column.unit) <= SHORT else ""
    return f'<td{kind} data-l="{esc(column.title + unit)}">'


def _rows(rows: Iterable[Row], columns: Sequence[Column]) -> str:
    opening = [_opening(column) for column in columns[1:]]
    content: Callable[[Cell], str] = _content
    return "".join(
        f'<tr><th scope="row">{content(row[0])}</th>'
        + "".join([f"{o}{content(cell)}</td>" for o, cell in zip(opening, row[1:], strict=True)])
        + "</tr>"
        for row in rows
    )


_ARROWS = {"": "", "ascending": "↑", "descending": "↓"}


def _heading(column: Column) -> str:
    title = esc(column.title)
    if column.unit:
        title += f" <small>{esc(column.unit)}</small>"
    if column.sort_url:
        arrow = f'<span aria-hidden="true">{_ARROWS[column.order]}</span>'
        title = f'<a href="{esc(column.sort_url)}">{title} {arrow}</a>'
    order = f' aria-sort="{column.order}"' if column.order else ""
    numeric = ' class="n"' if column.kind == "number" else ""
    return f'<th scope="col"{numeric}{order}>{title}</th>'


def render_table(table: Table) -> SafeString:
    """The table in its scroll container; without rows, one line that says so.

    A hidden caption says what the page's heading says: the line does not repeat it."""
    caption = esc(table.caption)
    if not table.rows:
        title = "" if table.caption_hidden else f"<b>{caption}.</b> "
        return as_markup(f'<p class="empty-line">{title}{esc(table.empty)}</p>')
    ident = esc(table.id)
    hidden = ' class="vh"' if table.caption_hidden else ""
    foot = f"<tfoot>{_rows(table.foot, table.columns)}</tfoot>" if table.foot else ""
    return as_markup(
        f'<div class="{table.classes}" role="region" tabindex="0"'
        f' aria-labelledby="{ident}-caption"><table id="{ident}">'
        f'<caption{hidden} id="{ident}-caption">{caption}</caption>'
        f"<thead><tr>{''.join(_heading(column) for column in table.columns)}</tr></thead>"
        f"<tbody>{_rows(table.rows, table.columns)}</tbody>{foot}</table></div>"
    )
