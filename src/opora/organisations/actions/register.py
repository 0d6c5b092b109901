"""Writes that change which organisations there are and what they are called."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, Conflict, WrongState
from opora.organisations.models import FormerName, Organisation, Territory
from opora.organisations.rules import CLOSE, CREATE, MERGE, RENAME, TRANSFER
from opora.organisations.states import OrganisationKind
from opora.organisations.timeline import tell


@contextmanager
def _first_come() -> Iterator[None]:
    # validation looked before; a second person may have written in between
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise Conflict(
            "Пока вы заполняли форму, кто-то записал организацию с таким же кодом, названием или ИНН. "
            "Обновите список и проверьте."
        ) from clash


def _locked(organisation: Organisation) -> Organisation:
    return (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("territory")
        .get(pk=organisation.pk)
    )


@transaction.atomic
def create_organisation(
    *,
    kind: OrganisationKind,
    territory: Territory,
    key: str,
    name: str,
    values: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> Organisation:
    """A new organisation; `values` are further fields of the card. Raises ValidationError by field."""
    CREATE.check(by, territory)
    made = Organisation(kind=kind, territory=territory, key=key, name=name, **(values or {}))
    made.full_clean()
    with _first_come():
        made.save()
    tell(made, "добавил(а) организацию", by=by, at=at)
    return made


@transaction.atomic
def rename_organisation(
    organisation: Organisation,
    *,
    name: str,
    official_name: str = "",
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Give another name; the old one stays findable as a former name, valid until the day before today."""
    organisation = _locked(organisation)
    RENAME.check(by, organisation)
    before = organisation.name
    if name == before:
        raise ValidationError({"name": "Название то же самое. Впишите новое или вернитесь к карточке."})
    organisation.name = name
    organisation.official_name = official_name
    organisation.full_clean()
    with _first_come():
        organisation.save(update_fields=["name", "official_name"])
    FormerName.objects.update_or_create(
        organisation=organisation, name=before, defaults={"until": until or _day(at)}
    )
    FormerName.objects.filter(organisation=organisation, name=name).delete()
    tell(organisation, "переименовал(а)", by=by, at=at, note=f"{before} → {name}")


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


@transaction.atomic
def transfer_organisation(
    organisation: Organisation, *, territory: Territory, by: Actor, at: datetime
) -> None:
    """Move to another territory, which must be in the same person's scope."""
    organisation = _locked(organisation)
    TRANSFER.check(by, organisation)
    CREATE.check(by, territory)
    before = organisation.territory
    if before.pk == territory.pk:
        return
    organisation.territory = territory
    organisation.full_clean()
    with _first_come():
        organisation.save(update_fields=["territory"])
    tell(
        organisation, "перевёл(а) в другую территорию", by=by, at=at, note=f"{before.name} → {territory.name}"
    )


@transaction.atomic
def close_organisation(organisation: Organisation, *, closed_on: date, by: Actor, at: datetime) -> None:
    """Close: the record and all its facts stay."""
    organisation = _locked(organisation)
    CLOSE.check(by, organisation)
    organisation.closed_on = closed_on
    organisation.save(update_fields=["closed_on"])
    tell(organisation, "закрыл(а) организацию", by=by, at=at, note=f"с {closed_on:%d.%m.%Y}")


@transaction.atomic
def merge_organisation(
    organisation: Organisation, *, into: Organisation, merged_on: date, by: Actor, at: datetime
) -> None:
    """Join `organisation` to `into`. Facts stay on the absorbed record; reads follow `merged_into`.

    What was absorbed earlier is handed on, so that `merged_into` always names a living organisation.
    """
    # locked in order of id: two crossing merges wait instead of blocking each other
    rows = {
        row.pk: row
        for row in Organisation.objects.select_for_update(of=("self",))
        .select_related("territory")
        .filter(pk__in=[organisation.pk, into.pk])
        .order_by("pk")
    }
    absorbed, living = rows[organisation.pk], rows[into.pk]
    MERGE.check(by, absorbed)
    MERGE.check(by, living)
    if absorbed.pk == living.pk:
        raise WrongState("Организацию нельзя присоединить к самой себе. Выберите другую.")
    if absorbed.kind != living.kind:
        raise WrongState("Присоединить можно только к организации того же вида. Выберите другую.")
    absorbed.closed_on, absorbed.merged_into = merged_on, living
    absorbed.save(update_fields=["closed_on", "merged_into"])
    Organisation.objects.filter(merged_into=absorbed).update(merged_into=living)
    tell(
        absorbed,
        "присоединил(а) к другой организации",
        by=by,
        at=at,
        note=f"{absorbed.name} → {living.name}, с {merged_on:%d.%m.%Y}",
        details={"into": living.pk},
    )
