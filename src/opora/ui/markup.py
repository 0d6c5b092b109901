"""Small pieces of markup that stand inside a line or a table cell.

Each is a function that returns safe markup, so that a list of a thousand rows calls a function per
row and not a template. Everything a person typed is escaped here, at the last step.
"""

from datetime import date
from enum import Enum
from typing import Literal

from django.utils.safestring import SafeString

from opora.ui.escaping import as_markup, esc
from opora.ui.text import NBSP, Figure, date_ru, number, percent, percent_range

type Tone = Literal["none", "high", "mid", "low", "move"]


class Level(Enum):
    """Three levels and the honest fourth; a sign, a word and a tone, never a colour alone."""

    HIGH = ("high", "▲", "высокий")
    MIDDLE = ("mid", "■", "средний")
    LOW = ("low", "●", "низкий")
    UNKNOWN = ("none", "", "мало данных")

    def __init__(self, tone: Tone, sign: str, word: str) -> None:
        self.tone = tone
        self.sign = sign
        self.word = word


def badge(text: object, tone: Tone = "none", sign: str = "") -> SafeString:
    """A short word in a coloured pill. Coloured tones carry a sign so that they read in grey."""
    mark = f'<span class="sign" aria-hidden="true">{esc(sign)}</span>' if sign else ""
    return as_markup(f'<span class="badge {tone}">{mark}{esc(text)}</span>')


_LEVELS = {level: badge(level.word, level.tone, level.sign) for level in Level}


def level_badge(level: Level, text: object | None = None) -> SafeString:
    """▲ высокий, ■ средний, ● низкий, мало данных; `text` replaces the word, not the sign."""
    return _LEVELS[level] if text is None else badge(text, level.tone, level.sign)


def move_chip(whose: str, since: date | None = None, *, mine: bool = False) -> SafeString:
    """«ваш ход с 19 ноября», «ход куратора». `whose` is the genitive; ignored when `mine`."""
    words = "ваш ход" if mine else f"ход {whose}"
    if since is not None:
        words += f" с{NBSP}{date_ru(since, 'day')}"
    return badge(words, "move" if mine else "none", "→" if mine else "")


def link(url: str, text: object) -> SafeString:
    return as_markup(f'<a href="{esc(url)}">{esc(text)}</a>')


def missing(words: str = "нет данных") -> SafeString:
    """A dash for the eye and the words for a screen reader: an absent figure is not a zero."""
    return as_markup(
        f'<span class="none"><span aria-hidden="true">—</span><span class="vh">{esc(words)}</span></span>'
    )


NO_DATA = missing()


def share(
    value: Figure | None,
    *,
    n: int | None = None,
    low: Figure | None = None,
    high: Figure | None = None,
    places: int = 0,
) -> SafeString:
    """A share 0–1 with its interval and its count beside it: «30 % 22–38 из 126»."""
    if value is None:
        return NO_DATA
    text = percent(value, places)
    if interval := percent_range(low, high, places):
        text += f' <small title="с вероятностью 95 %">{interval}</small>'
    if n is not None:
        text += f" <small>из{NBSP}{number(n)}</small>"
    return as_markup(text)
