"""What other schools have: the middle of those alike, of the municipality and of the region.

A median gives nobody's figure away by subtraction; the school itself is never among them. The values of a
region are sorted once and kept by the process for as long as its profiles and schools stand as they were.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from opora.organisations.models import Organisation
from opora.organisations.queries import similar_schools
from opora.results.shielding import SMALLEST_GROUP
from opora.risks.queries.profile import SchoolRisks

_ALIKE = 10
#: regions and years whose values a process keeps: of a region of 2000 schools they take a megabyte
_MOST_KEPT = 8

type Values = Mapping[str, array[float]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Medians of other schools by factor, None where fewer than four have a value."""

    similar: float | None
    municipality: float | None
    region: float | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """The sorted values by factor of a region, and of each of its municipalities."""

    stamp: tuple[Any, ...]
    region: Values
    places: Mapping[int, Values]


_kept: dict[tuple[int, str], _Kept] = {}

_IN_REGION = """
FROM risks_profile p
JOIN organisations_organisation o ON o.id = p.school_id
JOIN organisations_territory t ON t.id = o.territory_id
"""
_WHERE = "WHERE p.is_current AND p.cycle_id = %s AND starts_with(t.path, %s)"
# another profile has another id, and a school that moved another territory
_NOW = f"""
SELECT count(*), max(p.id), sum(p.id * t.id), (
    SELECT json_object_agg(near.code, json_build_array(near.middle, near.many)) FROM (
        SELECT f.code, percentile_cont(0.5) WITHIN GROUP (ORDER BY f.value) AS middle, count(*) AS many
        FROM risks_profile n JOIN risks_profilefactor f ON f.profile_id = n.id AND f.value IS NOT NULL
        WHERE n.is_current AND n.cycle_id = %s AND n.school_id = ANY(%s) GROUP BY f.code) near)
{_IN_REGION}{_WHERE}
"""  # noqa: S608 (the parts are this module's own)
_VALUES = f"""
SELECT o.territory_id, f.code, array_agg(f.value)
{_IN_REGION}JOIN risks_profilefactor f ON f.profile_id = p.id AND f.value IS NOT NULL
{_WHERE} GROUP BY o.territory_id, f.code
"""


def beside(school: Organisation, found: SchoolRisks) -> dict[str, Beside]:
    """By factor: the most similar ten, the municipality, the region.

    One query and similar schools'; one more where profiles of the region have changed.
    """
    alike = [each.school.id for each in similar_schools(school, _ALIKE)]
    steps = [part for part in (school.territory.path or "").split("/") if part]
    region = "".join(f"{part}/" for part in steps[:2])
    cycle = found.profile.cycle_id
    with connection.cursor() as cursor:
        cursor.execute(_NOW, [cycle, alike, cycle, region])
        *stamp, near = cursor.fetchone()
    kept = _values(cycle, region, tuple(stamp))
    place = kept.places.get(school.territory_id, {})
    own = {each.code: each.value for each in found.figures}
    return {
        code: Beside(
            _told(*(near or {}).get(code, (None, 0))),
            _middle(place.get(code, ()), own.get(code)),
            _middle(values, own.get(code)),
        )
        for code, values in kept.region.items()
    }


def _values(cycle: int, region: str, stamp: tuple[Any, ...]) -> _Kept:
    kept = _kept.get((cycle, region))
    if kept is None or kept.stamp != stamp:
        kept = _read(cycle, region, stamp)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[cycle, region] = kept
    return kept


def _read(cycle: int, region: str, stamp: tuple[Any, ...]) -> _Kept:
    places: dict[int, dict[str, array[float]]] = {}
    whole: dict[str, list[float]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [cycle, region])
        for place, code, values in cursor.fetchall():
            places.setdefault(place, {})[code] = _sorted(values)
            whole.setdefault(code, []).extend(values)
    return _Kept(stamp, {code: _sorted(values) for code, values in whole.items()}, places)


def _sorted(values: Iterable[float]) -> array[float]:
    return array("d", sorted(values))


def _middle(values: array[float] | tuple[()], own: float | None) -> float | None:
    """The median of sorted values without the school's own one."""
    place = len(values) if own is None else bisect_left(values, own)
    is_among = place < len(values) and values[place] == own
    many = len(values) - is_among
    if not many:
        return None
    low, high = (values[at + (is_among and at >= place)] for at in ((many - 1) // 2, many // 2))
    return _told(low + (high - low) / 2, many)


def _told(median: float | None, schools: int) -> float | None:
    return None if median is None or schools < SMALLEST_GROUP else round(median, 1)
