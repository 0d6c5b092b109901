"""Text made ready for the template: drawable, and with places where a word too wide may be broken."""

from __future__ import annotations

import re

from opora.printing.estimates import LINE
from opora.printing.pdf.repertoire import drawable
from opora.printing.text import Text, clean, runs_of

type Node = dict[str, object]

ZERO_WIDTH_SPACE = "\u200b"
# Russian words are hyphenated by typst; only what no dictionary would hold is cut anywhere.
_LONGEST_RUSSIAN_WORD = 40
_WORD = re.compile(r"[^\s\u200b-]+")
# A date cut in two is worse than one that leans on the border of its cell.
_DATE = re.compile(r"(\d{2}\.){1,2}(\d{4})?")
_RUSSIAN = re.compile(r"[А-Яа-яЁё.,;:«»()]+")


def line(text: str) -> str:
    return with_breaks(drawable(clean(text)), LINE)


def heading_line(text: str) -> str:
    """PDF/UA refuses a heading with nothing to say."""
    return line(text) if any(sign.isprintable() and not sign.isspace() for sign in clean(text)) else "—"


def run_nodes(text: Text, capacity: int = LINE) -> list[Node]:
    return [
        {"text": with_breaks(drawable(run.text), capacity), "bold": run.bold, "italic": run.italic}
        for run in runs_of(text)
    ]


def with_breaks(text: str, capacity: int) -> str:
    """The text with break places inside the words that don't fit ``capacity`` characters."""
    return _WORD.sub(lambda match: _broken(match[0], capacity), text)


def _broken(word: str, capacity: int) -> str:
    if len(word) <= capacity or _DATE.fullmatch(word):
        return word
    if len(word) <= _LONGEST_RUSSIAN_WORD and _RUSSIAN.fullmatch(word):
        return word
    return ZERO_WIDTH_SPACE.join(word)
