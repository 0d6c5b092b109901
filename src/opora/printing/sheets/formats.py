"""Formats of cells, each made once for a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from opora.printing.tables import Column, Mark, Value
from opora.printing.text import Align, Run

_GROUNDS = {Mark.ERROR: "#F6D5D1", Mark.WARNING: "#FBEECB", Mark.GOOD: "#DFF1E4", Mark.QUIET: "#F0F0F0"}
TEXT = "@"
_ALIGNS = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "left"}


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one format from another."""

    number: str = ""
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT
    mark: Mark = Mark.NONE
    border: bool = True
    heading: bool = False
    size: int = 0
    wrap: bool = True


class Formats:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[Look, Format] = {}

    def of(self, look: Look) -> Format:
        if look not in self._made:
            self._made[look] = self._book.add_format(_properties(look))
        return self._made[look]


def _properties(look: Look) -> dict[str, Any]:
    properties: dict[str, Any] = {"text_wrap": look.wrap, "valign": "vcenter" if look.heading else "top"}
    properties["align"] = "center" if look.heading else _ALIGNS[look.align]
    if look.number:
        properties["num_format"] = look.number
    if look.bold or look.heading:
        properties["bold"] = True
    if look.italic:
        properties["italic"] = True
    if look.border:
        properties |= {"border": 1, "border_color": "#B8B8B8"}
    if look.size:
        properties["font_size"] = look.size
    mark = Mark.QUIET if look.heading else look.mark
    if mark is not Mark.NONE:
        properties["bg_color"] = _GROUNDS[mark]
    return properties


def number_format(value: Value, column: Column) -> str:
    """The format of Excel for the value; «@» keeps a text a text when a person edits it."""
    match value:
        case bool() | str() | Run() | tuple():
            return TEXT
        case date():
            return "dd.mm.yyyy"
        case _ if column.as_typed:
            return TEXT
        case _ if column.percent:
            return _with_decimals(column.decimals or 0) + '"\u00a0"%'
        case _:
            return "" if column.decimals is None else _with_decimals(column.decimals)


def _with_decimals(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "0"
