"""What every workbook of this installation says of itself, such as that its data are invented.

It stands in the properties and on a last sheet, which reading leaves out: a file stays an import file.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ABOUT = "О файле"
#: the first cell of the sheet, by which it is known again
ABOUT_MARK = "Опора: о файле"

_said: list[str] = []


def say_in_workbooks(words: str) -> None:
    """Called once, from `config`; nothing is said without words."""
    _said[:] = [words] if words else []


def finish(book: Workbook, *, created: datetime, title: str = "") -> None:
    """The properties of a workbook whose sheets are written, and the sheet about it."""
    book.set_properties({"title": title, "created": created, "comments": " ".join(_said)})
    if not _said:
        return
    page = book.add_worksheet(ABOUT)
    page.set_column(0, 0, 90)
    for row, words in enumerate((ABOUT_MARK, *_said)):
        page.write_string(row, 0, words)
