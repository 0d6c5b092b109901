"""What both writers need to know of the order of a document: its parts and heading levels."""

from __future__ import annotations

from itertools import groupby

from opora.printing.blocks import Annex, Block, Document, Orientation, TitlePage


class Outline:
    """Gives each heading its level: never one that skips, which screen readers and PDF/UA refuse.

    Inside an annex, whose own title is level 1, headings go one deeper.
    """

    def __init__(self) -> None:
        self._last = 0
        self._base = 0

    def enter_annex(self) -> None:
        self._base, self._last = 1, 1

    def leave_annex(self) -> None:
        self._base = 0

    def level(self, wanted: int) -> int:
        self._last = min(wanted + self._base, self._last + 1)
        return self._last


def parts_of(document: Document) -> tuple[tuple[Orientation, tuple[Block, ...]], ...]:
    """The document cut where a new page must begin: before and after a title page and each annex."""
    numbered = enumerate(document.blocks)
    cut = groupby(numbered, key=lambda item: item[0] if isinstance(item[1], Annex | TitlePage) else -1)
    parts = (tuple(block for _, block in blocks) for _, blocks in cut)
    return tuple((_orientation(part[0], document.orientation), part) for part in parts)


def _orientation(first: Block, own: Orientation) -> Orientation:
    return first.orientation if isinstance(first, Annex) and first.orientation else own
