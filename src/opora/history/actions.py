"""Writing the timeline."""

from datetime import datetime
from typing import Any

from opora.access import Actor
from opora.history.models import Event


def record(
    *,
    by: Actor,
    at: datetime,
    verb: str,
    subject_kind: str,
    subject_id: int | None = None,
    subject_title: str = "",
    school_id: int | None = None,
    territory_path: str = "",
    note: str = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """Write one event inside the caller's transaction.

    `verb` is a short Russian phrase in the past tense («утвердил(а) список»); `details` must be JSON.
    """
    return Event.objects.create(
        at=at,
        by_id=by.person_id,
        by_name=by.name,
        by_capacity=by.capacity.title if by.capacity else "",
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_title=subject_title,
        school_id=school_id,
        territory_path=territory_path,
        note=note,
        details=details or {},
    )
