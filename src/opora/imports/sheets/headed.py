"""A table by its headings: which column says what, and each row by the names of its columns.

Not offered by the package: it folds words as Django does, which the confined reader knows nothing of (ADR 0011).
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from opora.imports.problems import Place
from opora.imports.sheets.values import is_missing, text_of
from opora.imports.sheets.workbook import Cell, Sheet
from opora.ordering import folded

#: headings stand in one of the first rows, under a title or two
_WITHIN = 15
#: several things in a cell, by «;» or a line each; a line «от 02.02.2022» goes on with the one above
_BETWEEN = re.compile(r";|\n(?!\s*от\s)")


@dataclass(frozen=True, slots=True)
class Cells:
    """A row by the names of its columns; of these the first is one that every row has."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def cell(self, name: str) -> Cell:
        return self.sheet.cell(self.row, self.columns[name]) if name in self.columns else None

    def text(self, name: str) -> str:
        """In one line; empty where nothing is written or there is no such column."""
        cell = self.cell(name)
        return "" if is_missing(cell) else text_of(cell)

    def parts(self, name: str) -> list[str]:
        """«Петрова А. А.; Иванова М. П.», each apart."""
        cell = self.cell(name)
        said = cell if isinstance(cell, str) else self.text(name)
        parts = (" ".join(part.split()).strip(" ,") for part in _BETWEEN.split(said))
        return [part for part in parts if part and not is_missing(part)]

    def place(self, name: str) -> Place:
        """The cell; where the file has no such column, that of the first."""
        return self.sheet.place(self.row, self.columns.get(name, next(iter(self.columns.values()))))


@dataclass(frozen=True, slots=True)
class Headed:
    """Where the headings of a sheet stand and which columns it has, in the order they were asked for."""

    sheet: Sheet
    top: int
    columns: Mapping[str, int]

    def rows[R: Cells](self, of: type[R]) -> Iterator[R]:
        """Every row below the headings, empty ones too."""
        for row in range(self.top + 1, len(self.sheet.rows)):
            yield of(self.sheet, row, self.columns)


def headed(
    sheet: Sheet, words: Mapping[str, Collection[str]], enough: Callable[[Collection[str]], bool]
) -> Headed | None:
    """`words` are the folded headings of each column; None where no row has columns that are `enough`."""
    for top, cells in enumerate(sheet.rows[:_WITHIN]):
        headings = [folded(text_of(cell)).rstrip(".:*") for cell in cells]
        columns = {
            name: next(place for place, word in enumerate(headings) if word in known)
            for name, known in words.items()
            if any(word in known for word in headings)
        }
        if enough(columns.keys()):
            return Headed(sheet, top, columns)
    return None
