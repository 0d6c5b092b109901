"""The profiles of schools as values that pages keep and show."""

import numpy as np

from opora.analytics.engines import Engine
from opora.indicators.catalogue import RiskFactors, Source
from opora.indicators.hiding import REASONS
from opora.indicators.metrics import MILLION
from opora.indicators.reckoning import Reckoned, reckoned
from opora.indicators.values import FactorValue, IndicatorValue, SchoolProfile


def profiles(engine: Engine, catalogue: RiskFactors, year: int) -> list[SchoolProfile]:
    """The profile of every school of the engine's folder, by number; results count up to `year`."""
    return spoken(reckoned(engine, catalogue, year))


def spoken(figures: Reckoned) -> list[SchoolProfile]:
    """Arrays as profiles: what is hidden says why and nothing else."""
    told = _indicators(figures)
    codes = [factor.code for factor in figures.catalogue.factors]
    columns = (figures.value, figures.low, figures.high, figures.n, figures.hidden, figures.disagree)
    rows = zip(figures.schools, told, *(column.tolist() for column in columns), strict=True)
    return [
        SchoolProfile(
            school,
            tuple(
                _factor(figures.catalogue, *each) for each in zip(codes, indicators, *of_factors, strict=True)
            ),
        )
        for school, indicators, *of_factors in rows
    ]


def _factor(
    catalogue: RiskFactors,
    code: str,
    indicators: tuple[IndicatorValue, ...],
    value: int,
    low: int,
    high: int,
    n: int,
    hidden: int,
    disagree: bool,
) -> FactorValue:
    if hidden:
        return FactorValue(code, None, None, 0, None, REASONS[hidden], indicators)
    shown = value / 10
    interval = (low / 10, high / 10)
    return FactorValue(code, shown, catalogue.level_of(shown), n, interval, None, indicators, disagree)


def _indicators(figures: Reckoned) -> list[list[tuple[IndicatorValue, ...]]]:
    """For each school and factor its indicators; those that nobody may see tell nothing."""
    catalogue = figures.catalogue
    place = {each.code: number for number, each in enumerate(catalogue.indicators)}
    of_factor = [[place[each.code] for each in catalogue.of(factor.code)] for factor in catalogue.factors]
    silent = [IndicatorValue(each.code, 0, 0, None) for each in catalogue.indicators]
    counts, hidden = figures.counts, figures.hidden
    starts = np.searchsorted(counts.school, np.arange(len(figures.schools) + 1)).tolist()
    rows = list(
        zip(counts.indicator.tolist(), counts.numerator.tolist(), counts.denominator.tolist(), strict=True)
    )
    told = []
    for school, codes in enumerate(hidden.tolist()):
        values = list(silent)
        for number, numerator, denominator in rows[starts[school] : starts[school + 1]]:
            known = told_value(catalogue, number, numerator, denominator)
            if known is not None:
                values[number] = known
        told.append(
            [
                tuple((silent if code else values)[number] for number in numbers)
                for numbers, code in zip(of_factor, codes, strict=True)
            ]
        )
    return told


def told_value(
    catalogue: RiskFactors, number: int, numerator: int, denominator: int
) -> IndicatorValue | None:
    """None below the minimum group."""
    each = catalogue.indicators[number]
    if each.source is Source.ANSWERS and denominator < catalogue.minimum_group:
        return None
    risk = min(MILLION, numerator * 100 * MILLION // (denominator * each.full))
    return IndicatorValue(each.code, numerator, denominator, risk / MILLION)
