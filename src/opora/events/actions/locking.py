"""Holding an event while it is written, and telling what was done."""

from datetime import datetime
from typing import Any

from opora.access import Actor, Conflict
from opora.events.models import Event, Session
from opora.history.actions import record


def locked(pk: int) -> Event:
    """The event, held until the end of the transaction, with its home and leaders."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=pk)
    return (
        Event.objects.select_related("school__territory", "territory", "cycle")
        .prefetch_related("leaders")
        .get(pk=event.pk)
    )


def locked_day(pk: int) -> Session:
    """The day, held together with its event: days of one event are settled one after another."""
    event = locked(Session.objects.values_list("event_id", flat=True).get(pk=pk))
    session = Session.objects.select_for_update(of=("self",)).get(pk=pk)
    session.event = event
    return session


def as_seen(now: int, seen: int | None) -> None:
    """Raises Conflict where somebody else has written since the page was opened."""
    if seen is not None and now != seen:
        raise Conflict("Пока вы писали, это уже изменил другой человек. Обновите страницу и посмотрите.")


def tell(
    event: Event, verb: str, *, by: Actor, at: datetime, note: str = "", details: dict[str, Any] | None = None
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="event",
        subject_id=event.pk,
        subject_title=event.title,
        school_id=event.school_id,
        territory_path=event.territory_path,
        note=note,
        details=details,
    )
