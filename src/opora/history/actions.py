"""Writing the timeline."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict, Unpack

from opora.access import Actor
from opora.history.models import Event

_AT_ONCE = 1000


class About(TypedDict, total=False):
    """What an event is about, and what is said of it; `details` must be JSON."""

    subject_id: int | None
    subject_title: str
    school_id: int | None
    territory_path: str
    note: str
    details: dict[str, Any] | None


def record(*, by: Actor, at: datetime, verb: str, subject_kind: str, **about: Unpack[About]) -> Event:
    """Write one event inside the caller's transaction.

    `verb` is a short Russian phrase in the past tense («утвердил(а) список»).
    """
    event = event_of(by=by, at=at, verb=verb, subject_kind=subject_kind, **about)
    event.save(force_insert=True)
    return event


def record_all(events: Iterable[Event]) -> None:
    """Write the events of many acts alike at once, in their order."""
    Event.objects.bulk_create(events, batch_size=_AT_ONCE)


def event_of(*, by: Actor, at: datetime, verb: str, subject_kind: str, **about: Unpack[About]) -> Event:
    """The event that `record` writes, not written yet."""
    about["details"] = about.get("details") or {}
    return Event(
        at=at,
        by_id=by.person_id,
        by_name=by.name,
        by_capacity=by.capacity.title if by.capacity else "",
        verb=verb,
        subject_kind=subject_kind,
        **about,
    )
