"""The groups a school is compared with: similar schools, its municipality, its region.

What of them may be shown is decided in `results.shielding`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

from opora.organisations.models import Organisation
from opora.organisations.queries import similar_schools
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.results.dynamics import Combined, Share
from opora.results.queries.school import Heading, Measured, share_of
from opora.results.shielding import OWN, SMALLEST_GROUP, shown_sums

SIMILAR = "Похожие школы"
_ALIKE = 2
_TITLES = {TerritoryKind.MUNICIPALITY: "Муниципалитет", TerritoryKind.REGION: "Регион"}


@dataclass(frozen=True, slots=True)
class Group:
    """A comparison group: {year: combined}. `note` says where its figures come from."""

    title: str
    by_year: dict[int, Combined]
    note: str


@dataclass(frozen=True, slots=True)
class _Part:
    """Schools that belong to the same groups: those with counts and their sums; the shares of all."""

    schools: int
    count: int
    n: int
    shares: list[float]


def comparison_groups(
    school: Organisation, procedure: Heading, measure: Measured = "low", *, similar: int = 5
) -> list[Group]:
    """Similar schools, the municipality, the region: shares by year; what gives a school away is left out.

    A region's (municipality's) own figure from the federal export wins over a sum of the schools loaded here.
    Two queries and those of `similar_schools`.
    """
    alike = [likeness.school.id for likeness in similar_schools(school, similar)]
    above = _official(school, procedure, measure)
    bits = {path: 4 << at for at, path in enumerate(above)}
    parts = _parts(school, alike, bits, procedure, measure)
    sums: dict[int, dict[int, Combined]] = {group: {} for group in (_ALIKE, *bits.values())}
    for year, own in parts.items():
        official = [bits[path] for path, (_, figures) in above.items() if year in figures]
        for group, combined in _shown(own, list(bits.values()), official).items():
            sums[group][year] = combined
    groups = [_of_schools(SIMILAR, sums[_ALIKE])]
    groups += [_of_territory(title, sums[bits[path]], own) for path, (title, own) in above.items()]
    return [group for group in groups if group.by_year]


def _shown(parts: Mapping[int, _Part], territories: list[int], official: list[int]) -> dict[int, Combined]:
    """The groups of one year that may be shown: sums as far as they shield, else medians.

    `territories` are weighed before the similar schools: a territory says more.
    """
    wanted = [*(group for group in territories if group not in official), _ALIKE]
    counted = {groups: part.schools for groups, part in parts.items() if part.schools}
    large = [group for group in wanted if _size(counted, group) >= SMALLEST_GROUP]
    found = {group: _sum(parts, group) for group in shown_sums(large, official, counted)}
    known = {groups: len(part.shares) for groups, part in parts.items()}
    for group in wanted:
        # where too few have counts, their shares go into the median of all
        if group not in large and _size(known, group) >= SMALLEST_GROUP:
            shares = [share for groups, part in parts.items() if groups & group for share in part.shares]
            found[group] = Combined(Share(median(shares)), "median", len(shares))
    return found


def _size(schools: Mapping[int, int], group: int) -> int:
    return sum(count for groups, count in schools.items() if groups & group)


def _sum(parts: Mapping[int, _Part], group: int) -> Combined:
    own = [part for groups, part in parts.items() if groups & group]
    schools, known = sum(part.schools for part in own), sum(len(part.shares) for part in own)
    count, n = sum(part.count for part in own), sum(part.n for part in own)
    return Combined(Share(count / n, count, n), "sum", schools, known - schools)


# names of columns are this module's own; values are parameters
_OFFICIAL = """
SELECT t.path, t.kind, g.year, g.{measure}_count, g.participants, g.{measure}_percent
FROM organisations_territory t
LEFT JOIN results_groupfact g ON g.territory_id = t.id AND g.procedure_id = %s AND g.class_label = ''
WHERE t.path = ANY(%s) AND t.kind = ANY(%s)
ORDER BY t.path DESC, g.year
"""


def _official(
    school: Organisation, procedure: Heading, measure: Measured
) -> dict[str, tuple[str, dict[int, Combined]]]:
    """{path: (title, {year: its own figure})}: the municipality, then the region."""
    paths = _above(school.territory.path or "")
    found: dict[str, tuple[str, dict[int, Combined]]] = {}
    rows = _asked(_OFFICIAL.format(measure=measure), [procedure.pk, paths, [kind.value for kind in _TITLES]])
    for path, kind, year, count, n, percent in rows:
        own = found.setdefault(path, (_TITLES[TerritoryKind(kind)], {}))[1]
        if count is not None or percent is not None:
            own[year] = Combined(share_of(count, n, percent), "sum", 0)
    return found


def _above(path: str) -> list[str]:
    """The path itself and every path above it."""
    parts = [part for part in path.split("/") if part]
    return ["".join(f"{part}/" for part in parts[: depth + 1]) for depth in range(len(parts))]


# by year and by the groups a school belongs to: the schools with counts and their sums, everybody's shares
_PARTS = """
SELECT f.year, member.groups, count(*) FILTER (WHERE {counted}),
       coalesce(sum(f.{measure}_count) FILTER (WHERE {counted}), 0),
       coalesce(sum(f.participants) FILTER (WHERE {counted}), 0),
       array_agg(CASE WHEN {counted} THEN f.{measure}_count / f.participants::float8
                      ELSE f.{measure}_percent / 100::float8 END)
FROM (
    SELECT o.id, CASE WHEN o.id = %s THEN {own} ELSE 0 END
        + CASE WHEN o.id = ANY(%s) THEN {alike} ELSE 0 END {territories} AS groups
    FROM organisations_organisation o JOIN organisations_territory t ON t.id = o.territory_id
    WHERE o.kind = %s AND (starts_with(t.path, %s) OR o.id = ANY(%s))
) member
JOIN results_fact f ON f.school_id = member.id AND f.procedure_id = %s AND f.class_label = ''
WHERE ({counted}) OR f.{measure}_percent IS NOT NULL
GROUP BY f.year, member.groups ORDER BY f.year, member.groups
"""


def _parts(
    school: Organisation, alike: list[int], bits: dict[str, int], procedure: Heading, measure: Measured
) -> dict[int, dict[int, _Part]]:
    """{year: {groups: the schools that belong to just these}}."""
    counted = f"f.{measure}_count IS NOT NULL AND f.participants > 0"
    territories = "".join(
        f"+ CASE WHEN starts_with(t.path, %s) THEN {bit} ELSE 0 END " for bit in bits.values()
    )
    text = _PARTS.format(measure=measure, counted=counted, own=OWN, alike=_ALIKE, territories=territories)
    widest = min(bits, key=len, default=school.territory.path or "")
    values = [school.pk, alike, *bits, OrganisationKind.SCHOOL.value, widest, alike]
    found: dict[int, dict[int, _Part]] = {}
    for year, groups, schools, count, n, shares in _asked(text, [*values, procedure.pk]):
        found.setdefault(year, {})[groups] = _Part(schools, int(count), int(n), shares)
    return found


def _asked(text: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def _of_schools(title: str, by_year: dict[int, Combined]) -> Group:
    words = "; ".join(dict.fromkeys(combined.words for combined in by_year.values()))
    return Group(title, by_year, f"{title}: {words}." if words else "")


def _of_territory(title: str, by_year: dict[int, Combined], own: dict[int, Combined]) -> Group:
    if not own:
        return _of_schools(title, by_year)
    return Group(title, by_year | own, f"{title}: по выгрузке федеральной системы, где она есть.")
