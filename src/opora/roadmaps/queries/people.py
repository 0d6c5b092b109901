"""Who may answer for a measure of a school."""

from datetime import date

from django.db.models import QuerySet

from opora.access.actor import SCHOOL_ROLES
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.statements import every


def people_of(school: Organisation, *, on: date) -> QuerySet[Person]:
    """Those who are appointed at the school on the day, in order of names."""
    return _at_school(school.pk, on)


def people_at(school: Organisation, *, on: date) -> list[Person]:
    """All of `people_of`. One query."""
    return every(_at_school, school.pk, on)


def _at_school(school_id: int, on: date) -> QuerySet[Person]:
    at_school = Appointment.objects.in_force(on).filter(schools=school_id, role__in=sorted(SCHOOL_ROLES))
    return Person.objects.filter(pk__in=at_school.values("person"), is_active=True).order_by(
        "sort_name", "pk"
    )
