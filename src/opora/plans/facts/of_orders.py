"""Facts of orders: issued by the territory, issued by its schools. An order that lapsed was issued too."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from opora.catalogues.queries import in_force
from opora.orders.expected import Expectations, read
from opora.orders.kinds import CODE, KIND
from opora.orders.models import Order
from opora.orders.states import OrderLevel, OrderState
from opora.plans.facts.base import (
    Ask,
    FactFigure,
    FactSource,
    Known,
    cycles_asked,
    latest,
    of_schools,
    schools_asked,
)


def _issued(asks: Sequence[Ask], place: Q) -> list[tuple[int | None, str, date, str | None, int | None]]:
    """(year, kind, day, path of its territory, school) of what was issued by the end of the last year asked of."""
    last = max(ask.year_ends for ask in asks)
    of_year = Q(cycle__in=cycles_asked(asks)) | Q(cycle__isnull=True, date__lte=last)
    found = Order.objects.exclude(state=OrderState.DRAFT).filter(of_year, place, date__isnull=False)
    rows = found.order_by("date", "pk").values_list(
        "cycle_id", "kind", "date", "territory__path", "school_id"
    )
    return [(cycle, kind, day, path, school) for cycle, kind, day, path, school in rows if day is not None]


def _counts(ask: Ask, cycle: int | None, day: date) -> bool:
    return cycle == ask.cycle_id or (cycle is None and day <= ask.year_ends)


def _of_territory(asks: Sequence[Ask]) -> list[FactFigure]:
    """One query."""
    rows = _issued(asks, Q(territory__path__in={ask.path for ask in asks}))
    figures = []
    for ask in asks:
        days = [
            day
            for cycle, kind, day, path, _ in rows
            if path == ask.path and ask.of in ("", kind) and _counts(ask, cycle, day)
        ]
        url = f"{reverse('orders')}?{urlencode({'kind': ask.of})}"
        figures.append(FactFigure(len(days), None, "приказов территории издано", url, latest(days)))
    return figures


def _of_schools(asks: Sequence[Ask]) -> list[FactFigure]:
    """One query."""
    rows = _issued(asks, Q(school__in=schools_asked(asks)))
    figures = []
    for ask in asks:
        known: Known = {
            (ask.cycle_id, school): day
            for cycle, kind, day, _, school in rows
            if school is not None and ask.of in ("", kind) and _counts(ask, cycle, day)
        }
        figures.append(of_schools(ask, known, "школ, издавших приказ", reverse("orders-expected")))
    return figures


def _expected(path: str, *levels: OrderLevel) -> list[tuple[str, str]]:
    found = in_force(KIND, CODE, path, read) or Expectations()
    return [(each.code, each.title) for each in found.orders if each.level in levels]


def _for_territory(path: str) -> list[tuple[str, str]]:
    return _expected(path, OrderLevel.MUNICIPAL, OrderLevel.REGIONAL)


def _for_school(path: str) -> list[tuple[str, str]]:
    return _expected(path, OrderLevel.SCHOOL)


SOURCES = (
    FactSource("orders", "Приказы территории изданы", _of_territory, _for_territory, counts=True),
    FactSource("orders-schools", "Приказы школ изданы", _of_schools, _for_school),
)
