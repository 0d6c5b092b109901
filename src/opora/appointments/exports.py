"""People and appointments as a file that can be imported again."""

from datetime import date

from opora.access import Actor, Role
from opora.appointments.columns import workbook_of
from opora.appointments.models import Appointment
from opora.appointments.queries import Choice, appointments_visible_to, narrowed, people_like
from opora.appointments.scopes import places_of
from opora.printing.tables import Value


def people_workbook(actor: Actor, choice: Choice, *, on: date) -> bytes:
    """A row for each appointment of the people the choice leaves."""
    people = people_like(actor, choice, on=on)
    appointments = (
        narrowed(appointments_visible_to(actor), choice, on=on)
        .filter(person__in=people.values("pk"))
        .select_related("person", "cycle")
        .prefetch_related("territories", "schools")
        .order_by("person__sort_name", "person_id", "id")
    )
    return workbook_of([_row(each) for each in appointments], title="Люди и назначения")


def _row(appointment: Appointment) -> tuple[Value, ...]:
    person = appointment.person
    return (
        person.surname,
        person.given_name,
        person.patronymic,
        person.email,
        person.phone,
        person.post,
        Role(appointment.role).title,
        "; ".join(places_of(appointment).codes),
        appointment.cycle.code if appointment.cycle else "",
        appointment.order_number,
        appointment.order_date,
        appointment.since,
        appointment.until,
    )
