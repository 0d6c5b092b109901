"""What waits for a person here: orders to be signed, expected ones that are late or soon due."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.cycles.models import Cycle
from opora.identification.queries.helped import awaited_schools
from opora.inbox import Reason, Waiting
from opora.orders.models import Order, OrderFile
from opora.orders.queries.expected import SCHOOL, Line, Row, Status, matrix, rows_of
from opora.orders.rules import OF_SCHOOL, REGIONAL_SIGNERS, SIGNERS
from opora.orders.states import OrderState
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import school_ids
from opora.organisations.states import TerritoryKind
from opora.statements import every

#: from so many on, one line for all of them
MANY = 10
#: an expected order waits for those who prepare it
_PREPARES = {*OF_SCHOOL, Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Six queries at most, one for a head of an authority, none for those who neither sign nor prepare."""
    if actor.is_operator or actor.scope is None:
        return []
    found = _to_sign(actor) if actor.role in SIGNERS else []
    return [*found, *_to_prepare(actor, timezone.localdate())] if actor.role in _PREPARES else found


def _to_sign(actor: Actor) -> list[Waiting]:
    rows = every(_unsigned, actor)
    if len(rows) > MANY:
        url = f"{reverse('orders')}?state={OrderState.DRAFT.value}"
        return [Waiting(Reason.SIGN, f"Приказов на подпись: {len(rows)}", "Открыть", url, rows[0][2])]
    return [
        Waiting(Reason.SIGN, f"Приказ «{title}»", "Подписать", reverse("order-sign", args=[pk]), since)
        for pk, title, since in rows
    ]


def _unsigned(actor: Actor) -> QuerySet[Order, Any]:
    assert actor.scope is not None
    if actor.role is Role.SCHOOL_HEAD:
        own = Q(school_id__in=school_ids(actor), school__closed_on=None)
    elif actor.role in REGIONAL_SIGNERS:
        own = Q(territory__path__in=actor.scope.territory_paths, territory__kind=TerritoryKind.REGION)
    else:
        own = Q(territory__path__in=actor.scope.territory_paths)
    has_file = Exists(OrderFile.objects.filter(order=OuterRef("pk")).order_by())
    found = Order.objects.filter(own, ~Q(wording={}) | Q(has_file), state=OrderState.DRAFT)
    return found.order_by("state_since", "pk").values_list("pk", "title", "state_since")


def _to_prepare(actor: Actor, today: date) -> list[Waiting]:
    """Expected orders of the own schools or the own territory that nobody has begun, late or soon due."""
    cycle = next(iter(every(_years, today)), None)
    if cycle is None or actor.scope is None:
        return []
    if actor.role in OF_SCHOOL:
        schools = every(_own_schools, actor, cycle.pk, today)
        territories: Sequence[Territory] = ()
        path = next((path for *_, path in schools), "") or ""
    else:
        schools = []
        territories = every(_own_territories, actor.scope.territory_paths)
        path = territories[0].path or "" if territories else ""
    if not schools and not territories:
        return []
    found = matrix(cycle=cycle, path=path, territories=territories, schools=schools, today=today)
    return [
        Waiting(
            Reason.DO,
            _title(line, cell.expected.title, is_alone=len(found.lines) == 1),
            "Подготовить приказ",
            f"{reverse(f'order-draft-{line.place[0]}', args=[line.place[1], cell.expected.code])}?cycle={cycle.code}",
            due=cell.due,
        )
        for line in found.lines
        for cell in line.cells
        if cell.status is Status.LATE or (cell.status is Status.MISSING and cell.is_soon(today))
    ]


def _years(today: date) -> QuerySet[Cycle]:
    return Cycle.objects.filter(starts__lte=today, ends__gte=today).order_by("-starts", "-pk")


def _own_schools(actor: Actor, cycle_id: int, today: date) -> QuerySet[Organisation, Row]:
    return rows_of(awaited_schools(actor, cycle_id, on=today))


def _own_territories(paths: tuple[str, ...]) -> QuerySet[Territory]:
    return Territory.objects.filter(path__in=paths).order_by("path")


def _title(line: Line, title: str, *, is_alone: bool) -> str:
    return f"Приказ «{title}»" if is_alone or line.place[0] != SCHOOL else f"{line.name}: приказ «{title}»"
