"""Who helps a school: people in force with their phones, for its desk, its card and its row of a list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from opora.access import Role
from opora.access.paths import chain
from opora.organisations.models import Organisation
from opora.organisations.states import OrganisationKind


@dataclass(frozen=True, slots=True)
class Helper:
    """A named person to call: never a role without a face."""

    role: str
    name: str
    post: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation to call where no person answers."""

    name: str
    phone: str
    email: str


# in the order in which a school asks them
_HELPING = (
    *(Role.CURATOR, Role.SCHOOL_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.METHODIST),
    *(Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR),
)
# whom others ask about the school before anybody else
_WITH_ITS_HEAD = (Role.SCHOOL_HEAD, *_HELPING)
_BODIES = (OrganisationKind.AUTHORITY, OrganisationKind.METHODICAL_CENTRE)

# on every school's card: written out, it costs a fifth of what building it through the ORM does
_IN_REACH = """
SELECT a.role, p.id, p.surname, p.given_name, p.patronymic, p.login, p.post, p.phone, p.email
FROM appointments_appointment a JOIN people_person p ON p.id = a.person_id
WHERE a.role = ANY(%(roles)s) AND p.id IS DISTINCT FROM %(but)s AND a.revoked_at IS NULL
  AND (a.since IS NULL OR a.since <= %(on)s) AND (a.until IS NULL OR a.until >= %(on)s)
  AND (EXISTS (SELECT FROM appointments_appointment_schools l
               WHERE l.appointment_id = a.id AND l.organisation_id = %(school)s)
       OR EXISTS (SELECT FROM appointments_appointment_territories l
                  JOIN organisations_territory t ON t.id = l.territory_id
                  WHERE l.appointment_id = a.id AND t.path = ANY(%(above)s)))
ORDER BY p.sort_name, p.id, a.id
"""


def helpers_of(
    school: Organisation, *, today: date, but: int | None = None, with_head: bool = False
) -> list[Helper]:
    """The people to call, nearest first; `but` is the person who looks: nobody calls themselves. One query.

    `with_head`: for those who ask about the school, its appointed head first.

    Somebody appointed twice in one role (for two schools, for two years) stands once.
    """
    roles = _WITH_ITS_HEAD if with_head else _HELPING
    values: dict[str, Any] = {
        "school": school.pk,
        "above": list(chain(school.territory.path or "")),
        "roles": [role.value for role in roles],
        "on": today,
        "but": but,
    }
    with connection.cursor() as cursor:
        cursor.execute(_IN_REACH, values)
        found = cursor.fetchall()
    people = {(Role(role), pk): rest for role, pk, *rest in found}
    nearest = sorted(people.items(), key=lambda each: roles.index(each[0][0]))
    return [
        Helper(role.title, " ".join(filter(None, names)) or login, post, phone, email)
        for (role, _), (*names, login, post, phone, email) in nearest
    ]


def bodies_of(school: Organisation) -> list[Body]:
    """The authority and the methodical centre of the school's own territory that can be reached. One query."""
    found = Organisation.objects.filter(
        territory_id=school.territory_id, kind__in=_BODIES, closed_on__isnull=True
    ).exclude(phone="", email="")
    return [
        Body(*row) for row in found.order_by("kind", "sort_name", "id").values_list("name", "phone", "email")
    ]
