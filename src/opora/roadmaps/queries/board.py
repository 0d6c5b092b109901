"""Roadmaps of many schools side by side: one statement, whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from opora.access import Actor
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids
from opora.roadmaps.choosing import LATE
from opora.roadmaps.models import Work
from opora.roadmaps.states import OPEN


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school's year in counts. `oldest` is the earliest term that is over, `last` the last day anything moved.

    `lately` were confirmed within the last month. Of a closed school nothing is late: nobody is asked for it.
    """

    school_id: int
    school: str
    place: str
    path: str
    measures: int
    running: int
    reported: int
    confirmed: int
    dropped: int
    late: int
    moved: int
    lately: int
    oldest: date | None
    last: date | None
    is_closed: bool = False


_OPEN = sorted(state.value for state in OPEN)
_COUNTS = """
SELECT s.id, s.name, t.name, t.path, count(*) FILTER (WHERE w.state <> 'dropped'),
       count(*) FILTER (WHERE w.state = 'running'), count(*) FILTER (WHERE w.state = 'reported'),
       count(*) FILTER (WHERE w.state = 'confirmed'), count(*) FILTER (WHERE w.state = 'dropped'),
       count(*) FILTER (WHERE w.state = ANY(%(open)s) AND w.due < %(today)s AND s.closed_on IS NULL),
       count(*) FILTER (WHERE w.due > w.first_due),
       count(*) FILTER (WHERE w.state = 'confirmed' AND w.state_since >= %(lately)s),
       min(w.due) FILTER (WHERE w.state = ANY(%(open)s) AND w.due < %(today)s AND s.closed_on IS NULL),
       max(w.state_since), s.closed_on IS NOT NULL
FROM roadmaps_work w
JOIN organisations_organisation s ON s.id = w.school_id
JOIN organisations_territory t ON t.id = s.territory_id
WHERE w.cycle_id = %(cycle)s AND w.school_id = ANY(%(schools)s)
GROUP BY s.id, s.name, s.sort_name, s.closed_on, t.name, t.path
ORDER BY s.sort_name, s.id
"""


def schools_with_roadmaps(
    actor: Actor, cycle_id: int, *, today: date, path: str = "", text: str = "", mark: str = ""
) -> QuerySet[Organisation]:
    """Schools in scope that have a roadmap in the year, in order of names.

    `mark`: only those with such measures, `LATE` or a state. Of a closed school nothing is late.
    """
    works = Work.objects.filter(cycle=cycle_id, school=OuterRef("pk"))
    if mark == LATE:
        works = works.filter(state__in=_OPEN, due__lt=today, school__closed_on__isnull=True)
    elif mark:
        works = works.filter(state=mark)
    found = Organisation.objects.filter(Exists(works.order_by()))
    if not actor.is_operator:
        found = found.filter(pk__in=school_ids(actor))
    if path:
        found = found.filter(territory__path__startswith=path)
    if text:
        found = found.filter(name__icontains=text)
    return found.order_by("sort_name", "pk")


def school_lines(schools: Sequence[int], cycle_id: int, *, today: date, lately: date) -> list[SchoolLine]:
    """Counts of these schools; `lately` is the day from which confirmations count as recent. One query."""
    values: dict[str, Any] = {
        "schools": list(schools),
        "cycle": cycle_id,
        "today": today,
        "lately": lately,
        "open": _OPEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        return [SchoolLine(*row) for row in cursor.fetchall()]
