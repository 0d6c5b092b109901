"""Runs of text, and the cleaning that every writer applies to what a person typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


type Text = str | Run | tuple[str | Run, ...]
"""What a paragraph, a list item or a cell may hold: plain text or runs."""


def runs_of(text: Text) -> tuple[Run, ...]:
    """The text as runs, cleaned, without empty ones."""
    parts = text if isinstance(text, tuple) else (text,)
    runs = (part if isinstance(part, Run) else Run(part) for part in parts)
    return tuple(Run(clean(run.text), run.bold, run.italic) for run in runs if run.text)


def plain(text: Text) -> str:
    """The text without its styles, cleaned."""
    if isinstance(text, str):
        return clean(text)
    return "".join(run.text for run in runs_of(text))


# XML 1.0 forbids these outright; the C1 block is allowed and never meant.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Direction marks let a name show backwards («exe.txt»); a Russian document never needs them.
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

_UNUSUAL = re.compile("|".join(each.pattern for each in (_FORBIDDEN, _LINE_BREAKS, _DIRECTION_MARKS)))


def clean(text: str) -> str:
    """Text that any of the formats can carry: line breaks made \\n, forbidden characters made «\ufffd»."""
    if not _UNUSUAL.search(text):
        return text
    text = _LINE_BREAKS.sub("\n", text)
    text = _DIRECTION_MARKS.sub("", text)
    return _FORBIDDEN.sub("\ufffd", text)
