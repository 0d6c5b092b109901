"""Documents that are awaited by a day, those that came back, reports of stages."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from opora.access.actor import operator
from opora.burden.sources.base import Window
from opora.documents.models import Deadline
from opora.documents.queries.definitions import outlines
from opora.documents.queries.missing import TAKEN
from opora.identification.queries.helped import awaited_schools
from opora.statements import every

# of each kind the nearest deadline counts; where each direction has its own document, as many as were taken
DOCUMENTS = """
SELECT n.school, n.due, 'document',
       n.title || CASE WHEN r.many > 1 THEN ': ' || r.many ELSE '' END,
       n.set_by_kind, 'programme', n.set_by,
       COALESCE(r.many, 1) * COALESCE((%(documents)s::jsonb ->> n.kind)::int, %(document)s), n.school::text, 'staff'
FROM (SELECT DISTINCT ON (a.school, d.cycle_id, d.kind)
             a.school, d.cycle_id, d.kind, d.due, t.kind AS set_by_kind, t.name AS set_by,
             COALESCE(%(kinds)s::jsonb -> d.kind ->> 'title', d.kind) AS title,
             COALESCE((%(kinds)s::jsonb -> d.kind -> 'per_direction')::boolean, FALSE) AS per_direction
      FROM unnest(%(awaited)s::bigint[], %(awaited_in)s::bigint[], %(awaited_at)s::text[]) a (school, cycle, path)
      JOIN documents_deadline d ON d.cycle_id = a.cycle AND d.due BETWEEN %(first)s AND %(last)s
      JOIN organisations_territory t ON t.id = d.territory_id AND starts_with(a.path, COALESCE(t.path, ''))
      ORDER BY a.school, d.cycle_id, d.kind, length(t.path) DESC) n
LEFT JOIN (SELECT school_id, cycle_id, count(*) AS many FROM risks_direction
           WHERE school_id = ANY(%(awaited)s::bigint[]) AND state = ANY(%(taken)s::text[])
           GROUP BY school_id, cycle_id) r
  ON r.school_id = n.school AND r.cycle_id = n.cycle_id AND n.per_direction
WHERE NOT n.per_direction OR r.many > 0
"""

# every time a curator gave a document back
RETURNED = """
SELECT d.school_id, (r.decided_at AT TIME ZONE %(zone)s)::date, 'returned', 'Доработать: ' || d.title, '', 'curator',
       r.decided_by_name, %(document_returned)s, d.id::text, 'staff'
FROM documents_document d
JOIN documents_documentversion v ON v.document_id = d.id
JOIN documents_review r ON r.version_id = v.id AND r.outcome = 'returned'
WHERE d.school_id = ANY(%(schools)s::bigint[])
  AND (r.decided_at AT TIME ZONE %(zone)s)::date BETWEEN %(first)s AND %(last)s
"""

# reports of stages that were begun, on the day they are due
CHECKPOINTS = """
SELECT c.school_id, COALESCE(c.due, c.state_since), 'checkpoint', c.title, '', 'programme', '', %(checkpoint)s,
       c.id::text, 'staff'
FROM roadmaps_checkpoint c
WHERE c.school_id = ANY(%(schools)s::bigint[]) AND COALESCE(c.due, c.state_since) BETWEEN %(first)s AND %(last)s
"""


def awaited(window: Window) -> Mapping[str, Any]:
    """Which schools are helped in the years that deadlines are of, and what the kinds of documents are there.

    One query where there are no deadlines, else another and one for each year that the days touch.
    """
    schools = [
        (school, cycle, path or "")
        for (cycle,) in every(_years, window.first, window.last)
        for school, path in awaited_schools(operator(), cycle, on=window.first)
        .filter(pk__in=window.within)
        .order_by()
        .values_list("pk", "territory__path")
    ]
    kinds = outlines(_common([path for *_, path in schools])).values() if schools else ()
    return {
        "awaited": [school for school, _, _ in schools],
        "awaited_in": [cycle for _, cycle, _ in schools],
        "awaited_at": [path for _, _, path in schools],
        "taken": sorted(TAKEN),
        "kinds": json.dumps(
            {each.code: {"title": each.title, "per_direction": each.per_direction} for each in kinds}
        ),
    }


def _years(first: Any, last: Any) -> QuerySet[Deadline, tuple[int]]:
    return Deadline.objects.filter(due__range=(first, last)).order_by().values_list("cycle_id").distinct()


def _common(paths: list[str]) -> str:
    """The beginning that all paths share: kinds of documents are read for it."""
    low, high = min(paths).split("/"), max(paths).split("/")
    shared = []
    for one, other in zip(low[:-1], high[:-1], strict=False):
        if one != other:
            break
        shared.append(one)
    return "".join(f"{step}/" for step in shared)
