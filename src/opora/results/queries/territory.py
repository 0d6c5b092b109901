"""Results of many schools: a territory's table for a year, a procedure's list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from opora.access import Actor
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.results.dynamics import Share
from opora.results.models import Load, Procedure
from opora.results.queries.school import Heading, share_of
from opora.results.queries.visibility import facts_visible_to, loads_visible_to, visible_facts


@dataclass(frozen=True, slots=True)
class Cell:
    """A school's low and high share in one procedure; opens its origin by `fact_id`."""

    fact_id: int
    low: Share
    high: Share
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with its figures by procedure id."""

    id: int
    name: str
    territory: str
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Seen:
    """The years in which the actor sees any figure, the newest first; when the newest of them were loaded."""

    years: tuple[int, ...]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class TerritoryTable:
    """Schools in order of names × procedures in order of the catalogue. `total` counts schools of all pages."""

    year: int | None
    years: tuple[int, ...]
    procedures: tuple[Heading, ...]
    schools: tuple[SchoolLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a statement with its values. Texts are this module's own, what a person chose is a value."""

    text: str
    values: tuple[Any, ...] = ()


def _run(*parts: _Part) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            " ".join(part.text for part in parts), [value for part in parts for value in part.values]
        )
        return list(cursor.fetchall())


_YEARS = """
SELECT y.year, l.applied_at
FROM (SELECT f.year, max(f.load_id) AS load_id FROM results_fact f WHERE"""
_BY_YEAR = """GROUP BY f.year) y LEFT JOIN results_load l ON l.id = y.load_id
ORDER BY y.year DESC"""


def seen_by(actor: Actor) -> Seen:
    """One query."""
    rows = _run(_Part(_YEARS), _Part(*visible_facts(actor)), _Part(_BY_YEAR))
    return Seen(tuple(year for year, _ in rows), max((at for _, at in rows if at is not None), default=None))


# `whole` is read once: for the page, for the number of schools and for the columns
_WHOLE = """
WITH whole AS MATERIALIZED (
    SELECT f.school_id, array_agg(f.procedure_id) AS procedures FROM results_fact f WHERE"""
_PAGE = """
    GROUP BY f.school_id
), page AS (
    SELECT o.id, o.name, t.name AS place, o.sort_name, count(*) OVER () AS total
    FROM whole JOIN organisations_organisation o ON o.id = whole.school_id
    JOIN organisations_territory t ON t.id = o.territory_id
    ORDER BY o.sort_name, o.id OFFSET %s LIMIT %s
)
SELECT page.total, ARRAY(SELECT DISTINCT unnest(whole.procedures) FROM whole),
       page.id, page.name, page.place, f.procedure_id, f.id, f.participants,
       f.low_count, f.high_count, f.low_percent, f.high_percent, f.corrected_at IS NOT NULL
FROM page JOIN results_fact f ON f.school_id = page.id AND"""
_ORDER = "ORDER BY page.sort_name, page.id, f.id"
_COLUMNS = "SELECT id, code, title FROM results_procedure WHERE id = ANY(%s) ORDER BY position, code"
_COUNT = "SELECT count(DISTINCT f.school_id) FROM results_fact f WHERE"


def territory_table(
    actor: Actor,
    seen: Seen,
    *,
    year: int | None,
    territory_path: str = "",
    test: str = "",
    start: int = 0,
    size: int = 50,
) -> TerritoryTable:
    """Whole-school figures of one year for one page of schools. Two queries whatever their number.

    A page beyond the last asks once more, for the number of schools.
    """
    chosen = year if year in seen.years else next(iter(seen.years), None)
    wanted = _wanted(chosen, test)
    whole = [wanted, _Part("AND"), _Part(*visible_facts(actor))]
    if territory_path:
        whole.append(_Part(_WITHIN, (territory_path,)))
    rows = _run(_Part(_WHOLE), *whole, _Part(_PAGE, (start, size)), wanted, _Part(_ORDER))
    if rows:
        total, procedures = rows[0][:2]
    else:
        total, procedures = (_run(_Part(_COUNT), *whole)[0][0] if start else 0), []
    headings = tuple(Heading(*heading) for heading in _run(_Part(_COLUMNS, (procedures,))))
    return TerritoryTable(chosen, seen.years, headings, tuple(_lines(rows)), total)


_WITHIN = """AND f.school_id IN (
    SELECT o.id FROM organisations_organisation o JOIN organisations_territory t ON t.id = o.territory_id
    WHERE starts_with(t.path, %s)
)"""


def _wanted(year: int | None, test: str) -> _Part:
    text = "f.year = %s AND f.class_label = ''"
    if not test:
        return _Part(text, (year or 0,))
    of_test = "AND f.procedure_id IN (SELECT id FROM results_procedure WHERE test = %s)"
    return _Part(f"{text} {of_test}", (year or 0, test))


def _lines(rows: Iterable[Sequence[Any]]) -> Iterable[SchoolLine]:
    for (pk, name, place), own in groupby(rows, key=lambda row: row[2:5]):
        cells = {
            procedure: Cell(fact, share_of(low, n, low_percent), share_of(high, n, high_percent), corrected)
            for *_, procedure, fact, n, low, high, low_percent, high_percent, corrected in own
        }
        yield SchoolLine(pk, name, place, cells)


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A school in one procedure and year, with the year before."""

    school_id: int
    school: str
    territory: str
    fact_id: int
    low: Share
    high: Share
    before: Share | None


def procedure_lines(actor: Actor, procedure: Procedure, year: int) -> list[ProcedureLine]:
    """Every visible school in order of names. Two queries."""
    facts = facts_visible_to(actor).filter(procedure=procedure, class_label="")
    fields = ("low_count", "participants", "low_percent")
    before = {
        school: share_of(low, n, percent)
        for school, low, n, percent in facts.filter(year=year - 1).values_list("school_id", *fields)
    }
    rows = (
        facts.filter(year=year)
        .order_by("school__sort_name", "school_id")
        .values_list(
            "id",
            "school_id",
            "school__name",
            "school__territory__name",
            *fields,
            "high_count",
            "high_percent",
        )
    )
    return [
        ProcedureLine(
            school_id,
            name,
            place,
            pk,
            share_of(low, n, percent),
            share_of(high, n, high_percent),
            before.get(school_id),
        )
        for pk, school_id, name, place, low, n, percent, high, high_percent in rows
    ]


def procedure_years(actor: Actor, procedure: Procedure) -> tuple[int, ...]:
    """Years with figures of the procedure, the newest first."""
    facts = facts_visible_to(actor).filter(procedure=procedure, class_label="")
    return tuple(facts.order_by("-year").values_list("year", flat=True).distinct())


def procedures_seen(actor: Actor) -> list[Procedure]:
    """Procedures with any visible figure, in the order of the catalogue."""
    seen = facts_visible_to(actor).order_by().values("procedure")
    return list(Procedure.objects.filter(pk__in=seen).order_by("position", "code"))


def territories(actor: Actor) -> list[Territory]:
    """Territories to choose from."""
    return list(territories_visible_to(actor).order_by("sort_name", "id"))


def loads(actor: Actor, *, limit: int = 50) -> list[Load]:
    """Imports whose figures the actor sees, the newest first."""
    return list(loads_visible_to(actor).order_by("-applied_at", "-id")[:limit])
