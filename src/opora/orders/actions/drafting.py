"""A draft written here: from an expected order and the people it names."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, WrongState
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.groups.models import Group
from opora.orders.actions.common import check_seen, locked, tell, touch
from opora.orders.actions.keeping import About, new_order
from opora.orders.drafting import Wording
from opora.orders.expected import Expected
from opora.orders.models import Order, Relation
from opora.orders.naming import requisites
from opora.orders.queries.related import may_be_earlier
from opora.orders.rules import EDIT, WRITE, Home
from opora.orders.states import OrderState, RelationKind


@transaction.atomic
def draft(
    *,
    home: Home,
    cycle: Cycle,
    expected: Expected,
    wording: Wording,
    appointments: Sequence[Appointment] = (),
    groups: Sequence[Group] = (),
    replaces: Order | None = None,
    by: Actor,
    at: datetime,
) -> Order:
    """Write a draft of the expected order, linked to those it names; one event.

    `replaces` is the order in force of the same home that lapses when the draft is signed.

    Its DOCX and PDF are printed from the text whenever they are asked for, so they never lag behind it. Raises
    WrongState where such a draft waits for its signature already, ValidationError without a single point.
    """
    WRITE.check(by, home)
    _check(wording)
    order = new_order(
        home,
        About(title=expected.title, level=expected.level, cycle=cycle, kind=expected.code),
        by=by,
        at=at,
    )
    _hold(home)
    alike = Order.objects.filter(
        school=order.school,
        territory=order.territory,
        cycle=cycle,
        kind=expected.code,
        state=OrderState.DRAFT,
    )
    if alike.exists():
        raise WrongState(
            "Такой проект уже подготовлен и ждёт подписи. Откройте его в списке приказов: текст можно поправить."
        )
    order.wording = wording.as_json()
    touch(order, by=by, at=at)
    order.appointments.set(appointments)
    order.groups.set(groups)
    note = ""
    if replaces is not None and may_be_earlier(by, order).filter(pk=replaces.pk).exists():
        Relation.objects.create(later=order, earlier=replaces, kind=RelationKind.REPLACES)
        note = f"заменит приказ {requisites(replaces.number, replaces.date)}"
    tell(order, "подготовил(а) проект приказа", by=by, at=at, note=note)
    return order


def _hold(home: Home) -> None:
    """Two who press the button at once make one draft."""
    list(type(home)._default_manager.select_for_update().filter(pk=home.pk).values_list("pk"))


@transaction.atomic
def reword(*, order: Order, wording: Wording, seen: datetime, by: Actor, at: datetime) -> Order:
    """Correct the text of a draft; one event. Raises Conflict where somebody wrote meanwhile."""
    order = locked(order.pk)
    EDIT.check(by, order)
    check_seen(order, seen)
    _check(wording)
    order.wording = wording.as_json()
    touch(order, by=by, at=at)
    tell(order, "изменил(а) текст приказа", by=by, at=at)
    return order


def _check(wording: Wording) -> None:
    if not any(point.strip() for point in wording.points):
        raise ValidationError({"points": "Напишите хотя бы один пункт: что приказ велит сделать."})
