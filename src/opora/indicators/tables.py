"""The catalogue as small tables that metrics join to."""

from collections.abc import Iterable

import pyarrow as pa

from opora.indicators.catalogue import Indicator, RiskFactors, Source
from opora.questionnaires.instrument import Audience

AUDIENCES = (Audience.TEACHER, Audience.PUPIL, Audience.PARENT)
SOURCES = (Source.ANSWERS, Source.RESULTS, Source.CARD)
_EVERY = (-32_768, 32_767)


def _table(columns: dict[str, pa.DataType], rows: Iterable[tuple[object, ...]]) -> pa.Table:
    lists = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.table(
        {name: pa.array(values, kind) for (name, kind), values in zip(columns.items(), lists, strict=True)}
    )


def answer_rules(catalogue: RiskFactors) -> pa.Table:
    """An indicator by answers a row: which answers count, which are a risk."""
    columns = {"indicator": pa.int32(), "audience": pa.string(), "item": pa.string()}
    columns |= dict.fromkeys(("risk_from", "risk_to", "base_from", "base_to"), pa.int16())
    return _table(columns, (_answer_rule(number, each) for number, each in _of(catalogue, Source.ANSWERS)))


def _answer_rule(number: int, each: Indicator) -> tuple[object, ...]:
    base = _EVERY if each.base_from is None or each.base_to is None else (each.base_from, each.base_to)
    return number, str(each.audience), each.item, each.risk_from, each.risk_to, *base


def result_rules(catalogue: RiskFactors, known: Iterable[tuple[str, int]], year: int) -> pa.Table:
    """Which procedure of which year an indicator takes: the last one not after `year` that has results."""
    held = [(procedure, of_year) for procedure, of_year in sorted(known) if of_year <= year]
    rows = []
    for number, each in _of(catalogue, Source.RESULTS):
        taken = [(procedure, of_year) for procedure, of_year in held if each.takes(procedure)]
        last = max((of_year for _, of_year in taken), default=None)
        rows += [(number, procedure, of_year) for procedure, of_year in taken if of_year == last]
    return _table({"indicator": pa.int32(), "procedure": pa.string(), "year": pa.int16()}, rows)


def card_rules(catalogue: RiskFactors) -> pa.Table:
    rows = [(number, each.item, each.base_item) for number, each in _of(catalogue, Source.CARD)]
    return _table({"indicator": pa.int32(), "item": pa.string(), "base_item": pa.string()}, rows)


def weight_rules(catalogue: RiskFactors) -> pa.Table:
    """Every indicator with its factor: numbers in the order of the catalogue; audience 0 is nobody."""
    factors = {factor.code: number for number, factor in enumerate(catalogue.factors)}
    rows = [
        (
            number,
            factors[each.factor],
            AUDIENCES.index(each.audience) + 1 if each.audience else 0,
            SOURCES.index(each.source),
            each.weight,
            each.full,
            each.reverse,
        )
        for number, each in enumerate(catalogue.indicators)
    ]
    columns = {"indicator": pa.int32(), "factor": pa.int32(), "audience": pa.int32(), "source": pa.int32()}
    columns |= {"rule_weight": pa.int64(), "full": pa.int64(), "reverse": pa.bool_()}
    return _table(columns, rows)


def _of(catalogue: RiskFactors, source: Source) -> list[tuple[int, Indicator]]:
    return [(number, each) for number, each in enumerate(catalogue.indicators) if each.source is source]
