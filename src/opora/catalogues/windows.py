"""A long table is edited some rows at a time: a page of a hundred rows of fields is too heavy for a phone.

What a page does not show stays as it is stored: a window's page changes its rows, the page of everything
else leaves long tables alone. All of it is told by the address («?rows=table:2») and by what is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opora.catalogues.kinds import Content, Kind, Table

MOST_ROWS, FEWEST_ROWS = 20, 5
# about what a page may weigh, a field of a row, an option of a choice, in bytes
_PAGE, _FIELD, _OPTION = 80_000, 250, 70


@dataclass(frozen=True, slots=True)
class Window:
    """The stored rows from `first` up to `last` of a table; `page` counts from 1."""

    table: str
    page: int
    first: int
    last: int


def rows_at_once(table: Table) -> int:
    options = sum(len(field.choices) for field in table.fields)
    return max(FEWEST_ROWS, min(MOST_ROWS, _PAGE // (_FIELD * len(table.fields) + _OPTION * options)))


def windows(table: Table, rows: Sequence[object]) -> list[Window]:
    """The windows of a long table; none where all rows fit on one page."""
    size = rows_at_once(table)
    if len(rows) <= size:
        return []
    firsts = range(0, len(rows), size)
    return [
        Window(table.name, page, first, min(first + size, len(rows)))
        for page, first in enumerate(firsts, start=1)
    ]


def window_asked(kind: Kind, stored: Content, asked: str) -> Window | None:
    """The window that an address names; None where it names none that there is."""
    name, _, page = asked.partition(":")
    found = (each for table in kind.tables for each in windows(table, stored.get(table.name, [])))
    return next((each for each in found if (each.table, str(each.page)) == (name, page)), None)


def merged(kind: Kind, stored: Content, sent: Content, window: Window | None) -> Content:
    """The whole content: what the page showed as it came back, the rest as it is stored."""
    if window is not None:
        rows = stored[window.table]
        return stored | {window.table: [*rows[: window.first], *sent[window.table], *rows[window.last :]]}
    long = {table.name for table in kind.tables if windows(table, stored.get(table.name, []))}
    return sent | {name: stored[name] for name in long}


def end_of(window: Window, stored: Content, content: Content) -> int:
    """Where the window ends in a content whose window got or lost rows."""
    return len(content[window.table]) - (len(stored[window.table]) - window.last)
