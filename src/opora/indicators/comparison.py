"""A school beside others: the figures of its territories and of schools like it.

What is pooled must not tell what is hidden. A shown figure of a school counts in every pool. Answers of
hidden schools count in the figures of territories only, and only as a whole that hides each of them: for an
indicator, all hidden schools of a territory together, if there are at least two of them with answers and
together they have the minimum. Where they do not, they wait for the territory above. So every published
figure is made of shown figures and of such wholes, each of which enters whole or not at all: nothing smaller
than a whole can be reckoned from any of them. The answers to an item that two indicators read are never
pooled from hidden schools: the other indicator might be shown. Groups of like schools count shown ones only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from opora.access.paths import chain
from opora.indicators.catalogue import RiskFactors, Source
from opora.indicators.hiding import SHOWN, Whole
from opora.indicators.metrics import MILLION
from opora.indicators.reckoning import Reckoned, rounded
from opora.indicators.values import Level

#: a pool of one school is that school
FEWEST_SCHOOLS = 2


@dataclass(frozen=True, slots=True)
class Pooled:
    """A factor over many schools, as if they were one: 0–100, rounded to 0.1.

    `n` is the largest denominator that is shown, `schools` how many schools' own figures count here.
    """

    factor: str
    value: float
    level: Level
    n: int
    schools: int


#: by factor; a factor that cannot be told is missing
type Figures = Mapping[str, Pooled]


def of_territories(figures: Reckoned) -> dict[str, Figures]:
    """The figures of each territory by path: those that have schools, and all above them."""
    return _Pools(figures).told()


def of_clusters(figures: Reckoned) -> dict[str, Figures]:
    """The figures of each group of like schools by its name, of shown schools only; at least two."""
    pools: dict[str, _Pool] = defaultdict(_Pool)
    for place, number, part, whole in _shown_rows(figures):
        cluster = figures.clusters[place]
        if cluster:
            pools[cluster].add(number, part, whole, place)
    return {name: _told(pool, figures.catalogue, FEWEST_SCHOOLS) for name, pool in sorted(pools.items())}


class _Pool:
    """Sums of indicators and the schools that count in each."""

    def __init__(self) -> None:
        self.sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        self.schools: dict[int, set[int]] = defaultdict(set)

    def add(self, number: int, part: int, whole: int, place: int | None = None) -> None:
        self.sums[number][0] += part
        self.sums[number][1] += whole
        if place is not None:
            self.schools[number].add(place)


class _Pools:
    """The territories as a tree; hidden schools rise until enough of them are together."""

    def __init__(self, figures: Reckoned) -> None:
        self._figures = figures
        self._pools: dict[str, _Pool] = defaultdict(_Pool)
        self._waiting: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        self._chains = {path: chain(path) for path in set(figures.territories)}

    def told(self) -> dict[str, Figures]:
        for place, number, part, whole in _shown_rows(self._figures):
            for path in self._chains[self._figures.territories[place]]:
                self._pools[path].add(number, part, whole, place)
        for place, number, part, whole in _hidden_rows(self._figures):
            for own in self._chains[self._figures.territories[place]][-1:]:
                self._waiting[own][number].append((part, whole))
        for path in sorted({step for steps in self._chains.values() for step in steps}, key=_deepest_first):
            self._settle(path)
        return {path: _told(pool, self._figures.catalogue, 1) for path, pool in sorted(self._pools.items())}

    def _settle(self, path: str) -> None:
        above = chain(path)[:-1]
        for number, waiting in sorted(self._waiting.pop(path, {}).items()):
            part, whole = (sum(each) for each in zip(*waiting, strict=True))
            if len(waiting) >= FEWEST_SCHOOLS and whole >= self._figures.catalogue.minimum_group:
                for step in chain(path):
                    self._pools[step].add(number, part, whole)
            elif above:
                self._waiting[above[-1]][number] += waiting


def _deepest_first(path: str) -> tuple[int, str]:
    return -len(chain(path)), path


def _rows(figures: Reckoned) -> Iterable[tuple[int, int, int, int]]:
    counts = figures.counts
    columns: tuple[Whole, ...] = (counts.school, counts.indicator, counts.numerator, counts.denominator)
    return zip(*(column.tolist() for column in columns), strict=True)


def _factors(catalogue: RiskFactors) -> list[int]:
    places = {factor.code: place for place, factor in enumerate(catalogue.factors)}
    return [places[each.factor] for each in catalogue.indicators]


def _shown_rows(figures: Reckoned) -> Iterable[tuple[int, int, int, int]]:
    """Known figures of shown schools; nobody is asked to guess what a left-out indicator was."""
    catalogue, factor_of = figures.catalogue, _factors(figures.catalogue)
    hidden = figures.hidden.tolist()
    for place, number, part, whole in _rows(figures):
        is_few = catalogue.indicators[number].source is Source.ANSWERS and whole < catalogue.minimum_group
        if hidden[place][factor_of[number]] == SHOWN and not is_few:
            yield place, number, part, whole


def _hidden_rows(figures: Reckoned) -> Iterable[tuple[int, int, int, int]]:
    """Answers of schools whose factor is hidden, to items that no other indicator reads."""
    catalogue, factor_of = figures.catalogue, _factors(figures.catalogue)
    read = [(each.audience, each.item) for each in catalogue.indicators]
    hidden = figures.hidden.tolist()
    for place, number, part, whole in _rows(figures):
        is_answers = catalogue.indicators[number].source is Source.ANSWERS
        if hidden[place][factor_of[number]] != SHOWN and is_answers and read.count(read[number]) == 1:
            yield place, number, part, whole


def _told(pool: _Pool, catalogue: RiskFactors, fewest: int) -> Figures:
    told = {}
    numbers = {each.code: number for number, each in enumerate(catalogue.indicators)}
    for factor in catalogue.factors:
        of = [numbers[each.code] for each in catalogue.of(factor.code) if numbers[each.code] in pool.sums]
        schools: set[int] = set().union(*(pool.schools[number] for number in of))
        if of and (len(schools) >= fewest or not schools):
            told[factor.code] = _pooled(factor.code, of, pool, catalogue, len(schools))
    return told


def _pooled(code: str, of: list[int], pool: _Pool, catalogue: RiskFactors, schools: int) -> Pooled:
    weight = risk = n = 0
    for number in of:
        each, (part, whole) = catalogue.indicators[number], pool.sums[number]
        weight += each.weight
        risk += each.weight * min(MILLION, part * 100 * MILLION // (whole * each.full))
        n = max(n, whole)
    tenths, _, _ = rounded(np.array([weight]), np.array([risk]), np.array([0]))
    value = int(tenths[0]) / 10
    return Pooled(code, value, catalogue.level_of(value), n, schools)
