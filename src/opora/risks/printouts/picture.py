"""The picture of a printed profile: a mark and its interval for every factor that is shown, as SVG.

Sign, place and figure say the same: it reads in grey.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from opora.indicators.values import Level
from opora.printing import Figure as Picture
from opora.risks.presenters.levels import ends, interval_words
from opora.risks.presenters.profile import description
from opora.risks.queries import Figure, SchoolRisks
from opora.ui.text import number

_WIDTH, _HEAD, _LINE, _GAP = 680, 18, 12, 8
_LEFT, _RIGHT = 268, 560
_LETTERS = 46
_COLOURS = {Level.HIGH: "#a3231b", Level.MIDDLE: "#7a4d00", Level.LOW: "#1d6239"}
_SHAPES = {
    Level.HIGH: "M0-5 5 4H-5z",
    Level.MIDDLE: "M-4-4h8v8h-8z",
    Level.LOW: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
}


@dataclass(frozen=True, slots=True)
class _Row:
    figure: Figure
    lines: Sequence[str]
    top: int

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + _GAP

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def risks_picture(found: SchoolRisks) -> Picture | None:
    """None where no factor is shown."""
    rows: list[_Row] = []
    top = _HEAD
    for each in found.by_risk:
        if each.value is not None:
            rows.append(_Row(each, textwrap.wrap(found.guide.title(each.code), _LETTERS), top))
            top += rows[-1].height
    if not rows:
        return None
    drawn = _grid((0, found.guide.catalogue.bound_middle, found.guide.catalogue.bound_high, 100), top)
    drawn += "".join(map(_row, rows))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top + 2}">{drawn}</svg>'
    return Picture(svg.encode(), title="Факторы риска школы", description=description(found))


def _across(value: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * value / 100, 1)


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#1b2126") -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="Libertinus Serif" font-size="11.5" '
        f'text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
    )


def _grid(ticks: Sequence[int], bottom: int) -> str:
    return "".join(
        f'<path d="M{_across(tick)} {_HEAD}V{bottom}" stroke="#d5d0c6" stroke-width="0.8"/>'
        + _text(_across(tick), _HEAD - 6, str(tick), anchor="middle", colour="#565f67")
        for tick in ticks
    )


def _row(row: _Row) -> str:
    figure = row.figure
    assert figure.value is not None and figure.level is not None
    colour, base = _COLOURS[figure.level], row.middle + 4
    first = row.middle - (len(row.lines) - 1) * _LINE / 2 + 4
    label = "".join(_text(0, first + at * _LINE, line) for at, line in enumerate(row.lines))
    low, high = ends(figure) or (0, 0)
    return (
        f'<path d="M0 {row.top}H{_WIDTH}" stroke="#e8e4db" stroke-width="0.6"/>{label}'
        f'<path d="M{_across(low)} {row.middle}H{_across(high)}" stroke="{colour}" stroke-width="3.5" '
        'stroke-linecap="round" stroke-opacity="0.4"/>'
        f'<path d="{_SHAPES[figure.level]}" transform="translate({_across(figure.value)} {row.middle})" '
        f'fill="{colour}"/>'
        + _text(606, base, number(figure.value, 1), anchor="end", colour=colour)
        + _text(_WIDTH, base, interval_words(figure), anchor="end", colour="#565f67")
    )
