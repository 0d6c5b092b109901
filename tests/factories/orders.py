"""Orders for tests, and what they leave in one place."""

from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from conftest import NOW
from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.files.actions import store
from opora.orders.drafting import Composition, Wording
from opora.orders.models import Annex, Order, OrderFile, Relation
from opora.orders.numbers import key
from opora.orders.states import OrderLevel, OrderState, RelationKind
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import TerritoryKind

PDF = b"%PDF-1.7\n"

_numbers = count(100)
_LEVELS = {
    TerritoryKind.REGION: OrderLevel.REGIONAL,
    TerritoryKind.MUNICIPALITY: OrderLevel.MUNICIPAL,
    TerritoryKind.FEDERATION: OrderLevel.FEDERAL,
}


def wording() -> Wording:
    return Wording(
        preamble="В целях помощи школам",
        points=(
            "Назначить Петрову Анну Ивановну, заместителя директора, школьным координатором.",
            "Контроль.",
        ),
        signer_post="Директор",
        signer_name="Белова Ирина Сергеевна",
        readers=("Петрова Анна Ивановна, заместитель директора",),
        annexes=(Composition("Состав: группа", (("Петрова А. И.", "учитель", "участник"),)),),
    )


def order(
    home: Organisation | Territory,
    cycle: Cycle | None = None,
    *,
    state: OrderState = OrderState.ISSUED,
    now: datetime = NOW,
    **values: Any,
) -> Order:
    """An issued order with a number of its own; a draft has neither number nor date."""
    is_school = isinstance(home, Organisation)
    is_draft = state is OrderState.DRAFT
    number = values.pop("number", "" if is_draft else str(next(_numbers)))
    defaults: dict[str, Any] = {
        "title": "О назначении школьных координаторов",
        "level": OrderLevel.SCHOOL if isinstance(home, Organisation) else _LEVELS[TerritoryKind(home.kind)],
        "date": None if is_draft else date(2026, 9, 1),
        "lapsed_on": date(2026, 9, 10) if state is OrderState.LAPSED else None,
        "state_since": timezone.localdate(now),
        "made_at": now,
        "made_by_name": "Школьная",
        "changed_at": now,
        "changed_by_name": "Школьная",
    }
    return Order.objects.create(
        school=home if is_school else None,
        territory=None if is_school else home,
        cycle=cycle,
        state=state,
        number=number,
        number_key=key(number),
        **(defaults | values),
    )


def draft(home: Organisation | Territory, cycle: Cycle | None = None, **values: Any) -> Order:
    """A draft with a text of its own."""
    return order(home, cycle, state=OrderState.DRAFT, **({"wording": wording().as_json()} | values))


def file_of(of: Order, *, now: datetime = NOW) -> OrderFile:
    stored = store(
        data=PDF, name="скан.pdf", content_type="application/pdf", purpose="order", by=operator(), at=now
    )
    return OrderFile.objects.create(order=of, file=stored, added_at=now, added_by_name="Школьная")


def orders_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address, or the beginning of addresses: keyword arguments}; definitions are published already."""
    waits = draft(school, cycle, now=now, kind="working-group", title="О создании рабочих групп")
    scanned = file_of(waits, now=now)
    annex = Annex.objects.create(order=waits, number="1", title="Состав", file=scanned.file)
    earlier = order(school, cycle, now=now)
    relation = Relation.objects.create(later=waits, earlier=earlier, kind=RelationKind.AMENDS)
    lapsed = order(school, cycle, now=now, state=OrderState.LAPSED)
    one = {"pk": waits.pk}
    return {
        "order": one,
        "order-print": one | {"kind": "docx"},
        "order-file": one | {"file_pk": scanned.pk},
        "order-file-add": one,
        "order-annex": one | {"annex_pk": annex.pk},
        "order-annex-add": one,
        "order-relate": one,
        "order-unrelate": one | {"relation_pk": relation.pk},
        "order-lapse": {"pk": earlier.pk},
        "order-restore": {"pk": lapsed.pk},
        "order-draft-school": {"pk": school.pk, "code": "school-coordinator"},
        "order-draft-territory": {"pk": territory.pk, "code": "curators"},
        "order-new-school": {"pk": school.pk},
        "order-new-territory": {"pk": territory.pk},
    }
