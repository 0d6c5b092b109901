"""The characters that the fonts bundled with typst can draw.

PDF/A and PDF/UA refuse a file with a missing glyph, so what a person typed is checked before.
``repertoire.txt`` lists what drew in all four styles: Latin, Cyrillic, Greek and symbols; scripts
that need shaping are left out. A mark over a letter needs both in one font, so only the common ones
over common letters stay («за́мок», й typed in two parts). A test draws every one of them: it fails
when typst changes its fonts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

REPLACEMENT = "\u25a1"
LETTERS_WITH_MARKS = "A-Za-zА-Яа-яЁё"
MARKS = "\u0300-\u0304\u0306-\u030c"
# Variation selectors and joiners only steer emoji, which are replaced.
_INVISIBLE = re.compile("[\ufe00-\ufe0f\u200d\u2060-\u2064\U000e0000-\U000e01ef\U0001f3fb-\U0001f3ff]")


def ranges() -> tuple[tuple[int, int], ...]:
    """First and last code point of each stretch that can be drawn."""
    lines = (files(__package__) / "repertoire.txt").read_text("ascii").split()
    return tuple((int(line[:4], 16), int(line[5:], 16)) for line in lines)


def drawable(text: str) -> str:
    """The text with what cannot be drawn made its plain form (ﬁ, ①, ½) or «□».

    A text of which nothing is left is one «□»: a heading that somebody typed is never empty.
    """
    if text.isascii():
        return text
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _undrawable().sub(_nearest, shown) or REPLACEMENT


def _nearest(match: re.Match[str]) -> str:
    if unicodedata.category(match[0]).startswith("M"):
        return ""
    return _undrawable().sub(REPLACEMENT, unicodedata.normalize("NFKC", match[0]))


@cache
def _undrawable() -> re.Pattern[str]:
    spans = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges())
    marked = f"(?<=[{LETTERS_WITH_MARKS}])[{MARKS}]"
    return re.compile(f"(?!{marked})[^\n\t{spans}]")
