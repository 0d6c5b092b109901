"""From sources to figures: the metrics run on an engine, and the last step that rounds and hides."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from opora.analytics.engines import Engine
from opora.indicators import metrics, tables
from opora.indicators.catalogue import RiskFactors
from opora.indicators.hiding import SHOWN, Seen, Whole, hidden

Z = 1.96
#: audiences whose means lie so many points apart disagree
POINTS_APART = 30
_TENTH = metrics.MILLION // 1000


@dataclass(frozen=True)
class Counts:
    """Figures of indicators, a row for each school and indicator that has one, sorted by both.

    `school` and `indicator` are places in `Reckoned.schools` and in the catalogue; numerators are turned
    already where the indicator is reverse.
    """

    school: Whole
    indicator: Whole
    numerator: Whole
    denominator: Whole


@dataclass(frozen=True)
class Reckoned:
    """Everything about the schools of a folder, sorted by their numbers; arrays are schools × factors.

    `value`, `low` and `high` are tenths of a point (0–1000) and mean nothing where `hidden` is not 0.
    """

    catalogue: RiskFactors
    schools: tuple[int, ...]
    territories: list[str]
    clusters: list[str]
    counts: Counts
    value: Whole
    low: Whole
    high: Whole
    n: Whole
    hidden: npt.NDArray[np.int8]
    disagree: npt.NDArray[np.bool_]


def reckoned(engine: Engine, catalogue: RiskFactors, year: int) -> Reckoned:
    """Profiles of every school of the engine's folder, as arrays. Results count up to `year`."""
    schools = _sorted_by(engine.run(engine.table("schools")), "school")
    numbers = _whole(schools, "school")
    kept = engine.keep("opora_counts", _counts(engine, catalogue, year))
    rules = engine.small("opora_weights", tables.weight_rules(catalogue))
    sums = engine.run(metrics.factor_sums(metrics.shares(kept, rules, minimum=catalogue.minimum_group)))
    grid = _Grid(numbers, len(catalogue.factors), sums)
    territories = schools.column("territory").to_pylist()
    codes = hidden(grid.seen, territories, minimum=catalogue.minimum_group)
    value, low, high = grid.values()
    return Reckoned(
        catalogue=catalogue,
        schools=tuple(numbers.tolist()),
        territories=territories,
        clusters=schools.column("cluster").to_pylist(),
        counts=_placed(engine.run(kept), numbers, catalogue),
        value=value,
        low=low,
        high=high,
        n=np.where(codes == SHOWN, grid.n(), 0),
        hidden=codes,
        disagree=grid["highest"] - grid["lowest"] >= POINTS_APART * 10 * _TENTH,
    )


def _counts(engine: Engine, catalogue: RiskFactors, year: int) -> pa.Table:
    results = engine.table("results")
    held = engine.run(results.select("procedure", "year").distinct())
    known = zip(held.column("procedure").to_pylist(), held.column("year").to_pylist(), strict=True)
    by_answers = metrics.answer_counts(
        engine.table("answers"), engine.small("opora_answer_rules", tables.answer_rules(catalogue))
    )
    by_results = metrics.result_counts(
        results, engine.small("opora_result_rules", tables.result_rules(catalogue, known, year))
    )
    by_card = metrics.card_counts(
        engine.table("cards"), engine.small("opora_card_rules", tables.card_rules(catalogue))
    )
    return by_answers.union(by_results, by_card)


class _Grid:
    """Sums of factors laid out as schools × factors; what has no row is 0."""

    def __init__(self, numbers: Whole, factors: int, sums: pa.Table) -> None:
        school = _whole(sums, "school")
        row, is_known = _places(numbers, school)
        factor = _whole(sums, "factor")
        self._laid: dict[str, Whole] = {}
        for name in sums.column_names[2:]:
            laid = np.zeros((len(numbers), factors), np.int64)
            laid[row[is_known], factor[is_known]] = _whole(sums, name)[is_known]
            self._laid[name] = laid

    def __getitem__(self, name: str) -> Whole:
        return self._laid[name]

    @property
    def seen(self) -> Seen:
        return Seen(self["weight"] > 0, self["answers"], self["few"])

    def n(self) -> Whole:
        """The largest denominator: of answers, where there are none of results, then of the card."""
        later = np.where(self["participants"] > 0, self["participants"], self["carded"])
        return np.where(self["answers"] > 0, self["answers"], later)

    def values(self) -> tuple[Whole, Whole, Whole]:
        return rounded(self["weight"], self["risk"], self["variance"])


def rounded(weight: Whole, risk: Whole, variance: Whole) -> tuple[Whole, Whole, Whole]:
    """Value and both ends of its interval in tenths of a point; 0 where nothing is known.

    value = Σw·risk / Σw; ends = value ± 1.96·√variance / Σw, not below 0 nor above 100. Halves go up.
    """
    divisor = np.maximum(weight, 1)
    mean = risk // divisor
    half = Z * np.sqrt(variance.astype(np.float64)) / divisor
    low = np.clip(np.floor((mean - half) / _TENTH + 0.5), 0, 1000).astype(np.int64)
    high = np.clip(np.floor((mean + half) / _TENTH + 0.5), 0, 1000).astype(np.int64)
    return (mean + _TENTH // 2) // _TENTH, low, high


def _placed(counts: pa.Table, numbers: Whole, catalogue: RiskFactors) -> Counts:
    row, is_known = _places(numbers, _whole(counts, "school"))
    known = counts.filter(pa.array(is_known & (_whole(counts, "denominator") > 0)))
    row, _ = _places(numbers, _whole(known, "school"))
    indicator, denominator = _whole(known, "indicator"), _whole(known, "denominator")
    reverse = np.array([each.reverse for each in catalogue.indicators], dtype=bool)
    given = _whole(known, "numerator")
    numerator = np.where(reverse[indicator], denominator - given, given) if len(given) else given
    order = np.lexsort((indicator, row))
    return Counts(row[order], indicator[order], numerator[order], denominator[order])


def _places(numbers: Whole, wanted: Whole) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """Where each wanted number stands among the sorted ones, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    place = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
    return place.astype(np.int64), numbers[place] == wanted


def _sorted_by(table: pa.Table, name: str) -> pa.Table:
    return table.take(pc.sort_indices(table, sort_keys=[(name, "ascending")]))


def _whole(table: pa.Table, name: str) -> Whole:
    found: Whole = table.column(name).cast(pa.int64()).to_numpy()
    return found
