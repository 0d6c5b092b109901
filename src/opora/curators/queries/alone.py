"""Schools that are helped and have no curator."""

from datetime import date

from django.db.models import QuerySet

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.visits.queries.planner import helped_schools


def left_alone(actor: Actor, cycle_id: int, today: date) -> QuerySet[Organisation, tuple[int, str]]:
    """(id, name) in order of names."""
    curated = Appointment.objects.in_force(today).filter(role=Role.CURATOR, schools__isnull=False)
    return (
        helped_schools(actor, cycle_id, on=today)
        .exclude(pk__in=curated.order_by().values("schools"))
        .order_by("sort_name", "pk")
        .values_list("pk", "name")
    )
