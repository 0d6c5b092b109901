"""The groups a school is compared with: similar schools, its municipality, its region."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import connection

from opora.organisations.models import Organisation
from opora.organisations.queries import similar_schools
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.results.dynamics import Combined, Share
from opora.results.queries.school import Heading, Measured, share_of

# A sum over fewer schools would give away the figures of a single neighbour by subtraction.
SMALLEST_GROUP = 4
SIMILAR = "Похожие школы"
_TITLES = {TerritoryKind.MUNICIPALITY: "Муниципалитет", TerritoryKind.REGION: "Регион"}


@dataclass(frozen=True, slots=True)
class Group:
    """A comparison group: {year: combined}. `note` says where its figures come from."""

    title: str
    by_year: dict[int, Combined]
    note: str


def comparison_groups(
    school: Organisation, procedure: Heading, measure: Measured = "low", *, similar: int = 5
) -> list[Group]:
    """Similar schools, the municipality, the region: shares by year; a group too small is left out.

    A region's (municipality's) own figure from the federal export wins over a sum of the schools loaded here.
    Two queries and those of `similar_schools`.
    """
    alike = [likeness.school.id for likeness in similar_schools(school, similar)]
    above = _official(school, procedure, measure)
    sums = _sums(alike, list(above), procedure, measure)
    groups = [_of_schools(SIMILAR, sums.get("", {}))]
    groups += [_of_territory(title, sums.get(path, {}), own) for path, (title, own) in above.items()]
    return [group for group in groups if group.by_year]


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


# per group («» is the similar schools) and year: the schools with counts and their sums, the other percents
_SUMS = """
SELECT member.within, f.year,
       count(*) FILTER (WHERE {counted}), sum(f.{measure}_count) FILTER (WHERE {counted}),
       sum(f.participants) FILTER (WHERE {counted}),
       array_agg(f.{measure}_percent) FILTER (WHERE NOT ({counted}) AND f.{measure}_percent IS NOT NULL)
FROM (
    SELECT '' AS within, o.id FROM organisations_organisation o WHERE o.id = ANY(%s) AND o.kind = %s
    UNION ALL
    SELECT g.path, o.id FROM unnest(%s::text[]) g(path)
    JOIN organisations_territory t ON starts_with(t.path, g.path)
    JOIN organisations_organisation o ON o.territory_id = t.id AND o.kind = %s
) member
JOIN results_fact f ON f.school_id = member.id AND f.procedure_id = %s AND f.class_label = ''
GROUP BY member.within, f.year ORDER BY member.within, f.year
"""


def _sums(
    alike: list[int], paths: list[str], procedure: Heading, measure: Measured
) -> dict[str, dict[int, Combined]]:
    counted = f"f.{measure}_count IS NOT NULL AND f.participants > 0"
    kind = OrganisationKind.SCHOOL.value
    text = _SUMS.format(measure=measure, counted=counted)
    found: dict[str, dict[int, Combined]] = {}
    for within, year, schools, count, n, percents in _asked(text, [alike, kind, paths, kind, procedure.pk]):
        if schools + len(percents or ()) >= SMALLEST_GROUP:
            found.setdefault(within, {})[year] = _combined(schools, count, n, percents or [])
    return found


def _combined(schools: int, count: int, n: int, percents: list[Decimal]) -> Combined:
    """As `dynamics.combine` of the schools' shares."""
    if schools:
        return Combined(Share(count / n, count, n), "sum", schools, len(percents))
    return Combined(Share(median(float(percent) / 100 for percent in percents)), "median", len(percents))


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
