"""Orders by which the work goes on: those of the territory one by one, those of its schools counted, those missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from opora.orders.models import Annex
from opora.orders.naming import requisites
from opora.orders.queries.expected import Cell, matrix
from opora.orders.queries.facts import OrderFact, facts
from opora.orders.states import OrderLevel
from opora.printing.russian import counted, plural
from opora.reports.content import Enclosed, Line, Missing, Piece, Section, item, line
from opora.reports.facts.base import Asked
from opora.reports.texts import ORDERS


@dataclass(frozen=True, slots=True)
class Orders:
    """`own` are those of the territory in force, `annexes` {order: how many}, `of_schools` {school: how many}."""

    own: tuple[OrderFact, ...]
    annexes: dict[int, int]
    of_schools: dict[int, int]
    lacking: tuple[Cell, ...]

    @property
    def enclosed(self) -> tuple[Enclosed, ...]:
        """Papers that go with the letter."""
        return tuple(
            Enclosed(f"Приказ {requisites(each.number, each.date)} «{each.title}»", f"order:{each.id}")
            for each in self.own
        )


def orders(asked: Asked) -> Orders:
    """Seven queries."""
    found = [each for each in facts(cycle_id=asked.cycle.pk, path=asked.path) if each.date <= asked.as_on]
    levels = (OrderLevel.MUNICIPAL, OrderLevel.REGIONAL)
    own = [
        each
        for each in found
        if each.school_id is None and each.is_in_force and each.path == asked.path and each.level in levels
    ]
    annexes = dict(
        Annex.objects.filter(order__in=[each.id for each in own])
        .order_by()
        .values_list("order_id")
        .annotate(many=Count("pk"))
    )
    helped = set(asked.helped_ids)
    of_schools: dict[int, int] = {}
    for each in found:
        if each.school_id in helped and each.school_id is not None:
            of_schools[each.school_id] = of_schools.get(each.school_id, 0) + 1
    awaited = matrix(
        cycle=asked.cycle,
        path=asked.path,
        territories=[asked.territory],
        schools=(),
        today=asked.as_on,
    )
    lacking = tuple(cell for each in awaited.territories for cell in each.cells if cell.is_gap)
    return Orders(tuple(own), annexes, of_schools, lacking)


def section(asked: Asked, found: Orders, numbers: Mapping[str, Sequence[int]]) -> Section:
    """`numbers` are those of the annexes under which each order is enclosed: {«order:15»: [3]}."""
    lines: list[Line] = []
    if found.own:
        lines.append(line("Работу со школами на муниципальном уровне определяют приказы:"))
        lines += [_order(asked, each, found, numbers.get(f"order:{each.id}", ())) for each in found.own]
    if found.of_schools:
        many = sum(found.of_schools.values())
        lines.append(
            line(
                "Свои приказы о работе по программе издали ",
                asked.figure(
                    len(found.of_schools),
                    "школ, издавших приказы",
                    asked.url("orders-expected"),
                    "query:orders.facts",
                    "школ",
                ),
                f" из {counted(len(asked.helped), 'школы', 'школ', 'школ')}, всего приказов — ",
                asked.figure(
                    many,
                    "приказов школ",
                    asked.url("orders", level="school"),
                    "query:orders.facts",
                    "приказов",
                ),
                ".",
            )
        )
    return Section(ORDERS, "Приказы", tuple(lines), missing=tuple(_missing(asked, found)))


def _order(asked: Asked, order: OrderFact, found: Orders, numbers: Sequence[int]) -> Line:
    url = reverse("order", args=[order.id])
    words = f"приказ «{order.title}»"
    pieces: list[Piece] = [
        "Приказ ",
        asked.figure(requisites(order.number, order.date), words, url, f"order:{order.id}"),
        f" «{order.title}»",
    ]
    many = found.annexes.get(order.id, 0)
    own = f"{counted(many, 'приложение', 'приложения', 'приложений')} к нему" if many else ""
    word = plural(len(numbers), "приложение", "приложения", "приложения")
    annexes = f"{word} {', '.join(map(str, numbers))}" if numbers else ""
    said = ", ".join(filter(None, (annexes, own)))
    return item(*pieces, f" ({said})" if said else "")


def _missing(asked: Asked, found: Orders) -> list[Missing]:
    """Orders that must exist, as the definition in force says."""
    level = "territory"
    return [
        asked.lacks(
            f"Приказ «{cell.expected.title}»",
            reverse("order", args=[cell.paper.pk])
            if cell.paper is not None
            else f"{reverse(f'order-draft-{level}', args=[asked.territory.pk, cell.expected.code])}"
            f"?cycle={asked.cycle.code}",
        )
        for cell in found.lacking
    ]
