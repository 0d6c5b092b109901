"""A sheet of a workbook: a table and how it lies on the screen and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from opora.printing.sheets.about import ABOUT
from opora.printing.tables import Table
from opora.printing.text import clean

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """``widths`` in characters; without them columns are as wide as their contents ask.

    ``frozen_columns`` stay in sight beside the headings. A ``title`` stands above the table: leave
    it out where the sheet is read back by a program.
    """

    name: str
    table: Table
    widths: tuple[float, ...] = ()
    frozen_header: bool = True
    frozen_columns: int = 0
    autofilter: bool = True
    landscape: bool = True
    title: str = ""

    def __post_init__(self) -> None:
        if self.widths and len(self.widths) != len(self.table.columns):
            raise ValueError("one width for each column")


def sheet_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names as Excel takes them: short, without its own signs, no two alike."""
    taken: set[str] = {"history", ABOUT.casefold()}
    given: list[str] = []
    for name in names:
        base = _FORBIDDEN_IN_NAMES.sub(" ", clean(name)).strip().strip("'").strip() or "Лист"
        candidate, number = base[:_LONGEST_NAME], 1
        while candidate.casefold() in taken:
            number += 1
            ending = f" ({number})"
            candidate = base[: _LONGEST_NAME - len(ending)] + ending
        taken.add(candidate.casefold())
        given.append(candidate)
    return tuple(given)
