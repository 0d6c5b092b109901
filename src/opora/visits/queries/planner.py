"""Which schools wait for a visit, and since when: the planner, the desk and the school's page ask the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.identification.queries.helped import is_helped
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.statements import every
from opora.visits.distances import Point
from opora.visits.kinds import Rhythm
from opora.visits.phases import Courses, courses
from opora.visits.queries.definitions import rhythms_for
from opora.visits.queries.people import Curated, curated_schools
from opora.visits.rhythm import Due, due_of
from opora.visits.states import Phase, VisitState, Way


@dataclass(frozen=True, slots=True)
class Standing:
    """When a school was last visited. `presence` counts the curator's verification of its risks too."""

    presence: date | None = None
    online: date | None = None
    planned: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A school in the planner. `curators` are those of today."""

    pk: int
    name: str
    place: str
    path: str
    at: Point | None
    standing: Standing
    due: Due
    rhythm: Rhythm | None
    curators: tuple[Curated, ...] = field(default=())


def helped_schools(actor: Actor, cycle: Cycle | int, *, on: date) -> QuerySet[Organisation]:
    """Open schools that are visited this year: a curator's all, of a territory those that somebody helps."""
    schools = schools_visible_to(actor).filter(closed_on=None)
    if actor.role is Role.CURATOR:
        return schools
    curated = Appointment.objects.in_force(on).filter(role=Role.CURATOR, schools=OuterRef("pk"))
    return schools.filter(is_helped(cycle, on=on) | Q(Exists(curated.order_by())))


# what a curator verified on the spot is a visit in presence too
_STANDINGS = """
SELECT school_id, max(presence), max(online), min(planned) FROM (
  SELECT school_id,
         CASE WHEN state = %(done)s AND way = %(presence)s THEN visited_on END,
         CASE WHEN state = %(done)s AND way = %(online)s THEN visited_on END,
         CASE WHEN state = %(planned)s AND planned_on >= %(today)s THEN planned_on END
  FROM visits_visit WHERE counts AND cycle_id = %(cycle)s AND school_id = ANY(%(ids)s)
  UNION ALL
  SELECT d.school_id, v.visited_on, NULL, NULL
  FROM risks_verification v JOIN risks_direction d ON d.id = v.direction_id
  WHERE d.cycle_id = %(cycle)s AND d.school_id = ANY(%(ids)s)
) days (school_id, presence, online, planned) GROUP BY school_id
"""


def standings_of(school_ids: Collection[int], cycle: Cycle, *, today: date) -> dict[int, Standing]:
    """One query. Days after today are not looked at: nobody was there yet."""
    values: dict[str, Any] = {
        "ids": list(school_ids),
        "cycle": cycle.pk,
        "today": today,
        "done": VisitState.DONE.value,
        "planned": VisitState.PLANNED.value,
        "presence": Way.PRESENCE.value,
        "online": Way.ONLINE.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, values)
        return {pk: Standing(*days) for pk, *days in cursor.fetchall()}


def planner_lines(schools: Sequence[Organisation], cycle: Cycle, *, today: date) -> list[Line]:
    """Of schools with their territories joined: the most urgent first. A fixed number of queries."""
    if not schools:
        return []
    ids = [school.pk for school in schools]
    standings = standings_of(ids, cycle, today=today)
    rhythms = rhythms_for({school.territory.path or "" for school in schools})
    found = courses(cycle, ids)
    curators: dict[int, list[Curated]] = {}
    for each in curated_schools(ids, first=today, last=today):
        curators.setdefault(each.school_id, []).append(each)
    lines = []
    for school in schools:
        path = school.territory.path or ""
        rhythm, standing = rhythms.get(path), standings.get(school.pk, Standing())
        own = tuple(curators.get(school.pk, ()))
        lines.append(
            Line(
                pk=school.pk,
                name=school.name,
                place=school.territory.name,
                path=path,
                at=point_of(school),
                standing=standing,
                due=_due(rhythm, standing, own, school.pk, found, today),
                rhythm=rhythm,
                curators=own,
            )
        )
    return sorted(lines, key=lambda line: (line.due.day or date.max, line.name, line.pk))


def _due(
    rhythm: Rhythm | None,
    standing: Standing,
    curators: Sequence[Curated],
    school_id: int,
    found: Courses,
    today: date,
) -> Due:
    if rhythm is None:
        return Due(Phase.OVER)
    begun = [each.since for each in curators if each.since is not None]
    return due_of(
        found.of(school_id, by_documents=rhythm.by_documents),
        rhythm,
        presence=standing.presence,
        online=standing.online,
        begun=min(begun, default=None),
        today=today,
    )


def point_of(school: Organisation) -> Point | None:
    if school.latitude is None or school.longitude is None:
        return None
    return Point(float(school.latitude), float(school.longitude))


def cycle_of(day: date) -> Cycle | None:
    """The year that the day lies in, the latest of them; else the newest; None without any year. One query."""
    cycles = every(Cycle.objects.all)
    found = next((each for each in cycles if each.starts <= day <= each.ends), None)
    return found or (cycles[0] if cycles else None)
