"""One row per factor or school: the value, how sure we are of it, and where the levels part.

The rows are a real table with a drawn cell, so long Russian names wrap, a screen reader reads
figures, and nothing has to be repeated as data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from opora.ui.charts import svg
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import NO_DATA, Level, level_badge, link
from opora.ui.text import number, percent, percent_range

_SHAPES = {"high": "triangle", "mid": "square", "low": "circle", "none": "circle"}


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """`value` None: nothing to show, `note` says why. Values are on the axis of the plot.

    `shown` and `verdict` are words for the value and for the level where the plot's own do not fit.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: Level = Level.UNKNOWN
    note: str = ""
    url: str = ""
    shown: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class IntervalPlot:
    """`ticks` are the ends of the axis and the borders between levels, in order.

    `unit` share: values 0–1 written as percents; `points`: written as they are.
    """

    id: str
    title: str
    description: str
    label: str
    value: str
    rows: Sequence[IntervalRow]
    ticks: Sequence[float]
    unit: Literal["share", "points"] = "points"
    note: str = ""
    verdict: str = "Уровень"


def draw_intervals(plot: IntervalPlot) -> SafeString:
    ident = esc(plot.id)
    grid = svg.join(
        svg.line("grid", svg.across(_place(plot, tick)), "0", svg.across(_place(plot, tick)), "100%")
        for tick in plot.ticks
    )
    # Rows become a grid on a phone, which would take the table's roles away: they are spelt out.
    body = (
        f'<p class="vh" id="{ident}-d">{esc(plot.description)}</p>'
        f'<table class="intervals" role="table" aria-describedby="{ident}-d">'
        f'<caption class="vh">{esc(plot.title)}</caption>'
        f'<thead role="rowgroup">{_head(plot)}</thead>'
        f'<tbody role="rowgroup">{svg.join(_row(plot, row, grid) for row in plot.rows)}</tbody></table>'
    )
    return svg.figure(plot.id, plot.title, body, note=plot.note)


def _place(plot: IntervalPlot, value: float) -> float:
    lowest, highest = plot.ticks[0], plot.ticks[-1]
    return (min(max(value, lowest), highest) - lowest) / (highest - lowest)


def _figure(plot: IntervalPlot, value: float) -> str:
    return percent(value) if plot.unit == "share" else number(value)


def _told(plot: IntervalPlot, row: IntervalRow, value: float) -> str:
    return esc(row.shown) if row.shown else _figure(plot, value)


def _interval(plot: IntervalPlot, row: IntervalRow) -> str:
    if row.low is None or row.high is None:
        return ""
    if plot.unit == "share":
        return percent_range(row.low, row.high)
    return f"{number(row.low)}–{number(row.high)}"


def _head(plot: IntervalPlot) -> str:
    ticks = svg.join(
        svg.text("axis", svg.across(_place(plot, tick)), 15, _figure(plot, tick)) for tick in plot.ticks
    )
    return (
        '<tr role="row">'
        f'<th scope="col" role="columnheader">{esc(plot.label)}</th>'
        '<th scope="col" role="columnheader" class="track"><span class="vh">Шкала</span>'
        f'<svg width="100%" height="20" aria-hidden="true">{ticks}</svg></th>'
        f'<th scope="col" role="columnheader" class="n">{esc(plot.value)}</th>'
        '<th scope="col" role="columnheader" class="n range">Интервал</th>'
        f'<th scope="col" role="columnheader">{esc(plot.verdict)}</th></tr>'
    )


def _row(plot: IntervalPlot, row: IntervalRow, grid: str) -> str:
    label = link(row.url, row.label) if row.url else esc(row.label)
    note = f"<small>{esc(row.note)}</small>" if row.note else ""
    value = NO_DATA if row.value is None else as_markup(_told(plot, row, row.value))
    level = level_badge(row.level, row.verdict or None)
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{label}{note}</th>'
        f'<td role="cell" class="track">{_track(plot, row, grid)}</td>'
        f'<td role="cell" class="n">{value}</td>'
        f'<td role="cell" class="n range">{_interval(plot, row)}</td>'
        f'<td role="cell">{level}</td></tr>'
    )


def _track(plot: IntervalPlot, row: IntervalRow, grid: str) -> str:
    drawn = ""
    if row.low is not None and row.high is not None:
        ends = svg.across(_place(plot, row.low)), svg.across(_place(plot, row.high))
        drawn += svg.line("ci", ends[0], "50%", ends[1], "50%")
    if row.value is not None:
        place = svg.across(_place(plot, row.value))
        tip = " ".join(filter(None, (_told(plot, row, row.value), _interval(plot, row))))
        drawn += svg.marker(_SHAPES[row.level.tone], place, "50%", tip=tip)
    return (
        f'<svg class="track" width="100%" height="100%" aria-hidden="true">{grid}'
        f'<g class="{row.level.tone}">{drawn}</g></svg>'
    )
