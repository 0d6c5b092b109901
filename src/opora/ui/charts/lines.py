"""Shares over years: one line per school or comparison group."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from django.utils.safestring import SafeString

from opora.ui.charts import svg
from opora.ui.charts.scale import ShareAxis, share_axis, spread
from opora.ui.markup import share as share_cell
from opora.ui.tables import Column, Row, Table
from opora.ui.text import NBSP, number, percent, percent_range

HEIGHT = 284
TOP, BOTTOM = 22.0, 252.0
LABEL_LETTERS = 17
LABEL_LINE = 18.0
MAX_SERIES = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A share 0–1 in one year; `share` None: no data, the line breaks. `few`: too few to judge,
    drawn hollow."""

    at: str
    share: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The first series of a chart is its subject; the others are what it is compared with."""

    title: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Threshold:
    share: float
    title: str = "порог"


@dataclass(frozen=True, slots=True)
class LineChart:
    """At most four series: a fifth could not be told apart in grey."""

    id: str
    title: str
    description: str
    series: Sequence[Series]
    threshold: Threshold | None = None
    note: str = ""
    folded: bool = True


def draw_lines(chart: LineChart) -> SafeString:
    """The chart as a figure. Raises ValueError for more series than can be told apart."""
    if len(chart.series) > MAX_SERIES:
        raise ValueError(f"{len(chart.series)} series, at most {MAX_SERIES}")
    years = _years(chart.series)
    axis = share_axis(_highest(chart), bottom=BOTTOM, upper=TOP)
    places = {year: _place(i, len(years)) for i, year in enumerate(years)}
    plot = svg.join(
        (
            _grid(axis),
            *(svg.text("axis", svg.across(x), BOTTOM + 24, year) for year, x in places.items()),
            _threshold(chart.threshold, axis),
            *(
                _series(index, series, len(chart.series), places, axis)
                # The subject is drawn last and lies on top.
                for index, series in reversed(list(enumerate(chart.series)))
            ),
        )
    )
    body = svg.picture(
        chart.id,
        chart.title,
        chart.description,
        HEIGHT,
        scale=_scale_labels(axis),
        plot=plot,
        ends=_end_labels(chart, axis),
    )
    keys = [(f"s{i + 1}", svg.MARKERS[i], s.title) for i, s in enumerate(chart.series)]
    return svg.figure(
        chart.id,
        chart.title,
        body + svg.legend(keys),
        note=chart.note,
        data=_table(chart, years),
        folded=chart.folded,
    )


def _years(series: Sequence[Series]) -> list[str]:
    return sorted({point.at for each in series for point in each.points})


def _highest(chart: LineChart) -> list[float]:
    ends = [
        end
        for series in chart.series
        for point in series.points
        for end in (point.share, point.high)
        if end is not None
    ]
    return [*ends, chart.threshold.share] if chart.threshold else ends


def _place(index: int, count: int) -> float:
    return 0.5 if count == 1 else 0.1 + 0.8 * index / (count - 1)


def _grid(axis: ShareAxis) -> str:
    return svg.join(
        svg.line("grid" if tick else "base", "0", axis.y(tick), "100%", axis.y(tick)) for tick in axis.ticks()
    )


def _scale_labels(axis: ShareAxis) -> str:
    return svg.join(svg.text("axis", "36", axis.y(tick) + 5, percent(tick), "end") for tick in axis.ticks())


def _threshold(threshold: Threshold | None, axis: ShareAxis) -> str:
    if threshold is None:
        return ""
    y = axis.y(threshold.share)
    words = f"{threshold.title}{NBSP}{percent(threshold.share)}"
    return svg.line("limit", "0", y, "100%", y) + svg.text("limit", "2", y - 7, words, "start")


def _series(index: int, series: Series, count: int, places: dict[str, float], axis: ShareAxis) -> str:
    # Whiskers of one year stand side by side instead of on top of each other.
    shift = (index - (count - 1) / 2) * 11
    parts = [*_segments(series, places, axis)]
    for point in series.points:
        x = svg.across(places[point.at])
        if point.share is None:
            parts += [svg.text("gap", x, BOTTOM - 8, "нет данных")] if index == 0 else []
            continue
        if point.low is not None and point.high is not None:
            parts.append(svg.line("ci", x, axis.y(point.low), x, axis.y(point.high)))
        parts.append(
            svg.marker(
                svg.MARKERS[index],
                x,
                svg.trim(axis.y(point.share)),
                "few" if point.few else "",
                f"{series.title}, {point.at}: {_words(point)}",
            )
        )
    if index == 0:
        parts += _values(series, places, axis)
    return f'<g class="s{index + 1}" transform="translate({svg.trim(shift)} 0)">{"".join(parts)}</g>'


def _segments(series: Series, places: dict[str, float], axis: ShareAxis) -> list[str]:
    """Lines between neighbouring years only: a missing year is a gap, not a bridge."""
    known = {point.at: point.share for point in series.points}
    years = list(places)
    segments = []
    for one, two in pairwise(years):
        start, end = known.get(one), known.get(two)
        if start is not None and end is not None:
            ends = svg.across(places[one]), axis.y(start), svg.across(places[two]), axis.y(end)
            segments.append(svg.line("go", *ends))
    return segments


def _values(series: Series, places: dict[str, float], axis: ShareAxis) -> list[str]:
    known = [point for point in series.points if point.share is not None]
    return [
        # The last value stands at the end of the line where there is room for it.
        f'<g class="{"last" if point is known[-1] else "value"}" transform="translate(-10 -9)">'
        + svg.text("", svg.across(places[point.at]), axis.y(point.share), percent(point.share), "end")
        + "</g>"
        for point in known
        if point.share is not None
    ]


def _end_labels(chart: LineChart, axis: ShareAxis) -> str:
    ends = []
    for index, series in enumerate(chart.series):
        known = [point.share for point in series.points if point.share is not None]
        if known:
            ends.append((index, _wrapped(series.title), known[-1]))
    tallest = max((len(words) for _, words, _ in ends), default=1)
    gap = LABEL_LINE * (tallest + 1) + 4
    places = spread([axis.y(value) for _, _, value in ends], gap, TOP, BOTTOM - LABEL_LINE * tallest)
    return svg.join(_end_label(*end, y) for end, y in zip(ends, places, strict=True))


def _end_label(index: int, words: Sequence[str], value: float, y: float) -> str:
    lines = [
        *(svg.text("name", "36", y + 5 + LABEL_LINE * i, line, "start") for i, line in enumerate(words)),
        svg.text("end", "36", y + 5 + LABEL_LINE * len(words), percent(value), "start"),
    ]
    mark = svg.marker(svg.MARKERS[index], "22", svg.trim(y))
    return f'<g class="s{index + 1}">{mark}{"".join(lines)}</g>'


def _wrapped(title: str) -> list[str]:
    return wrap(title, LABEL_LETTERS, max_lines=2, placeholder="…")


def _words(point: Point) -> str:
    words = percent(point.share)
    if interval := percent_range(point.low, point.high):
        words += f" ({interval})"
    if point.n is not None:
        words += f", участников {number(point.n)}"
    return words + (", мало данных" if point.few else "")


def _table(chart: LineChart, years: Sequence[str]) -> Table:
    by_year = [{point.at: point for point in series.points} for series in chart.series]
    rows: list[Row] = [(year, *(_cell(points.get(year)) for points in by_year)) for year in years]
    columns = [Column("Год"), *(Column(series.title, "number") for series in chart.series)]
    return Table(f"{chart.id}-data", chart.title, columns, rows, caption_hidden=True)


def _cell(point: Point | None) -> SafeString | None:
    if point is None or point.share is None:
        return None
    return share_cell(point.share, n=point.n, low=point.low, high=point.high)
