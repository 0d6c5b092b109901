"""Our people and schools among those a plan names."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.organisations.states import OrganisationKind
from opora.people.models import Person
from opora.plans.naming import Numbered, keys_of, keys_of_person


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """People appointed in a territory by how a plan may name them; a name that two have is nobody's."""

    by_key: dict[str, int | None]

    def find(self, name: str) -> int | None:
        return next((pk for key in keys_of(name) if (pk := self.by_key.get(key)) is not None), None)


def people_of(path: str) -> PeopleIndex:
    """Appointed today to the territory, inside it or above it. One query."""
    on = timezone.localdate()
    here = Q(territories__path__startswith=path) | Q(territories__path__in=chain(path))
    held = (
        Appointment.objects.in_force(on)
        .filter(here | Q(schools__territory__path__startswith=path))
        .order_by()
        .values("person")
    )
    found: dict[str, int | None] = {}
    people = Person.objects.filter(pk__in=held).values_list("pk", "surname", "given_name", "patronymic")
    for pk, *names in people:
        for key in keys_of_person(*names):
            found[key] = None if key in found and found[key] != pk else pk
    return PeopleIndex(found)


def numbered_schools(path: str) -> Numbered:
    """Open schools of the territory by the number in their names. One query."""
    found = Organisation.objects.filter(
        kind=OrganisationKind.SCHOOL, territory__path__startswith=path, closed_on__isnull=True
    )
    return Numbered.of(found.order_by("pk").values_list("pk", "name"))


def names_of_schools(ids: Iterable[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=list(ids)).values_list("pk", "name"))
