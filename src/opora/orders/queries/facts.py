"""Issued orders as facts: plans mark their rows by them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from opora.cycles.models import Cycle
from opora.orders.models import Order
from opora.orders.states import OrderState


@dataclass(frozen=True, slots=True)
class OrderFact:
    """An order that was issued. `kind` is the code of an expected order, empty for any other; `path` is of the
    territory it lies in; `school_id` None: it is the territory's own."""

    id: int
    kind: str
    level: str
    number: str
    date: date
    title: str
    path: str
    school_id: int | None
    is_in_force: bool


def facts(*, cycle_id: int, path: str = "", kinds: Collection[str] | None = None) -> list[OrderFact]:
    """Issued orders of a year in and below a territory, the earliest first, lapsed ones too. One query.

    An order without a year counts for every year it was issued before the end of. The caller has decided that
    the territory may be seen.
    """
    last_day = Subquery(Cycle.objects.filter(pk=cycle_id).values("ends")[:1])
    of_year = Q(cycle=cycle_id) | Q(cycle=None, date__lte=last_day)
    found = Order.objects.exclude(state=OrderState.DRAFT).filter(of_year)
    if path:
        found = found.filter(
            Q(territory__path__startswith=path) | Q(school__territory__path__startswith=path)
        )
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    rows = found.order_by("date", "pk").values_list(
        *("pk", "kind", "level", "number", "date", "title"),
        Coalesce("school__territory__path", "territory__path"),
        *("school_id", "state"),
    )
    return [
        OrderFact(pk, kind, level, number, day, title, place or "", school, state == OrderState.ISSUED)
        for pk, kind, level, number, day, title, place, school, state in rows
        if day is not None
    ]
