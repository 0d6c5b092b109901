"""What is known of an attached document, and the refusal of a file that is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Kind = Literal["docx", "pdf"]

MEGABYTE = 1024 * 1024

MOST_BYTES = 50 * MEGABYTE
"""The largest file that is taken."""

CONTENT_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class NotAPaper(Exception):
    """The file is not taken, or not read further; `words` tell a person what to do next.

    `code` is for programs: see `opora.attachments.refusals`.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Paper:
    """An inspected document.

    `name` is the given one made safe: without folders and invisible signs, with the extension of what
    the file really is. `pages` of a PDF are counted; of a DOCX they are what its last editor counted,
    None where it did not. `notes` are sentences for the person who attached it.
    """

    kind: Kind
    name: str
    pages: int | None
    notes: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """What a browser is told the bytes are."""
        return CONTENT_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a found table: its number in the document, row and column, all counted from 1."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        """The place in words: «таблица 2, строка 5, столбец 3»."""
        return f"таблица {self.table}, строка {self.row}, столбец {self.column}"


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a DOCX as a grid of texts, ready for mapping.

    `rows` have equal length; an empty cell is "". The text of cells merged downwards stands in every
    row they cover; of cells merged across in the first one, in the heading in each. The first
    `header_rows` of the rows are the heading: titles over the whole width, names of columns, the line
    of column numbers. `bands` are indices of rows below it with one text over the whole width, or
    over all but a number («1. | Задача»).
    `title` is the caption or heading above the table, "" where there is none. A table inside a cell of
    another stands after it and is `nested`.
    """

    number: int
    title: str
    rows: tuple[tuple[str, ...], ...]
    header_rows: int
    columns: tuple[str, ...]
    bands: tuple[int, ...] = ()
    nested: bool = False

    @property
    def body(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Rows below the heading that are no bands, each with its index in `rows`."""
        return tuple(
            (index, row)
            for index, row in enumerate(self.rows)
            if index >= self.header_rows and index not in self.bands
        )

    def place(self, row: int, column: int) -> Place:
        """The place of `rows[row][column]`."""
        return Place(self.number, row + 1, column + 1)
