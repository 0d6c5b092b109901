"""What belongs to one order: whom it appoints, what it may have appointed, what stands before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.appointments.models import Appointment
from opora.appointments.queries import appointments_visible_to
from opora.groups.models import Group
from opora.groups.queries import visible_to as groups_visible_to
from opora.orders.models import Order, Relation
from opora.orders.numbers import alike
from opora.orders.queries.visibility import visible_to
from opora.orders.states import OrderState


def appointments_of(order: Order) -> list[Appointment]:
    """One query, the places included in two more."""
    return list(_whole(Appointment.objects.filter(orders=order)))


def groups_of(order: Order) -> list[Group]:
    return list(
        Group.objects.filter(orders=order)
        .select_related("organisation__territory", "territory")
        .order_by("sort_name", "pk")
    )


def _whole(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return (
        found.select_related("person", "cycle")
        .prefetch_related("territories", "schools")
        .order_by("person__sort_name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Likely:
    """What names this order's number and date as its ground and is not linked yet."""

    appointments: Sequence[Appointment]
    groups: Sequence[Group]

    def __bool__(self) -> bool:
        return bool(self.appointments or self.groups)


def likely_of(actor: Actor, order: Order) -> Likely:
    """«Похоже, этот приказ назначил…»: the same number on the same day, or on no day, at the same home.

    Two queries; none for a draft, which has appointed nobody yet.
    """
    if order.state == OrderState.DRAFT or order.date is None:
        return Likely((), ())
    day = Q(order_date=order.date) | Q(order_date=None)
    named = Appointment.objects.filter(day).exclude(order_number="").exclude(orders=order)
    people = [
        each
        for each in _whole(named.filter(at_home(order), pk__in=appointments_visible_to(actor)))
        if alike(each.order_number, order.number)
    ]
    groups = [
        each
        for each in groups_visible_to(actor)
        .filter(day, group_at_home(order))
        .exclude(order_number="")
        .exclude(orders=order)
        .order_by("sort_name", "pk")
        if alike(each.order_number, order.number)
    ]
    return Likely(people, groups)


def at_home(order: Order) -> Q:
    """The appointment is for the school, for the territory or for something inside it."""
    if order.school_id is not None:
        return Q(pk__in=Appointment.objects.filter(schools=order.school_id).order_by().values("pk"))
    path = order.territory_path
    inside = Q(territories__path__startswith=path) | Q(schools__territory__path__startswith=path)
    return Q(pk__in=Appointment.objects.filter(inside).order_by().values("pk"))


def group_at_home(order: Order) -> Q:
    """The group is of the school, of the territory or of something inside it."""
    if order.school_id is not None:
        return Q(organisation=order.school_id)
    path = order.territory_path
    return Q(territory__path__startswith=path) | Q(organisation__territory__path__startswith=path)


def chain_of(order: Order) -> tuple[list[Relation], list[Relation]]:
    """(what it does to earlier ones, what later ones do to it). Two queries."""
    does = order.does.select_related("earlier__school__territory", "earlier__territory").order_by("pk")
    done = order.done_by.select_related("later__school__territory", "later__territory").order_by("pk")
    return list(does), list(done)


def may_be_earlier(actor: Actor, order: Order) -> QuerySet[Order]:
    """Orders that this one may amend, replace or cancel: issued ones of the same home, the newest first."""
    found = visible_to(actor).filter(school=order.school_id, territory=order.territory_id)
    return found.exclude(pk=order.pk).exclude(state=OrderState.DRAFT).exclude(done_by__later=order)


def of_appointments(pks: Sequence[int]) -> dict[int, list[Order]]:
    """{appointment: orders that made it}, for pages above. One query."""
    found: dict[int, list[Order]] = {}
    rows = Order.appointments.through._default_manager.filter(appointment__in=pks).select_related("order")
    for row in rows.order_by("pk"):
        found.setdefault(row.appointment_id, []).append(row.order)
    return found
