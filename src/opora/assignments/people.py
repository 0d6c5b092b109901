"""Who can be given something to do in a place: those appointed to it today."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.assignments.rules import NEVER, Home
from opora.organisations.models import Territory
from opora.people.models import Person

#: of a territory below are asked only those who look after many: a region has thousands of school people
_BELOW = (
    Role.MUNICIPAL_COORDINATOR,
    Role.AUTHORITY_HEAD,
    Role.METHODIST,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
    Role.CURATOR,
)


def _reaching(home: Home) -> Q:
    """Appointments to the place or above it; for a territory also of those who look after what lies in it."""
    if not isinstance(home, Territory):
        schools = [home.pk, *([home.merged_into_id] if home.merged_into_id else [])]
        return Q(schools__in=schools) | Q(territories__path__in=chain(home.territory.path or ""))
    path = home.path or ""
    below = Q(territories__path__startswith=path) | Q(schools__territory__path__startswith=path)
    return Q(territories__path__in=chain(path)) | (Q(role__in=_BELOW) & below)


def executors_at(home: Home, *, on: date) -> QuerySet[Person]:
    """People who may be given an assignment there, in order of names. One query."""
    found = (
        Appointment.objects.in_force(on)
        .filter(_reaching(home), person=OuterRef("pk"))
        .exclude(role__in=NEVER)
        .order_by()
    )
    return Person.objects.filter(Exists(found), is_active=True).order_by("sort_name", "id")


def may_execute(person: Person, homes: Sequence[Home], *, on: date) -> Collection[Home]:
    """Of these places those in which the person is appointed. A query for each different place."""
    return {home for home in set(homes) if executors_at(home, on=on).filter(pk=person.pk).exists()}


def executors_of_any(homes: Sequence[Home], *, on: date) -> QuerySet[Person]:
    """People who may be given an assignment in at least one of the places. One query."""
    reaching = reduce(or_, (_reaching(home) for home in set(homes)), Q(pk__in=()))
    found = Appointment.objects.in_force(on).filter(reaching, person=OuterRef("pk")).exclude(role__in=NEVER)
    return Person.objects.filter(Exists(found.order_by()), is_active=True).order_by("sort_name", "id")
