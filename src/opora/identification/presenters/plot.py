"""The shares of a school against the threshold, drawn: what stands above it, below it, or too near to tell.

A table with a drawn cell, as `opora.ui.charts` draws intervals, but its last column speaks of the threshold:
a share of «2» is no level of risk.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from opora.identification.engine import Evidence, Outcome
from opora.identification.presenters.entries import figures_of
from opora.identification.words import Titles, share_words, threshold_words
from opora.ui.charts import svg
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import Tone, badge
from opora.ui.text import percent_range

_ID = "evidence-plot"
_SHAPES: dict[Tone, str] = {"high": "triangle", "mid": "square", "low": "circle"}
_SIGNS: dict[Tone, str] = {"high": "▲", "mid": "■", "low": "●"}


def evidence_plot(outcome: Outcome, titles: Titles, threshold: Decimal) -> SafeString | None:
    """None where participants are unknown for all figures: the table beside it tells them."""
    figures = [figure for figure in figures_of(outcome) if figure.interval is not None]
    if not figures:
        return None
    ticks = (Decimal(0), threshold, Decimal(1))
    places = [svg.across(float(tick)) for tick in ticks]
    grid = svg.join(svg.line("grid", place, "0", place, "100%") for place in places)
    scale = svg.join(
        svg.text("axis", place, 15, share_words(tick)) for place, tick in zip(places, ticks, strict=True)
    )
    rows = svg.join(_row(figure, titles, threshold, grid) for figure in figures)
    # rows become a grid on a phone, which would take the table's roles away: they are spelt out
    body = (
        f'<p class="vh" id="{_ID}-d">Линия — порог {share_words(threshold)}. Усы — интервал 95 %.</p>'
        f'<table class="intervals" role="table" aria-describedby="{_ID}-d">'
        '<caption class="vh">Доля «2» и порог</caption>'
        f'<thead role="rowgroup">{_head(scale)}</thead><tbody role="rowgroup">{rows}</tbody></table>'
    )
    note = f"Линия — порог {share_words(threshold)}. Порог внутри интервала: ответ мог решить случай."
    return svg.figure(_ID, "Доля «2» и порог", body, note=note)


def _head(scale: str) -> str:
    def heading(words: str, css: str = "") -> str:
        marks = f' class="{css}"' if css else ""
        return f'<th scope="col" role="columnheader"{marks}>{words}</th>'

    drawn = f'<span class="vh">Шкала</span><svg width="100%" height="20" aria-hidden="true">{scale}</svg>'
    cells: Sequence[str] = (
        heading("Процедура и год"),
        heading(drawn, "track"),
        heading("Доля «2»", "n"),
        heading("Интервал", "n range"),
        heading("Порог"),
    )
    return f'<tr role="row">{"".join(cells)}</tr>'


def _row(figure: Evidence, titles: Titles, threshold: Decimal, grid: str) -> str:
    low, high = figure.interval or (0.0, 1.0)
    tone = _tone(figure, threshold)
    name = f"{titles.get(figure.procedure, figure.procedure)}, {figure.year}"
    told, interval = share_words(figure.share), percent_range(low, high)
    drawn = svg.line("ci", svg.across(low), "50%", svg.across(high), "50%")
    drawn += svg.marker(_SHAPES[tone], svg.across(float(figure.share)), "50%", tip=f"{told} {interval}")
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{esc(name)}</th>'
        '<td role="cell" class="track"><svg class="track" width="100%" height="100%" aria-hidden="true">'
        f'{grid}<g class="{tone}">{drawn}</g></svg></td>'
        f'<td role="cell" class="n">{as_markup(told)}</td>'
        f'<td role="cell" class="n range">{interval}</td>'
        f'<td role="cell">{badge(threshold_words(figure, threshold), tone, _SIGNS[tone])}</td></tr>'
    )


def _tone(figure: Evidence, threshold: Decimal) -> Tone:
    if figure.crosses(threshold):
        return "mid"
    return "high" if figure.share >= threshold else "low"
