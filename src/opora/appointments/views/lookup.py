"""Finding what an address names, as far as the actor may see it."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone

from opora.access.request import Request
from opora.appointments import queries
from opora.appointments.models import Appointment
from opora.appointments.rules import SEE_PEOPLE
from opora.people.models import Person


def today() -> date:
    return timezone.localdate()


def person_or_404(request: Request, pk: int) -> Person:
    """403 for who sees no people at all, 404 for somebody outside the scope."""
    SEE_PEOPLE.check(request.actor, None)
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def appointment_or_404(request: Request, pk: int) -> Appointment:
    SEE_PEOPLE.check(request.actor, None)
    visible = queries.appointments_visible_to(request.actor)
    return get_object_or_404(visible.select_related("person", "cycle"), pk=pk)
