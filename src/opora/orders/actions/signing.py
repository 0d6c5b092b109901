"""An order comes into force, lapses, comes back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor
from opora.appointments.models import Appointment
from opora.groups.models import Group
from opora.orders.actions.common import check_day, check_seen, locked, tell, touch
from opora.orders.actions.keeping import give_number
from opora.orders.models import Order
from opora.orders.naming import requisites
from opora.orders.rules import ENTER, LAPSE, RESTORE, SIGN
from opora.orders.states import ENDS_THE_EARLIER, OrderState


@transaction.atomic
def sign(*, order: Order, number: str, day: date | None, seen: datetime, by: Actor, at: datetime) -> Order:
    """The head signs the words they have seen: the draft comes into force with number and date; one event.

    Those it appoints and groups it makes get its number and date where they have none; orders that it replaces
    or cancels lapse on its day. Raises Conflict where the text was changed after the page was opened.
    """
    order = locked(order.pk)
    SIGN.check(by, order)
    check_seen(order, seen)
    order.signed_at, order.signed_by_name = at, by.name
    return _issue(order, number, day, "подписал(а) приказ", by=by, at=at)


@transaction.atomic
def enter(*, order: Order, number: str, day: date | None, by: Actor, at: datetime) -> Order:
    """Write down number and date of an order signed on paper, whose scan is attached; as `sign` else."""
    order = locked(order.pk)
    ENTER.check(by, order)
    return _issue(order, number, day, "внёс(ла) номер и дату подписанного приказа", by=by, at=at)


def _issue(order: Order, number: str, day: date | None, verb: str, *, by: Actor, at: datetime) -> Order:
    wrong = {}
    if not number.strip():
        wrong["number"] = "Впишите номер приказа."
    if day is None:
        wrong["date"] = "Впишите дату приказа."
    if wrong:
        raise ValidationError(wrong)
    check_day(day, at=at)
    give_number(order, number, day)
    order.state, order.state_since = OrderState.ISSUED, timezone.localdate(at)
    touch(order, by=by, at=at)
    Appointment.objects.filter(orders=order, order_number="", order_date=None).update(
        order_number=order.number, order_date=day
    )
    Group.objects.filter(orders=order, order_number="", order_date=None).update(
        order_number=order.number, order_date=day
    )
    tell(order, verb, by=by, at=at, note=end_earlier(order, by=by, at=at))
    return order


def end_earlier(order: Order, *, by: Actor, at: datetime) -> str:
    """Orders that an issued one replaces or cancels lapse on its day; the words of the history, or nothing."""
    ended = []
    pks = (
        order.does.filter(kind__in=ENDS_THE_EARLIER)
        .order_by("earlier_id")
        .values_list("earlier_id", flat=True)
    )
    for pk in pks:
        earlier = locked(pk)
        if earlier.state != OrderState.ISSUED:
            continue
        earlier.lapse_reason = f"Приказ {requisites(order.number, order.date)}"
        _put_lapsed(earlier, order.date or timezone.localdate(at), by=by, at=at)
        ended.append(requisites(earlier.number, earlier.date))
    return f"утратил силу приказ {', '.join(ended)}" if ended else ""


def _put_lapsed(order: Order, day: date, *, by: Actor, at: datetime) -> None:
    order.state, order.state_since = OrderState.LAPSED, timezone.localdate(at)
    order.lapsed_on = day
    touch(order, by=by, at=at)


@transaction.atomic
def lapse(*, order: Order, day: date, reason: str, by: Actor, at: datetime) -> Order:
    """The order is out of force from the day on; one event. Raises ValidationError without a reason."""
    order = locked(order.pk)
    LAPSE.check(by, order)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: срок вышел, издан новый, отменён."})
    if order.date is not None and day < order.date:
        raise ValidationError({"day": "Это раньше, чем приказ издан. Проверьте день."})
    check_day(day, at=at, field="day")
    order.lapse_reason = reason.strip()
    _put_lapsed(order, day, by=by, at=at)
    tell(order, "отметил(а), что приказ утратил силу", by=by, at=at, note=reason.strip())
    return order


@transaction.atomic
def restore(*, order: Order, by: Actor, at: datetime) -> Order:
    """The order was taken out of force by mistake; one event."""
    order = locked(order.pk)
    RESTORE.check(by, order)
    was = order.lapse_reason
    order.state, order.state_since = OrderState.ISSUED, timezone.localdate(at)
    order.lapsed_on, order.lapse_reason = None, ""
    touch(order, by=by, at=at)
    tell(order, "вернул(а) приказ в силу", by=by, at=at, note=was)
    return order
