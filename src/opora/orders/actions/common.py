"""What every write of an order shares."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.history.actions import record
from opora.orders.models import Order
from opora.orders.naming import named

SUBJECT = "order"
TWICE = "Приказ с этим номером и датой здесь уже есть. Проверьте номер или откройте тот приказ."


def locked(pk: int) -> Order:
    """The row until the end of the transaction, so that two people do not take the same step."""
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related("school__territory", "territory", "cycle")
        .get(pk=pk)
    )


def check_seen(order: Order, seen: datetime) -> None:
    """Raises Conflict where somebody wrote after `seen`, the moment of the last change that the page showed."""
    if order.changed_at != seen:
        raise Conflict(
            f"Пока вы писали, приказ изменил(а) {order.changed_by_name}. Откройте его и внесите свою правку снова."
        )


def check_day(day: date | None, *, at: datetime, field: str = "date") -> None:
    if day is not None and day > timezone.localdate(at):
        raise ValidationError({field: "Этот день ещё не наступил. Проверьте дату приказа."})


def touch(order: Order, *, by: Actor, at: datetime) -> None:
    """Write the order as it stands now; a number and date that are taken are refused in words."""
    order.changed_at, order.changed_by_name = at, by.name
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as clash:
        if "_once" not in str(clash):
            raise
        raise ValidationError({"number": TWICE}) from clash


def tell(order: Order, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=order.pk,
        subject_title=named(order.number, order.date, order.title),
        school_id=order.school_id,
        territory_path=order.territory_path,
        note=note,
    )
