"""Who helps a school: people in force with their phones, for its desk, its card and its row of a list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from opora.access import Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
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
_BODIES = (OrganisationKind.AUTHORITY, OrganisationKind.METHODICAL_CENTRE)


def helpers_of(school: Organisation, *, today: date, but: int | None = None) -> list[Helper]:
    """The people to call, nearest first; `but` is the person who looks: nobody calls themselves. One query.

    Somebody appointed twice in one role (for two schools, for two years) stands once.
    """
    above = chain(school.territory.path or "")
    found = (
        Appointment.objects.in_force(today)
        .filter(role__in=_HELPING)
        .filter(Q(schools=school) | Q(territories__path__in=above))
        .exclude(person_id__in=() if but is None else (but,))
        .order_by("person__sort_name", "person_id", "pk")
        .values_list(
            *("role", "person_id", "person__surname", "person__given_name", "person__patronymic"),
            *("person__login", "person__post", "person__phone", "person__email"),
        )
    )
    people = {(Role(role), pk): rest for role, pk, *rest in found}
    nearest = sorted(people.items(), key=lambda each: _HELPING.index(each[0][0]))
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
