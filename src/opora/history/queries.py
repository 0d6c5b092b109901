"""Reading the timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from opora.history.models import Event
from opora.statements import every


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    by: str
    capacity: str
    verb: str
    title: str
    note: str


def _entries(events: Iterable[Event]) -> list[Entry]:
    return [
        Entry(at=e.at, by=e.by_name, capacity=e.by_capacity, verb=e.verb, title=e.subject_title, note=e.note)
        for e in events
    ]


def of_subject(kind: str, subject_id: int, *, limit: int = 50) -> list[Entry]:
    """Newest first. The caller has decided that the object is visible."""
    return _entries(every(_of_subject, kind, subject_id, limit))


def _of_subject(kind: str, subject_id: int, limit: int) -> QuerySet[Event]:
    return Event.objects.filter(subject_kind=kind, subject_id=subject_id)[:limit]


def of_school(school_id: int, *, limit: int = 50) -> list[Entry]:
    return _entries(every(_of_school, school_id, limit))


def _of_school(school_id: int, limit: int) -> QuerySet[Event]:
    return Event.objects.filter(school_id=school_id)[:limit]


def written_by(person_id: int, *, limit: int = 200) -> list[Entry]:
    """What a person wrote, in every capacity they ever had: it stays readable to them."""
    return _entries(Event.objects.filter(by_id=person_id)[:limit])
