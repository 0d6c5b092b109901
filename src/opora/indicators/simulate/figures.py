"""Made-up results and cards of a region."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from opora.analytics.sources import CARDS, RESULTS, SCHOOLS, sorted_table
from opora.indicators.catalogue import Indicator, RiskFactors, Source
from opora.indicators.simulate.region import Real, Region, Whole
from opora.questionnaires.instrument import Audience, Instrument

#: what a «*» in the name of procedures stands for in a region that is made up
GRADES = ("5", "6", "7", "8")
_DRIFT = 0.12
_YEARS_NOISE = 0.08


def schools_table(region: Region) -> pa.Table:
    return pa.table(
        {
            "school": np.arange(1, region.size + 1, dtype=np.int32),
            "territory": region.territories,
            "kind": ["secondary" if count >= 100 else "basic" for count in region.pupils.tolist()],
            "locality": region.localities,
            "pupils": region.pupils.astype(np.int32),
            "cluster": region.clusters,
        },
        schema=SCHOOLS.schema,
    )


def procedures(pattern: str) -> list[str]:
    return [pattern.replace("*", grade) for grade in GRADES] if "*" in pattern else [pattern]


def results_table(
    region: Region, catalogue: RiskFactors, years: Sequence[int], rng: np.random.Generator
) -> pa.Table:
    """Three years end in what the school truly has; years before drift there with a noise of their own."""
    taken: dict[str, tuple[int, Indicator]] = {}
    for number, each in enumerate(catalogue.indicators):
        if each.source is Source.RESULTS:
            for name in procedures(each.item):
                taken.setdefault(name, (number, each))
    parts = [
        _of_procedure(name, year, len(years) - 1 - place, region, taken[name], rng)
        for name in sorted(taken)
        for place, year in enumerate(years)
    ]
    made = pa.concat_tables(parts) if parts else RESULTS.schema.empty_table()
    return sorted_table(RESULTS, made)


def _of_procedure(
    name: str, year: int, ago: int, region: Region, by: tuple[int, Indicator], rng: np.random.Generator
) -> pa.Table:
    number, indicator = by
    participants = rng.binomial(region.per_grade, 0.92)
    noise = _DRIFT * ago * rng.standard_normal(region.size) + _YEARS_NOISE * rng.standard_normal(region.size)
    risk = np.clip(region.risk[:, number] + (noise if ago else 0), 0.001, 0.999) * indicator.full / 100
    low = rng.binomial(participants, 1 - risk if indicator.reverse else risk)
    held = participants > 0
    count = int(held.sum())
    return pa.table(
        {
            "school": (np.flatnonzero(held) + 1).astype(np.int32),
            "procedure": [name] * count,
            "year": np.full(count, year, np.int16),
            "participants": participants[held].astype(np.int32),
            "low": low[held].astype(np.int32),
        },
        schema=RESULTS.schema,
    )


def cards(
    region: Region, catalogue: RiskFactors, instruments: Sequence[Instrument], rng: np.random.Generator
) -> dict[str, Whole]:
    """Fields of the schools' cards; the numerator of one indicator may be the denominator of the next."""
    filled: dict[str, Whole] = {}
    waiting = [
        (number, each) for number, each in enumerate(catalogue.indicators) if each.source is Source.CARD
    ]
    parts = {each.item for _, each in waiting}
    for turn in (False, True):
        for number, each in waiting:
            if (each.base_item in parts) is not turn or each.item in filled:
                continue
            if each.base_item not in filled:
                filled[each.base_item] = _whole(each, region, catalogue, instruments, rng)
            share = region.risk[:, number] * each.full / 100
            filled[each.item] = rng.binomial(filled[each.base_item], 1 - share if each.reverse else share)
    return filled


def _whole(
    indicator: Indicator,
    region: Region,
    catalogue: RiskFactors,
    instruments: Sequence[Instrument],
    rng: np.random.Generator,
) -> Whole:
    """A denominator of the size of the school: pupils or teachers, at most what the form allows."""
    is_of_pupils = catalogue.by_code[indicator.factor].group == "pupils"
    size = region.pupils if is_of_pupils else region.teachers
    drawn: Whole = np.maximum(1, rng.binomial(size, 0.9))
    for instrument in instruments:
        question = instrument.by_code.get(indicator.base_item)
        if instrument.audience is Audience.HEAD and question is not None and question.maximum:
            return np.minimum(drawn, question.maximum)
    return drawn


def cards_table(filled: dict[str, Whole]) -> pa.Table:
    if not filled:
        return CARDS.schema.empty_table()
    items = sorted(filled)
    size = len(filled[items[0]])
    return pa.table(
        {
            "school": np.repeat(np.arange(1, size + 1, dtype=np.int32), len(items)),
            "item": items * size,
            "value": np.stack([filled[item] for item in items], axis=1).ravel().astype(np.int32),
        },
        schema=CARDS.schema,
    )


def true_values(region: Region, catalogue: RiskFactors, filled: dict[str, Whole]) -> Real:
    """Schools × factors, 0–100: what the method would find if everybody were asked without end."""
    risk = region.risk.copy()
    for number, each in enumerate(catalogue.indicators):
        if each.source is Source.CARD:
            whole = np.maximum(filled[each.base_item], 1)
            part = filled[each.item] / whole
            risk[:, number] = np.minimum(1, (1 - part if each.reverse else part) * 100 / each.full)
    values = np.zeros((region.size, len(catalogue.factors)))
    for place, factor in enumerate(catalogue.factors):
        numbers = [n for n, each in enumerate(catalogue.indicators) if each.factor == factor.code]
        weights = np.array([catalogue.indicators[n].weight for n in numbers], dtype=np.float64)
        if numbers:
            values[:, place] = 100 * (risk[:, numbers] @ weights) / weights.sum()
    return values
