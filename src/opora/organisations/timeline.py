"""Events of organisations and territories, with what changed in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from opora.access import Actor
from opora.history.actions import record
from opora.organisations.models import Organisation, Territory

ORGANISATION = "organisation"
TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as a person reads it."""

    field: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}: {self.before or 'пусто'} → {self.after or 'пусто'}"


def assign(row: Model, values: Mapping[str, object]) -> list[Change]:
    """Set the fields of `row` and say which of them changed; saves nothing."""
    changes: list[Change] = []
    for name, value in values.items():
        if getattr(row, name) == value:
            continue
        field = row._meta.get_field(name)
        before = _words(row, name)
        setattr(row, name, value)
        after = _words(row, name)
        if before != after:
            changes.append(Change(name, str(getattr(field, "verbose_name", name)), before, after))
    return changes


def _words(row: Model, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def note_of(changes: list[Change]) -> str:
    """The line under an event."""
    return "; ".join(str(change) for change in changes)


def details_of(changes: list[Change]) -> dict[str, Any]:
    """{field: [before, after]}"""
    return {change.field: [change.before, change.after] for change in changes}


def tell(
    organisation: Organisation,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """One event on the organisation's timeline."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=ORGANISATION,
        subject_id=organisation.pk,
        subject_title=organisation.name,
        school_id=organisation.pk,
        territory_path=organisation.territory.path or "",
        note=note,
        details=details,
    )


def tell_of_territory(territory: Territory, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """One event about a territory."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=TERRITORY,
        subject_id=territory.pk,
        subject_title=territory.name,
        territory_path=territory.path or "",
        note=note,
    )
