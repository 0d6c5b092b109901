"""As much of a DOCX as a page shows: blocks, rows and signs are counted before anything is converted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from opora.attachments.word.cleaning import Cleaner
from opora.imports.sheets.xlsx_parts import local

ROWS = 500
"""Of one table; a longer one says how many were left out."""

ELEMENTS = 30_000
SIGNS = 300_000
"""Of the whole document: about a hundred and fifty pages of text."""


@dataclass(slots=True)
class Budget:
    """What may still be shown; `is_cut` once something was left out for it."""

    elements: int = ELEMENTS
    signs: int = SIGNS
    is_cut: bool = False

    def has_room(self, element: Element) -> bool:
        """Whether the whole of it is shown; then it is counted."""
        elements, signs = _measured(element)
        if elements > self.elements or signs > self.signs:
            return False
        self.elements -= elements
        self.signs -= signs
        return True


def fitting(
    found: Iterator[Element], cleaner: Cleaner, budget: Budget, had: Mapping[int, int] | None = None
) -> Iterator[Element]:
    """Cleaned paragraphs and tables, from the beginning, as long as there is room.

    `had` is what `cut_tables` returned.
    """
    for block in found:
        made = cleaner.copy(block)
        if local(made.tag) == "tbl":
            yield from _table(made, (had or {}).get(id(block)), cleaner, budget)
        elif budget.has_room(made):
            yield made
        else:
            budget.is_cut = True
            yield _beginning(made, budget)
        if budget.is_cut:
            return


def cut_tables(tree: Element) -> dict[int, int]:
    """Long tables lose their rows past the limit; for each that did, how many it had."""
    had: dict[int, int] = {}
    for table in [element for element in tree.iter() if local(element.tag) == "tbl"]:
        rows = [index for index, item in enumerate(table) if local(item.tag) == "tr"]
        if len(rows) > ROWS:
            table[rows[ROWS] :] = []
            had[id(table)] = len(rows)
    return had


def _table(table: Element, had: int | None, cleaner: Cleaner, budget: Budget) -> Iterator[Element]:
    rows = [row for row in table if local(row.tag) == "tr" and any(local(c.tag) == "tc" for c in row)]
    kept: list[Element] = []
    for row in rows:
        if not budget.has_room(row):
            budget.is_cut = True
            break
        kept.append(row)
    if kept:
        table[:] = kept
        yield table
    if had is not None or len(rows) > len(kept):
        yield cleaner.paragraph(f"Показаны первые строки таблицы: {len(kept)} из {had or len(rows)}.")


def _beginning(paragraph: Element, budget: Budget) -> Element:
    """The paragraph's first words, as far as there is room."""
    kept: list[Element] = []
    for item in paragraph:
        if not budget.has_room(item):
            _shorten(item, budget)
            if budget.has_room(item):
                kept.append(item)
            break
        kept.append(item)
    paragraph[:] = kept
    return paragraph


def _shorten(element: Element, budget: Budget) -> None:
    left = max(budget.signs, 0)
    for item in element.iter():
        if item.text:
            item.text = item.text[:left]
            left -= len(item.text)


def _measured(element: Element) -> tuple[int, int]:
    elements = signs = 0
    for item in element.iter():
        elements += 1
        signs += len(item.text or "")
    return elements, signs
