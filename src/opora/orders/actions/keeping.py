"""Entering an order that was issued on paper, correcting a draft, deleting it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.files.actions import remove
from opora.orders.actions.common import check_day, check_seen, locked, tell, touch
from opora.orders.models import Order
from opora.orders.numbers import cleaned, key
from opora.orders.rules import EDIT, WRITE, Home
from opora.orders.states import OrderLevel, OrderState
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import TerritoryKind

#: which levels may be kept for a territory: its own and those above, whose papers it has at hand
LEVELS_OF: dict[str, tuple[OrderLevel, ...]] = {
    TerritoryKind.FEDERATION: (OrderLevel.FEDERAL,),
    TerritoryKind.REGION: (OrderLevel.REGIONAL, OrderLevel.FEDERAL),
    TerritoryKind.MUNICIPALITY: (OrderLevel.MUNICIPAL, OrderLevel.REGIONAL, OrderLevel.FEDERAL),
}


def levels_of(home: Home) -> tuple[OrderLevel, ...]:
    return (OrderLevel.SCHOOL,) if isinstance(home, Organisation) else LEVELS_OF[home.kind]


@dataclass(frozen=True, slots=True)
class About:
    """What is told of an order. `issuer` names a body that is not the home itself."""

    title: str
    level: OrderLevel
    number: str = ""
    day: date | None = None
    cycle: Cycle | None = None
    kind: str = ""
    issuer: str = ""


def new_order(home: Home, about: About, *, by: Actor, at: datetime) -> Order:
    """A draft of this home, not written yet."""
    order = Order(
        school=home if isinstance(home, Organisation) else None,
        territory=home if isinstance(home, Territory) else None,
        state=OrderState.DRAFT,
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_name=by.name,
    )
    put(order, about)
    return order


def put(order: Order, about: About) -> None:
    """Raises ValidationError where the level does not fit the home or there is no title."""
    if about.level not in levels_of(order.home):
        raise ValidationError({"level": "Такой уровень здесь не ведут. Выберите из списка."})
    if not about.title.strip():
        raise ValidationError({"title": "Напишите, о чём приказ: «О назначении …»."})
    order.title = " ".join(about.title.split())
    order.level, order.cycle, order.kind = about.level, about.cycle, about.kind
    order.issuer = " ".join(about.issuer.split())
    give_number(order, about.number, about.day)


def give_number(order: Order, number: str, day: date | None) -> None:
    order.number, order.date = cleaned(number), day
    order.number_key = key(number)
    if order.number and not order.number_key:
        raise ValidationError({"number": "В номере нет ни цифры, ни буквы. Проверьте номер."})


@transaction.atomic
def register(*, home: Home, about: About, by: Actor, at: datetime) -> Order:
    """Enter an order that is in force already; one event. Raises ValidationError without number and date."""
    WRITE.check(by, home)
    wrong = {}
    if not about.number.strip():
        wrong["number"] = "Впишите номер приказа."
    if about.day is None:
        wrong["date"] = "Впишите дату приказа."
    if wrong:
        raise ValidationError(wrong)
    check_day(about.day, at=at)
    order = new_order(home, about, by=by, at=at)
    order.state = OrderState.ISSUED
    touch(order, by=by, at=at)
    tell(order, "внёс(ла) приказ", by=by, at=at)
    return order


@transaction.atomic
def begin(*, home: Home, about: About, by: Actor, at: datetime) -> Order:
    """A draft whose text comes as a file; one event."""
    WRITE.check(by, home)
    check_day(about.day, at=at)
    order = new_order(home, about, by=by, at=at)
    touch(order, by=by, at=at)
    tell(order, "подготовил(а) проект приказа", by=by, at=at)
    return order


@transaction.atomic
def change(*, order: Order, about: About, seen: datetime, by: Actor, at: datetime) -> Order:
    """Correct what a draft says of itself; one event. Raises Conflict where somebody wrote meanwhile."""
    order = locked(order.pk)
    EDIT.check(by, order)
    check_seen(order, seen)
    check_day(about.day, at=at)
    put(order, about)
    touch(order, by=by, at=at)
    tell(order, "изменил(а) проект приказа", by=by, at=at)
    return order


@transaction.atomic
def delete_draft(*, order: Order, by: Actor, at: datetime) -> None:
    """Drop a draft with its files; one event keeps what it was called."""
    order = locked(order.pk)
    EDIT.check(by, order)
    tell(order, "удалил(а) проект приказа", by=by, at=at)
    kept = [each.file for each in order.files.select_related("file")]
    kept += [each.file for each in order.annexes.select_related("file") if each.file]
    order.delete()
    for file in kept:
        remove(stored=file, at=at)
