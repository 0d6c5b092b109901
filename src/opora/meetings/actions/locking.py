"""The row held while it is written, and the line of its history."""

from datetime import datetime

from opora.access import Actor, Conflict
from opora.history.actions import record
from opora.meetings.models import Meeting
from opora.meetings.queries.one import kept
from opora.meetings.queries.visibility import loaded
from opora.meetings.rules import Kept


def locked(meeting: Meeting, seen: int | None) -> Kept:
    """The meeting as it is now, held; `seen` is the revision that the person looked at."""
    found = loaded().select_for_update(of=("self",)).get(pk=meeting.pk)
    if seen is not None and found.revision != seen:
        raise Conflict("Пока вы писали, совещание изменили. Обновите страницу и посмотрите, что нового.")
    return kept(found)


def written(meeting: Meeting, *fields: str) -> None:
    """Save these fields; whoever looked at the meeting before looks at an old one now."""
    meeting.revision += 1
    meeting.save(update_fields=["revision", *fields])


def tell(meeting: Meeting, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="meeting",
        subject_id=meeting.pk,
        subject_title=meeting.title,
        school_id=meeting.school_id,
        territory_path=meeting.home_path,
        note=note,
    )
