"""Who may go to a school, and whose school it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits.rules import VISITORS


def visitors_of(schools: Sequence[Organisation], *, on: date) -> QuerySet[Person]:
    """People whose appointment in force on the day lets them go to at least one of the schools. One query."""
    above = {path for school in schools for path in chain(school.territory.path or "")}
    reaching = Q(schools__in=[school.pk for school in schools]) | Q(territories__path__in=above)
    found = Appointment.objects.in_force(on).filter(reaching, role__in=VISITORS, person=OuterRef("pk"))
    return Person.objects.filter(Exists(found.order_by()), is_active=True).order_by("sort_name", "id")


def still_going(person_ids: Collection[int], *, on: date) -> set[int]:
    """Of these people those who are appointed to go to schools on the day, wherever. One query."""
    found = Appointment.objects.in_force(on).filter(person__in=list(person_ids), role__in=VISITORS)
    return set(found.order_by().values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Curated:
    """A school entrusted to a curator: between which days, None where open. It ends with the school."""

    person_id: int
    name: str
    school_id: int
    since: date | None
    until: date | None


_CURATED = """
SELECT a.person_id, p.surname, p.given_name, p.patronymic, l.organisation_id, a.since,
       least(a.until, (a.revoked_at AT TIME ZONE 'UTC')::date, o.closed_on - 1)
FROM appointments_appointment a
JOIN appointments_appointment_schools l ON l.appointment_id = a.id
JOIN organisations_organisation o ON o.id = l.organisation_id
JOIN people_person p ON p.id = a.person_id
WHERE a.role = %(role)s AND {}
  AND (a.since IS NULL OR a.since <= %(last)s)
  AND (a.until IS NULL OR a.until >= %(first)s)
  AND (a.revoked_at IS NULL OR (a.revoked_at AT TIME ZONE 'UTC')::date >= %(first)s)
  AND (o.closed_on IS NULL OR o.closed_on > greatest(a.since, %(first)s))
ORDER BY p.sort_name, a.person_id, a.id
"""


def curated_schools(school_ids: Collection[int], *, first: date, last: date) -> list[Curated]:
    """Who was the curator of these schools between the days. One query."""
    return _curated("l.organisation_id = ANY(%(ids)s)", school_ids, first, last)


def curated_by(person_ids: Collection[int], *, first: date, last: date) -> list[Curated]:
    """Whose curators these people were between the days. One query."""
    return _curated("a.person_id = ANY(%(ids)s)", person_ids, first, last)


def _curated(condition: str, ids: Collection[int], first: date, last: date) -> list[Curated]:
    if not ids:
        return []
    values: dict[str, str | list[int] | date] = {
        "role": Role.CURATOR.value,
        "ids": list(ids),
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CURATED.format(condition), values)
        rows = cursor.fetchall()
    return [
        Curated(person, " ".join(part for part in names if part), school, since, until)
        for person, *names, school, since, until in rows
    ]
