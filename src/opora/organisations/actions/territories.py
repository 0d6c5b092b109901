"""Writes about the tree of territories."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from opora.access import Actor, WrongState
from opora.organisations.models import Territory
from opora.organisations.rules import ADD_TERRITORY, MANAGE_TERRITORIES
from opora.organisations.states import TerritoryKind
from opora.organisations.timeline import tell_of_territory

ROOT_CODE = "RU"
PART_OF = {
    TerritoryKind.FEDERATION: TerritoryKind.REGION,
    TerritoryKind.REGION: TerritoryKind.MUNICIPALITY,
}


@transaction.atomic
def ensure_federation(*, by: Actor, at: datetime) -> Territory:
    """The root «Российская Федерация», made on the first call; told once."""
    root, made = Territory.objects.get_or_create(
        code=ROOT_CODE, defaults={"kind": TerritoryKind.FEDERATION, "name": TerritoryKind.FEDERATION.label}
    )
    if made:
        _settle(root, None)
        tell_of_territory(root, "завёл(а) корень территорий", by=by, at=at)
    return root


@transaction.atomic
def create_territory(*, parent: Territory, name: str, code: str, by: Actor, at: datetime) -> Territory:
    """A region of the federation or a municipality of a region. Raises ValidationError by field."""
    ADD_TERRITORY.check(by, parent)
    territory = Territory(kind=PART_OF[TerritoryKind(parent.kind)], name=name, code=code, parent=parent)
    territory.full_clean(exclude=["path"])
    territory.save()
    _settle(territory, parent)
    tell_of_territory(territory, "добавил(а) территорию", by=by, at=at)
    return territory


def _settle(territory: Territory, parent: Territory | None) -> None:
    territory.path = f"{parent.path if parent else ''}{territory.pk}/"
    territory.save(update_fields=["path"])


@transaction.atomic
def rename_territory(territory: Territory, *, name: str, by: Actor, at: datetime) -> None:
    """Another name; the code and the place in the tree stay."""
    MANAGE_TERRITORIES.check(by, territory)
    before = territory.name
    if name == before:
        return
    territory.name = name
    territory.full_clean(exclude=["path", "parent"])
    territory.save(update_fields=["name"])
    tell_of_territory(territory, "переименовал(а) территорию", by=by, at=at, note=f"{before} → {name}")


@transaction.atomic
def move_territory(territory: Territory, *, parent: Territory, by: Actor, at: datetime) -> None:
    """Hang the territory with all below it under another parent of the right kind."""
    MANAGE_TERRITORIES.check(by, territory)
    ADD_TERRITORY.check(by, parent)
    if PART_OF.get(TerritoryKind(parent.kind)) != territory.kind:
        raise WrongState("Сюда такую территорию не перенести: муниципалитет живёт в регионе.")
    # every move waits for the root: two at once could tear a subtree apart
    Territory.objects.select_for_update().filter(parent=None).first()
    territory.refresh_from_db()
    if territory.parent_id == parent.pk:
        return
    before, after = territory.path or "", f"{parent.path}{territory.pk}/"
    territory.parent = parent
    territory.full_clean(exclude=["path"])
    territory.save(update_fields=["parent"])
    Territory.objects.filter(path__startswith=before).update(
        path=Concat(Value(after), Substr("path", len(before) + 1))
    )
    territory.refresh_from_db()
    tell_of_territory(territory, "перенёс(ла) территорию", by=by, at=at, note=f"в «{parent.name}»")
