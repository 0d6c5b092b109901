"""Who is asked to come, who came, and that the meeting was held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.meetings.actions.locking import locked, tell, written
from opora.meetings.models import Attendance, Meeting
from opora.meetings.rules import CHANGE, INVITE
from opora.meetings.states import Came, MeetingState
from opora.people.models import Person

HERE = (Came.PRESENT, Came.ONLINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether somebody came; `reason` only of who did not."""

    came: Came
    reason: str = ""


@transaction.atomic
def invite(
    *, meeting: Meeting, name: str, post: str = "", person: Person | None = None, by: Actor, at: datetime
) -> Attendance:
    """One more person is asked to come, or came unasked. One event. The same person twice is refused in words."""
    kept = locked(meeting, None)
    INVITE.check(by, kept)
    named = name.strip() or (person.full_name if person else "")
    if not named:
        raise ValidationError({"name": "Выберите человека или впишите фамилию, имя и отчество."})
    same = Attendance.objects.filter(meeting=kept.meeting)
    same = same.filter(person=person) if person else same.filter(person=None, name=named)
    if same.exists():
        raise ValidationError({"name": f"{named} уже в списке."})
    made = Attendance.objects.create(
        meeting=kept.meeting,
        person=person,
        name=named[:200],
        post=(post.strip() or (person.post if person else ""))[:200],
    )
    written(kept.meeting)
    tell(kept.meeting, "вписал(а) участника", by=by, at=at, note=named)
    return made


@transaction.atomic
def remove_invited(*, meeting: Meeting, attendance: Attendance, by: Actor, at: datetime) -> None:
    """Take somebody off the list. One event."""
    kept = locked(meeting, None)
    INVITE.check(by, kept)
    written(kept.meeting)
    tell(kept.meeting, "убрал(а) из списка участников", by=by, at=at, note=attendance.name)
    attendance.delete()


@transaction.atomic
def mark_attendance(
    *, meeting: Meeting, marks: Mapping[int, Mark], seen: int | None = None, by: Actor, at: datetime
) -> Meeting:
    """Who came of those on the list, by id of the row; others stay as they are. One event."""
    kept = locked(meeting, seen)
    INVITE.check(by, kept)
    here = _write_marks(kept.meeting, marks)
    written(kept.meeting)
    tell(kept.meeting, "отметил(а), кто был", by=by, at=at, note=f"были {here}")
    return kept.meeting


@transaction.atomic
def hold_meeting(
    *,
    meeting: Meeting,
    marks: Mapping[int, Mark],
    starts_at: datetime | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """It took place (at `starts_at` where another hour is told), and who came. One event.

    Raises WrongState where its day is still to come, ValidationError where nobody came.
    """
    kept = locked(meeting, seen)
    CHANGE.check(by, kept)
    meeting = kept.meeting
    meeting.starts_at = starts_at or meeting.starts_at
    if timezone.localdate(meeting.starts_at) > timezone.localdate(at):
        raise WrongState("День совещания ещё не наступил. Отметьте после него или перенесите совещание.")
    here = _write_marks(meeting, marks)
    if not here:
        raise ValidationError("Отметьте, кто был: хотя бы один человек.")
    meeting.state, meeting.state_since = MeetingState.HELD, at
    written(meeting, "starts_at", "state", "state_since")
    tell(meeting, "отметил(а), что совещание прошло", by=by, at=at, note=f"были {here}")
    return meeting


def _write_marks(meeting: Meeting, marks: Mapping[int, Mark]) -> int:
    """Answers how many were there."""
    rows = list(meeting.attendance.all())
    for row in rows:
        mark = marks.get(row.pk)
        if mark is not None:
            row.came = mark.came
            row.reason = mark.reason.strip()[:300] if mark.came is Came.ABSENT else ""
    Attendance.objects.bulk_update(rows, ["came", "reason"])
    return sum(row.came in HERE for row in rows)
