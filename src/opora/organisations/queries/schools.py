"""The list of schools: filter, order, rows and totals, in one statement each.

The statements are written out: what an actor sees comes in as a query set and becomes their first part,
the rest is fixed text, and lists are opened often enough for the difference to be felt.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from opora.ordering import folded
from opora.organisations.models import Organisation

# every order ends with the name and the id: no two rows may swap places between two pages
ORDERS = {
    "name": "o.sort_name",
    "territory": "t.sort_name",
    "kind": "o.school_kind",
    "pupils": "f.pupils",
    "teachers": "f.teachers",
    "distance": "o.distance_km",
}


@dataclass(frozen=True, slots=True)
class SchoolFilter:
    """What a person chose above the list; empty is «all», `state` is open, closed or all."""

    text: str = ""
    territory_path: str = ""
    kind: str = ""
    locality: str = ""
    state: str = "open"
    order: str = "name"
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything but «open schools of the territory» is asked for."""
        return self.state != "open" or bool(self.text or self.kind or self.locality)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A line of the list; figures are of the year asked for, None where nobody gave them."""

    id: int
    name: str
    key: str
    territory_id: int
    territory: str
    school_kind: str
    locality: str
    distance_km: int | None
    is_legal_entity: bool
    closed_on: date | None
    pupils: int | None
    teachers: int | None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class SchoolTotals:
    """Sums over what the filter leaves; `*_known` is how many schools gave the figure.

    `all_pupils` and `all_teachers` are the sums over the open schools of the whole territory: the
    denominator of shares. Sums are None where no school gave the figure.
    """

    schools: int
    legal_entities: int
    pupils: int | None
    pupils_known: int
    teachers: int | None
    teachers_known: int
    all_pupils: int | None = None
    all_teachers: int | None = None


_FROM = """
    FROM seen
    JOIN organisations_organisation o ON o.id = seen.id
    JOIN organisations_territory t ON t.id = o.territory_id
    LEFT JOIN organisations_yearfigures f ON f.organisation_id = o.id AND f.year = %s
"""
_ROWS = """
    SELECT o.id, o.name, o.key, o.territory_id, t.name, o.school_kind, o.locality, o.distance_km,
           o.is_legal_entity, o.closed_on, f.pupils, f.teachers
"""
_TOTALS = """
    SELECT count(*), count(*) FILTER (WHERE o.is_legal_entity), sum(f.pupils), count(f.pupils),
           sum(f.teachers), count(f.teachers)
"""
_YEARS = """
    SELECT DISTINCT year FROM organisations_yearfigures
    WHERE organisation_id IN (SELECT id FROM seen) ORDER BY year DESC
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a statement with its values."""

    text: str
    values: tuple[Any, ...] = ()


def _run(schools: QuerySet[Organisation], *parts: _Part) -> list[tuple[Any, ...]]:
    """The parts below `WITH seen AS (the ids of the schools)`."""
    try:
        seen, values = schools.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        # Django knows without asking that no school is meant
        seen, values = "SELECT 0::bigint AS id WHERE false", ()
    text = f"WITH seen AS ({seen}) " + " ".join(part.text for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(text, [*values, *[value for part in parts for value in part.values]])
        return list(cursor.fetchall())


def years_of(schools: QuerySet[Organisation]) -> list[int]:
    """The school years for which any of the schools has figures, newest first."""
    return [year for (year,) in _run(schools, _Part(_YEARS))]


def school_rows(
    schools: QuerySet[Organisation],
    chosen: SchoolFilter,
    *,
    year: int | None,
    start: int = 0,
    end: int | None = None,
) -> list[SchoolRow]:
    """Rows `start` to `end` of the filtered list, in a total order."""
    part = _Part("OFFSET %s LIMIT %s", (start, None if end is None else end - start))
    rows = _run(schools, _Part(_ROWS), _Part(_FROM, (year,)), _where(chosen), _Part(_order(chosen)), part)
    return [SchoolRow(*row) for row in rows]


def school_totals(schools: QuerySet[Organisation], chosen: SchoolFilter, *, year: int | None) -> SchoolTotals:
    """Counts and sums over the whole filtered list, not only over one page of it.

    One query; a second where a filter narrows the list, for the whole that shares are of.
    """
    sums = _sums(schools, chosen, year)
    whole = (
        _sums(schools, SchoolFilter(territory_path=chosen.territory_path), year) if chosen.narrows else sums
    )
    return replace(sums, all_pupils=whole.pupils, all_teachers=whole.teachers)


def _sums(schools: QuerySet[Organisation], chosen: SchoolFilter, year: int | None) -> SchoolTotals:
    return SchoolTotals(*_run(schools, _Part(_TOTALS), _Part(_FROM, (year,)), _where(chosen))[0])


def _where(chosen: SchoolFilter) -> _Part:
    parts = [_Part("starts_with(t.path, %s)", (chosen.territory_path,)), _Part(_STATES[chosen.state])]
    if chosen.kind:
        parts.append(_Part("o.school_kind = %s", (chosen.kind,)))
    if chosen.locality:
        parts.append(_Part("o.locality = %s", (chosen.locality,)))
    if chosen.text:
        words = folded(chosen.text)
        parts.append(_Part(_FOUND, (words, chosen.text, words)))
    text = "WHERE " + " AND ".join(part.text for part in parts)
    return _Part(text, tuple(value for part in parts for value in part.values))


_STATES = {"open": "o.closed_on IS NULL", "closed": "o.closed_on IS NOT NULL", "all": "true"}
# strpos and not LIKE: a percent sign in a name is a percent sign
_FOUND = """(
    strpos(o.sort_name, %s) > 0 OR lower(o.key) = lower(%s) OR EXISTS (
        SELECT FROM organisations_formername n
        WHERE n.organisation_id = o.id AND strpos(replace(lower(n.name), 'ё', 'е'), %s) > 0
    )
)"""


def _order(chosen: SchoolFilter) -> str:
    # a school without the figure stands last whichever way the list is turned
    way = "DESC" if chosen.descending else "ASC"
    return f"ORDER BY {ORDERS[chosen.order]} {way} NULLS LAST, o.sort_name, o.id"
