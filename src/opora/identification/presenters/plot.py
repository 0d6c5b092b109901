"""The shares of a school against the threshold, drawn: what stands above it, below it, or too near to tell."""

from decimal import Decimal

from django.utils.safestring import SafeString

from opora.identification.engine import Evidence, Outcome
from opora.identification.presenters.entries import figures_of
from opora.identification.words import Titles, share_words, threshold_words
from opora.ui.charts import IntervalPlot, IntervalRow, draw_intervals
from opora.ui.markup import Level


def evidence_plot(outcome: Outcome, titles: Titles, threshold: Decimal) -> SafeString | None:
    """None where participants are unknown for all figures: the table beside it tells them."""
    rows = [_row(figure, titles, threshold) for figure in figures_of(outcome) if figure.interval is not None]
    if not rows:
        return None
    line = f"Линия — порог {share_words(threshold)}."
    return draw_intervals(
        IntervalPlot(
            id="evidence-plot",
            title="Доля «2» и порог",
            description=f"{line} Усы — интервал 95 %.",
            label="Процедура и год",
            value="Доля «2»",
            rows=rows,
            ticks=(0.0, float(threshold), 1.0),
            unit="share",
            note=f"{line} Порог внутри интервала: ответ мог решить случай.",
            verdict="Порог",
        )
    )


def _row(figure: Evidence, titles: Titles, threshold: Decimal) -> IntervalRow:
    low, high = figure.interval or (0.0, 1.0)
    return IntervalRow(
        label=f"{titles.get(figure.procedure, figure.procedure)}, {figure.year}",
        value=float(figure.share),
        low=low,
        high=high,
        level=_level(figure, threshold),
        shown=share_words(figure.share),
        verdict=threshold_words(figure, threshold),
    )


def _level(figure: Evidence, threshold: Decimal) -> Level:
    if figure.crosses(threshold):
        return Level.MIDDLE
    return Level.HIGH if figure.share >= threshold else Level.LOW
