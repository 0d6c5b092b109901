"""What the installation knows of a school's names: all that a blind document must not show."""

from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.expertise.blind import Secrets
from opora.organisations.models import FormerName, Leader, Organisation, Territory


def secrets_of(school: Organisation) -> Secrets:
    """Names the school has and had, its territories but the country, its people. Four queries."""
    path = school.territory.path or ""
    places = Territory.objects.filter(path__in=chain(path), parent__isnull=False).values_list(
        "name", flat=True
    )
    former = FormerName.objects.filter(organisation=school).values_list("name", flat=True)
    leaders = Leader.objects.filter(organisation=school).values_list("name", flat=True)
    people = Appointment.objects.filter(schools=school).values_list("person__surname", flat=True).distinct()
    return Secrets((school.name, school.official_name, school.key, *former, *places), (*leaders, *people))
