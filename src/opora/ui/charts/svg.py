"""The few SVG elements the charts are made of, and the frame around every chart.

Attribute values are numbers, percents and class names of our own; words pass through `text` and
`figure`, which escape. No style attribute anywhere: the content security policy forbids it.
"""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from opora.ui.escaping import as_markup, esc
from opora.ui.tables import Table, render_table

MARKERS = ("circle", "square", "triangle", "diamond")

_SHAPES = {
    "circle": '<circle r="6"/>',
    "square": '<path d="M-5.5-5.5h11v11h-11z"/>',
    "triangle": '<path d="M0-7 7 5.5H-7z"/>',
    "diamond": '<path d="M0-7.5 7.5 0 0 7.5-7.5 0z"/>',
}


def trim(value: float) -> str:
    """A coordinate without needless digits: SVG is a third shorter for it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def across(position: float) -> str:
    """A position 0–1 along the width."""
    return f"{trim(position * 100)}%"


def line(css: str, x1: str, y1: str | float, x2: str, y2: str | float) -> str:
    ends = [trim(y) if isinstance(y, float | int) else y for y in (y1, y2)]
    return f'<line class="{css}" x1="{x1}" y1="{ends[0]}" x2="{x2}" y2="{ends[1]}"/>'


def text(css: str, x: str, y: float, words: object, anchor: str = "middle") -> str:
    place = f'x="{x}" y="{trim(y)}" text-anchor="{anchor}"'
    return f'<text class="{css}" {place}>{esc(words)}</text>'


def marker(shape: str, x: str, y: str, css: str = "", tip: str = "") -> str:
    """A shape centred at a point; percent places need a nested svg, paths know no percents."""
    note = f"<title>{esc(tip)}</title>" if tip else ""
    css = f"pt {css}".rstrip()
    return f'<svg class="{css}" x="{x}" y="{y}" overflow="visible">{note}{_SHAPES[shape]}</svg>'


def picture(
    ident: str, title: str, description: str, height: int, *, scale: str, plot: str, ends: str = ""
) -> str:
    """Scale, plot and labels stand side by side: only the plot stretches with the card."""
    sides = f'<svg width="{{}}" height="{height}" aria-hidden="true"{{}}>{{}}</svg>'
    return (
        f'<div class="pic{" ended" if ends else ""}">'
        + sides.format(44, "", scale)
        + f'<svg width="100%" height="{height}" role="img" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{esc(title)}</title>'
        f'<desc id="{ident}-d">{esc(description)}</desc>{plot}</svg>'
        + (sides.format(180, ' class="ends"', ends) if ends else "")
        + "</div>"
    )


def legend(series: Sequence[tuple[str, str, str]]) -> str:
    """`(css, shape, words)` of each series, for cards too narrow for labels beside the lines."""
    items = "".join(
        f'<li><svg width="18" height="18" aria-hidden="true">'
        f'<g class="{css}">{marker(shape, "9", "9")}</g></svg>{esc(words)}</li>'
        for css, shape, words in series
    )
    return f'<ul class="legend" aria-hidden="true">{items}</ul>'


def figure(
    ident: str, title: str, body: str, *, note: str = "", data: Table | None = None, folded: bool = True
) -> SafeString:
    """Heading, picture, note, data. Folded data is opened by a tap and always printed."""
    table = render_table(data) if data is not None else ""
    if table and folded:
        table = f'<details class="data"><summary>Те же данные таблицей</summary>{table}</details>'
    words = f'<p class="note-line">{esc(note)}</p>' if note else ""
    return as_markup(
        f'<figure class="chart" id="{esc(ident)}">'
        f"<figcaption>{esc(title)}</figcaption>{body}{words}{table}</figure>"
    )


def join(parts: Iterable[str]) -> str:
    return "".join(parts)
