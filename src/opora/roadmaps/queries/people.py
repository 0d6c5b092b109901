"""Who may answer for a measure of a school."""

from datetime import date

from django.db.models import QuerySet

from opora.access.actor import SCHOOL_ROLES
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.people.models import Person


def people_of(school: Organisation, *, on: date) -> QuerySet[Person]:
    """Those who are appointed at the school on the day, in order of names."""
    at_school = Appointment.objects.in_force(on).filter(
        schools=school.pk, role__in=[role.value for role in SCHOOL_ROLES]
    )
    return Person.objects.filter(pk__in=at_school.values("person"), is_active=True).order_by(
        "sort_name", "pk"
    )
