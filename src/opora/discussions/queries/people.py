"""Whom one may call: people appointed near the thing, who may answer and who see it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from opora import references
from opora.access import Role
from opora.access.paths import chain
from opora.appointments.session import actor_for
from opora.discussions.rules import WRITERS
from opora.organisations.references import SCHOOL, TERRITORY
from opora.people.models import Person
from opora.references import Reference


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody appointed to the thing's school or to a territory it lies in, or who answers for a school of the
    territory whose thing it is; `role` is the nearest one."""

    person_id: int
    surname: str
    name: str
    role: Role


# nearest first: as a school would ask
_ORDER = (
    *(Role.CURATOR, Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.METHODIST),
    *(Role.AUTHORITY_HEAD, Role.WORKING_GROUP_MEMBER, Role.TEACHER, Role.REGIONAL_COORDINATOR),
    *(Role.REGIONAL_PROJECT_HEAD, Role.ADMINISTRATOR),
)

# about a thing of a municipality its schools are asked too, by those who answer for them
_OF_SCHOOLS = (Role.CURATOR, Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)

_NEAR = """
SELECT a.role, p.id, p.surname, p.given_name, p.patronymic, p.login
FROM appointments_appointment a JOIN people_person p ON p.id = a.person_id
WHERE a.role = ANY(%(roles)s) AND p.is_active AND p.id IS DISTINCT FROM %(but)s AND a.revoked_at IS NULL
  AND (a.since IS NULL OR a.since <= %(on)s) AND (a.until IS NULL OR a.until >= %(on)s)
  AND (EXISTS (SELECT FROM appointments_appointment_schools l
               WHERE l.appointment_id = a.id AND l.organisation_id = %(school)s)
       OR EXISTS (SELECT FROM appointments_appointment_territories l
                  JOIN organisations_territory t ON t.id = l.territory_id
                  WHERE l.appointment_id = a.id AND t.path = ANY(%(above)s))
       OR (%(school)s::bigint IS NULL AND a.role = ANY(%(of_schools)s)
           AND EXISTS (SELECT FROM appointments_appointment_schools l
                       JOIN organisations_organisation o ON o.id = l.organisation_id
                       JOIN organisations_territory t ON t.id = o.territory_id
                       WHERE l.appointment_id = a.id AND t.path = %(path)s))
       OR (%(is_territory)s
           AND EXISTS (SELECT FROM appointments_appointment_territories l
                       JOIN organisations_territory t ON t.id = l.territory_id
                       WHERE l.appointment_id = a.id AND starts_with(t.path, %(path)s))))
ORDER BY p.sort_name, p.id, a.id
"""


def people_near(thing: Reference, *, on: date, but: int | None = None) -> list[Near]:
    """Whom a comment may call, nearest first; `but` is the person who writes. One query.

    Without the people of the whole federation: nobody there answers for one school.
    """
    # an administrator reads no talk of a place; those of a region's municipalities take part in its own
    apart = {Role.ADMINISTRATOR} if thing.kind in {SCHOOL, TERRITORY} else set()
    values: dict[str, str | int | date | list[str] | None] = {
        "roles": [role.value for role in _ORDER if role in WRITERS - apart],
        "is_territory": thing.kind == TERRITORY,
        "but": but,
        "on": on,
        "school": thing.school_id,
        "of_schools": [role.value for role in _OF_SCHOOLS],
        "path": thing.territory_path,
        "above": chain(thing.territory_path),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, values)
        rows = cursor.fetchall()
    found = [
        Near(pk, surname, " ".join(filter(None, (surname, given, patronymic))) or login or "", Role(role))
        for role, pk, surname, given, patronymic, login in rows
    ]
    nearest: dict[int, Near] = {}
    for each in sorted(found, key=lambda near: _ORDER.index(near.role)):
        nearest.setdefault(each.person_id, each)
    return list(nearest.values())


def blind_to(thing: Reference, person_ids: Collection[int], *, on: date) -> list[Person]:
    """Which of these people see the thing in no capacity of theirs: they could not answer."""
    people = Person.objects.filter(pk__in=person_ids).order_by("sort_name", "id")
    return [person for person in people if not _sees(person, thing, on)]


def _sees(person: Person, thing: Reference, on: date) -> bool:
    actor = actor_for(person, on=on)
    return any(
        references.find(replace(actor, capacity=each), thing.kind, thing.id) is not None
        for each in actor.capacities
        if each.role in WRITERS
    )
