"""What stands in one's own scope, in one query: schools, the latest list, results, the last load."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from opora.access import Actor

# Any of a load's figures tells whose it is: the newest loads are looked at, as many as that costs nothing.
_NEWEST_LOADS = 50

# The latest list is that of the latest year in which any of these schools has a row in an approved list.
_FIGURES = """
WITH mine AS MATERIALIZED (
    SELECT o.id FROM organisations_organisation o JOIN organisations_territory t ON t.id = o.territory_id
    WHERE o.kind = 'school' AND o.closed_on IS NULL AND o.merged_into_id IS NULL
      AND EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS p WHERE starts_with(t.path, p))
), approved AS MATERIALIZED (
    SELECT l.id, l.cycle_id FROM identification_yearlist l WHERE l.kind = 'low' AND l.state = 'approved'
), latest AS (
    SELECT c.title, count(*) FILTER (WHERE e.listed) AS listed, min(l.id) AS first, max(l.id) AS last
    FROM approved l
    JOIN cycles_cycle c ON c.id = l.cycle_id
    JOIN identification_listentry e ON e.year_list_id = l.id
    WHERE e.school_id IN (SELECT id FROM mine)
    GROUP BY c.id ORDER BY c.starts DESC, c.id DESC LIMIT 1
), results AS (
    SELECT max(year) AS year FROM results_fact
), loaded AS (
    SELECT l.id, l.applied_at FROM (SELECT * FROM results_load ORDER BY applied_at DESC, id DESC LIMIT %(loads)s) l
    WHERE EXISTS (SELECT FROM results_fact f WHERE f.load_id = l.id AND f.school_id IN (SELECT id FROM mine))
    ORDER BY l.applied_at DESC, l.id DESC LIMIT 1
)
SELECT (SELECT count(*) FROM mine), latest.title, latest.listed,
       CASE WHEN latest.first = latest.last THEN latest.first END,
       results.year,
       (SELECT count(*) FROM results_procedure p WHERE EXISTS (
            SELECT FROM results_fact f
            WHERE f.year = results.year AND f.procedure_id = p.id AND f.school_id IN (SELECT id FROM mine))),
       loaded.id, loaded.applied_at
FROM results LEFT JOIN latest ON TRUE LEFT JOIN loaded ON TRUE
"""


@dataclass(frozen=True, slots=True)
class ScopeFigures:
    """`list_year` and `listed` are of the latest approved ШНОР list, `list_id` where it is a single one.

    `procedures` are those with a result of `result_year`, the latest year that anybody has results of.
    """

    schools: int
    list_year: str | None
    listed: int | None
    list_id: int | None
    result_year: int | None
    procedures: int
    load_id: int | None
    loaded_at: datetime | None


def figures_of(actor: Actor) -> ScopeFigures | None:
    """None for those who act at a school, or nowhere. One query."""
    if actor.scope is None or not actor.scope.territory_paths:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"paths": list(actor.scope.territory_paths), "loads": _NEWEST_LOADS})
        return ScopeFigures(*cursor.fetchone())
