"""Schools with alike profiles, why they are alike, and who is strong where a school is weak. Pure Python.

Two schools are alike by the factors that are high in both: a reason that can be said aloud. Groups are found
step by step. Of all sets of three factors the one that is high in the most schools makes the first group, if
there are enough of them; its schools are set aside, and so on; then sets of two, then single factors. The
same profiles always give the same groups.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from opora.indicators.values import Level, SchoolProfile

LARGEST_REASON = 3
FEWEST_ALIKE = 3
STRONG_NAMED = 5


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Schools in order of their numbers; `shared` are the factors that are high in every one of them."""

    shared: tuple[str, ...]
    schools: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A school alike to another: the factors high in both, and how far apart the known values are.

    `apart` is the mean difference in points over factors known in both schools.
    """

    school: int
    shared: tuple[str, ...]
    apart: float


@dataclass(frozen=True, slots=True)
class Strength:
    """Who is strong at a factor that is high in the school asked about: (school, value), best first."""

    factor: str
    value: float
    strong: tuple[tuple[int, float], ...]


def alike(profiles: Sequence[SchoolProfile], *, fewest: int = FEWEST_ALIKE) -> list[AlikeGroup]:
    """Groups of at least `fewest` schools, largest reasons first; a school is in one group at most."""
    order = [factor.code for factor in profiles[0].factors] if profiles else []
    high = {profile.school: frozenset(_high(profile)) for profile in profiles}
    holders = {code: {school for school, codes in high.items() if code in codes} for code in order}
    groups = []
    for size in range(LARGEST_REASON, 0, -1):
        while found := _most_held(order, holders, size, fewest):
            groups.append(_group(found, high, order))
            holders = {code: schools - found for code, schools in holders.items()}
    return groups


def _most_held(order: Sequence[str], holders: dict[str, set[int]], size: int, fewest: int) -> set[int] | None:
    """The schools that hold the most common set of so many factors; of equal ones the first in order."""
    best: set[int] = set()
    frequent = [code for code in order if len(holders[code]) >= fewest]
    for codes in combinations(frequent, size):
        held = set.intersection(*(holders[code] for code in codes))
        if len(held) > len(best):
            best = held
    return best if len(best) >= fewest else None


def _group(schools: Iterable[int], high: dict[int, frozenset[str]], order: Sequence[str]) -> AlikeGroup:
    members = sorted(schools)
    common = frozenset.intersection(*(high[school] for school in members))
    return AlikeGroup(tuple(code for code in order if code in common), tuple(members))


def nearest(
    profile: SchoolProfile, others: Iterable[SchoolProfile], *, count: int = STRONG_NAMED
) -> list[Neighbour]:
    """The schools with the most high factors in common; of equal ones those with nearer values first."""
    own = set(_high(profile))
    found = [
        Neighbour(other.school, tuple(code for code in _high(other) if code in own), _apart(profile, other))
        for other in others
        if other.school != profile.school
    ]
    alike_ones = [each for each in found if each.shared]
    return sorted(alike_ones, key=lambda each: (-len(each.shared), each.apart, each.school))[:count]


def strengths(
    profile: SchoolProfile, others: Iterable[SchoolProfile], *, count: int = STRONG_NAMED
) -> list[Strength]:
    """For each high factor of the school: others where it is low, the lowest first; none is an empty tuple."""
    low: dict[str, list[tuple[float, int]]] = {}
    for other in others:
        for factor in other.factors:
            if other.school != profile.school and factor.level is Level.LOW and factor.value is not None:
                low.setdefault(factor.code, []).append((factor.value, other.school))
    return [
        Strength(
            factor.code,
            factor.value,
            tuple((school, value) for value, school in sorted(low.get(factor.code, ()))[:count]),
        )
        for factor in profile.factors
        if factor.level is Level.HIGH and factor.value is not None
    ]


def _high(profile: SchoolProfile) -> list[str]:
    return [factor.code for factor in profile.factors if factor.level is Level.HIGH]


def _apart(one: SchoolProfile, other: SchoolProfile) -> float:
    known = {factor.code: factor.value for factor in other.factors if factor.value is not None}
    apart = [
        abs(factor.value - known[factor.code])
        for factor in one.factors
        if factor.value is not None and factor.code in known
    ]
    return round(sum(apart) / len(apart), 1) if apart else 0.0
