"""Whom an order appoints, what it does to earlier orders."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, WrongState
from opora.orders.actions.common import locked, tell, touch
from opora.orders.actions.signing import end_earlier
from opora.orders.models import Order, Relation
from opora.orders.naming import requisites
from opora.orders.queries.listing import names_of
from opora.orders.queries.related import likely_of, may_be_earlier
from opora.orders.rules import KEEP
from opora.orders.states import ENDS_THE_EARLIER, OrderState, RelationKind


@transaction.atomic
def link(
    *,
    order: Order,
    appointments: Collection[int] = (),
    groups: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Confirm that the order appointed these people and made these groups; one event. Answers how many.

    Only what `likely_of` offers is taken: anything else is not there for this person.
    """
    order = locked(order.pk)
    KEEP.check(by, order)
    likely = likely_of(by, order)
    people = [each for each in likely.appointments if each.pk in set(appointments)]
    made = [each for each in likely.groups if each.pk in set(groups)]
    if not people and not made:
        raise ValidationError("Отметьте хотя бы одну строку. Если ни одна не подходит, оставьте как есть.")
    order.appointments.add(*people)
    order.groups.add(*made)
    touch(order, by=by, at=at)
    names = [each.person.short_name for each in people] + [each.name for each in made]
    tell(order, "отметил(а), кого приказ назначил", by=by, at=at, note=", ".join(names))
    return len(names)


@transaction.atomic
def unlink(*, order: Order, by: Actor, at: datetime) -> None:
    """Forget whom the order appointed: linked by mistake; one event keeps the names."""
    order = locked(order.pk)
    KEEP.check(by, order)
    names = names_of([order.pk]).get(order.pk, [])
    if not names:
        raise WrongState("Связей уже нет. Обновите страницу.")
    order.appointments.clear()
    order.groups.clear()
    touch(order, by=by, at=at)
    tell(order, "снял(а) отметку, кого приказ назначил", by=by, at=at, note=", ".join(names))


@transaction.atomic
def relate(*, order: Order, earlier: Order, kind: RelationKind, by: Actor, at: datetime) -> Relation:
    """Say what the order does to an earlier one of the same home; one event.

    An issued order that replaces or cancels takes the earlier out of force at once, a draft when it is signed.
    A replacing order without a kind takes over that of the earlier.
    """
    order = locked(order.pk)
    KEEP.check(by, order)
    found = may_be_earlier(by, order).filter(pk=earlier.pk).first()
    if found is None:
        raise WrongState("Этот приказ не связать: он другого издателя, ещё проект или уже связан.")
    if order.date is not None and found.date is not None and found.date > order.date:
        raise ValidationError({"earlier": "Он издан позже этого. Откройте его и свяжите оттуда."})
    made = Relation.objects.create(later=order, earlier=found, kind=kind)
    if kind is RelationKind.REPLACES and not order.kind:
        order.kind = found.kind
    touch(order, by=by, at=at)
    ended = ""
    if order.state == OrderState.ISSUED and kind in ENDS_THE_EARLIER:
        ended = end_earlier(order, by=by, at=at)
    note = "; ".join(filter(None, (f"{kind.label} приказ {requisites(found.number, found.date)}", ended)))
    tell(order, "связал(а) приказ с прежним", by=by, at=at, note=note)
    return made


@transaction.atomic
def unrelate(*, order: Order, relation: Relation, by: Actor, at: datetime) -> None:
    """Drop a relation made by mistake; one event. The earlier order stays as it is: it may be restored apart."""
    order = locked(order.pk)
    KEEP.check(by, order)
    earlier, kind = relation.earlier, RelationKind(relation.kind)
    relation.delete()
    touch(order, by=by, at=at)
    note = f"{kind.label} приказ {requisites(earlier.number, earlier.date)}"
    tell(order, "убрал(а) связь с прежним приказом", by=by, at=at, note=note)
