"""How many pupils got each primary score, with the borders between marks.

A cliff at a border is a sign worth a look, never a proof: flagged columns are hatched and named in
the table, and the page that shows them chooses its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from opora.ui.charts import svg
from opora.ui.charts.scale import count_step
from opora.ui.markup import badge
from opora.ui.tables import Cell, Column, Row, Table
from opora.ui.text import count_ru, number, percent

HEIGHT = 266
TOP, BOTTOM = 34.0, 236.0
PUPILS = "ученик,ученика,учеников"


@dataclass(frozen=True, slots=True)
class Boundary:
    """From this score on the mark is `mark`; the first boundary starts the axis."""

    score: int
    mark: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """`counts[i]` pupils got `first + i`; `reference[i]` is the share 0–1 of the comparison group
    at the same score. `flagged` scores stand out."""

    id: str
    title: str
    description: str
    counts: Sequence[int]
    boundaries: Sequence[Boundary]
    first: int = 0
    flagged: frozenset[int] = frozenset()
    reference: Sequence[float] = ()
    reference_title: str = "Регион"
    note: str = ""
    folded: bool = True


def draw_distribution(chart: Distribution) -> SafeString:
    """Raises ValueError when the comparison has another number of scores than the counts."""
    if chart.reference and len(chart.reference) != len(chart.counts):
        raise ValueError("the comparison group has another number of scores")
    scaled = [value * sum(chart.counts) for value in chart.reference]
    highest = max(1, *chart.counts, *(round(value + 0.5) for value in scaled))
    step = count_step(highest)
    top = -(-highest // step) * step
    height = (BOTTOM - TOP) / top
    scale = svg.join(
        svg.text("axis", "36", BOTTOM - tick * height + 5, number(tick), "end")
        for tick in range(0, top + 1, step)
    )
    plot = svg.join(
        (
            _grid(top, step, height),
            _marks(chart),
            *(_bar(chart, i, height) for i in range(len(chart.counts))),
            *(_reference(chart, i, value * height) for i, value in enumerate(scaled)),
            _scores(chart),
        )
    )
    body = svg.picture(chart.id, chart.title, chart.description, HEIGHT, scale=scale, plot=plot)
    return svg.figure(
        chart.id, chart.title, body + _key(chart), note=chart.note, data=_table(chart), folded=chart.folded
    )


def _at(chart: Distribution, index: float) -> str:
    return svg.across(index / len(chart.counts))


def _grid(top: int, step: int, height: float) -> str:
    return svg.join(
        svg.line("grid" if tick else "base", "0", BOTTOM - tick * height, "100%", BOTTOM - tick * height)
        for tick in range(0, top + 1, step)
    )


def _marks(chart: Distribution) -> str:
    """Dashed borders, and each mark written over the middle of its band."""
    starts = [boundary.score - chart.first for boundary in chart.boundaries]
    ends = [*starts[1:], len(chart.counts)]
    parts = []
    for boundary, start, end in zip(chart.boundaries, starts, ends, strict=True):
        if start > 0:
            parts.append(svg.line("edge", _at(chart, start), TOP - 24, _at(chart, start), BOTTOM))
        parts.append(svg.text("name", _at(chart, (start + end) / 2), TOP - 12, f"«{boundary.mark}»"))
    return svg.join(parts)


def _bar(chart: Distribution, index: int, height: float) -> str:
    count, score = chart.counts[index], chart.first + index
    if not count:
        return ""
    width = svg.across(0.72 / len(chart.counts))
    css = "bar flag" if score in chart.flagged else "bar"
    tall = count * height
    return (
        f'<rect class="{css}" x="{_at(chart, index + 0.14)}" y="{svg.trim(BOTTOM - tall)}"'
        f' width="{width}" height="{svg.trim(tall)}"><title>{score}: {count_ru(count, PUPILS)}</title>'
        "</rect>"
    )


def _reference(chart: Distribution, index: int, tall: float) -> str:
    return svg.line("ref", _at(chart, index + 0.02), BOTTOM - tall, _at(chart, index + 0.98), BOTTOM - tall)


def _scores(chart: Distribution) -> str:
    """Every fifth score, or every one where there are few."""
    every = 1 if len(chart.counts) <= 12 else 5
    return svg.join(
        svg.text("axis", _at(chart, i + 0.5), BOTTOM + 22, chart.first + i)
        for i in range(len(chart.counts))
        if (chart.first + i) % every == 0
    )


def _key(chart: Distribution) -> str:
    items = [
        '<li><svg width="18" height="18" aria-hidden="true"><rect class="bar" x="3" y="2"'
        ' width="11" height="14"/></svg>Учеников школы</li>'
    ]
    if chart.flagged:
        items.append(
            '<li><svg width="18" height="18" aria-hidden="true"><rect class="bar flag" x="3"'
            ' y="2" width="11" height="14"/></svg>Скачок у границы отметки</li>'
        )
    if chart.reference:
        items.append(
            '<li><svg width="18" height="18" aria-hidden="true"><line class="ref" x1="0" y1="9"'
            ' x2="18" y2="9"/></svg>Ожидалось бы, как в группе сравнения</li>'
        )
    return f'<ul class="legend always">{"".join(items)}</ul>'


def _table(chart: Distribution) -> Table:
    total = sum(chart.counts)
    columns = [Column("Балл"), Column("Отметка"), Column("Учеников", "number"), Column("Доля", "number")]
    if chart.reference:
        columns.append(Column(chart.reference_title, "number"))
    return Table(
        f"{chart.id}-data",
        chart.title,
        columns,
        [_row(chart, i, total) for i in range(len(chart.counts))],
        caption_hidden=True,
    )


def _row(chart: Distribution, index: int, total: int) -> Row:
    score, count = chart.first + index, chart.counts[index]
    mark = next((b.mark for b in reversed(chart.boundaries) if b.score <= score), "")
    heading: Cell = badge(score, "mid", "■") if score in chart.flagged else str(score)
    cells: list[Cell] = [heading, mark, count, percent(count / total, 1) if total else None]
    return [*cells, percent(chart.reference[index], 1)] if chart.reference else cells
