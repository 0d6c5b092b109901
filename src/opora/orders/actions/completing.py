"""What a registry adds to an order that stands: what was left empty, and whom it appointed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from opora.access import Actor
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.groups.models import Group
from opora.orders.actions.common import locked, tell, touch
from opora.orders.models import Order
from opora.orders.rules import KEEP


@transaction.atomic
def complete(*, order: Order, kind: str, cycle: Cycle | None, by: Actor, at: datetime) -> bool:
    """Fill in which expected order it is and for which year, where that was empty; one event, none for nothing."""
    order = locked(order.pk)
    KEEP.check(by, order)
    filled = []
    if kind and not order.kind:
        order.kind = kind
        filled.append("вид приказа")
    if cycle is not None and order.cycle_id is None:
        order.cycle = cycle
        filled.append(f"программный год {cycle.code}")
    if filled:
        touch(order, by=by, at=at)
        tell(order, "дополнил(а) приказ", by=by, at=at, note=", ".join(filled))
    return bool(filled)


@transaction.atomic
def appoint_named(
    *,
    order: Order,
    appointments: Sequence[Appointment],
    groups: Sequence[Group],
    by: Actor,
    at: datetime,
) -> int:
    """Link those a registry names, as `queries.registered.named_at` found them; one event, none for nothing new.

    An appointment or a group without a ground gets the order as its ground.
    """
    order = locked(order.pk)
    KEEP.check(by, order)
    linked = set(order.appointments.values_list("pk", flat=True))
    made = set(order.groups.values_list("pk", flat=True))
    people = [each for each in appointments if each.pk not in linked]
    teams = [each for each in groups if each.pk not in made]
    if not people and not teams:
        return 0
    order.appointments.add(*people)
    order.groups.add(*teams)
    for model, things in ((Appointment, people), (Group, teams)):
        found = model._default_manager.filter(pk__in=[each.pk for each in things])
        found.filter(order_number="", order_date=None).update(
            order_number=order.number, order_date=order.date
        )
    touch(order, by=by, at=at)
    names = [each.person.short_name for each in people] + [each.name for each in teams]
    tell(order, "отметил(а), кого приказ назначил", by=by, at=at, note=", ".join(names))
    return len(names)
