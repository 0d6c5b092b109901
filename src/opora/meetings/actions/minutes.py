"""Minutes: what was heard and decided, the signature, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, WrongState
from opora.assignments.actions import Origin, give
from opora.assignments.models import Assignment
from opora.meetings.actions.locking import locked, tell, written
from opora.meetings.models import AgendaItem, Attendance, Meeting
from opora.meetings.rules import ASSIGN, REOPEN, WRITE
from opora.meetings.states import Came, MeetingState
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the minutes tell it; `pk` None is a question that was not on the agenda."""

    pk: int | None
    title: str
    speaker: str = ""
    heard: str = ""
    decided: str = ""


@transaction.atomic
def write_minutes(
    *,
    meeting: Meeting,
    items: Sequence[Item],
    number: str = "",
    chair: str = "",
    secretary: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """The minutes as far as they are written; may be done in several goes. One event.

    A question without a title is taken out where nothing was said on it. Raises ValidationError where words have no
    question.
    """
    kept = locked(meeting, seen)
    WRITE.check(by, kept)
    meeting = kept.meeting
    rows = {row.pk: row for row in meeting.items.all()}
    last = max((row.position for row in rows.values()), default=0)
    for item in items:
        row = rows.get(item.pk) if item.pk is not None else None
        if row is None:
            if not any(part.strip() for part in (item.title, item.speaker, item.heard, item.decided)):
                continue
            last += 1
            row = AgendaItem(meeting=meeting, position=last)
        if not item.title.strip():
            raise ValidationError("У вопроса нет названия. Впишите его.")
        row.title, row.speaker = item.title.strip()[:500], item.speaker.strip()[:200]
        row.heard, row.decided = item.heard.strip(), item.decided.strip()
        row.save()
    meeting.number, meeting.chair = number.strip()[:40], chair.strip()[:200]
    meeting.secretary = secretary.strip()[:200]
    written(meeting, "number", "chair", "secretary")
    tell(meeting, "записал(а) протокол", by=by, at=at)
    return meeting


@transaction.atomic
def sign_minutes(*, meeting: Meeting, seen: int | None = None, by: Actor, at: datetime) -> Meeting:
    """The minutes stand: nothing in them changes without reopening. One event. Raises WrongState with what is missing."""
    kept = locked(meeting, seen)
    WRITE.check(by, kept)
    meeting = kept.meeting
    missing = missing_of(meeting, list(meeting.items.all()), list(meeting.attendance.all()))
    if missing:
        raise WrongState(f"Протокол ещё не готов: {'; '.join(missing)}.")
    same = Meeting.objects.filter(cycle=meeting.cycle_id, group=meeting.group_id, number=meeting.number)
    same = same.filter(state=MeetingState.MINUTED, school=meeting.school_id, territory=meeting.territory_id)
    if same.filter(kind=meeting.kind).exists():
        raise WrongState(f"Протокол № {meeting.number} в этом году уже есть. Дайте другой номер.")
    meeting.state, meeting.state_since = MeetingState.MINUTED, at
    meeting.signed_at, meeting.signed_by_name = at, by.name
    written(meeting, "state", "state_since", "signed_at", "signed_by_name")
    tell(meeting, "подписал(а) протокол", by=by, at=at, note=f"№ {meeting.number}")
    return meeting


def missing_of(meeting: Meeting, items: Sequence[AgendaItem], people: Sequence[Attendance]) -> list[str]:
    """What the minutes lack, in words; empty where they may be signed."""
    missing = []
    if not items:
        missing.append("впишите хотя бы один вопрос")
    missing += [f"вопрос {each.position}: впишите, что решили" for each in items if not each.decided]
    if not any(each.came in (Came.PRESENT, Came.ONLINE) for each in people):
        missing.append("отметьте, кто был")
    missing += [
        words
        for value, words in (
            (meeting.number, "дайте номер"),
            (meeting.chair, "назовите председателя"),
            (meeting.secretary, "назовите секретаря"),
        )
        if not value
    ]
    return missing


@transaction.atomic
def reopen_minutes(
    *, meeting: Meeting, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> Meeting:
    """Signed minutes are corrected: the signature falls away, the reason stays in the history. One event."""
    kept = locked(meeting, seen)
    REOPEN.check(by, kept)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, что надо исправить."})
    meeting = kept.meeting
    meeting.state, meeting.state_since = MeetingState.HELD, at
    meeting.signed_at, meeting.signed_by_name = None, ""
    written(meeting, "state", "state_since", "signed_at", "signed_by_name")
    tell(meeting, "вернул(а) протокол на правку", by=by, at=at, note=reason.strip())
    return meeting


@transaction.atomic
def assign(
    *,
    meeting: Meeting,
    what: str,
    home: Organisation | Territory,
    item: AgendaItem | None = None,
    executor: str = "",
    person: Person | None = None,
    due: date | None = None,
    when: str = "",
    by: Actor,
    at: datetime,
) -> Assignment:
    """A decision becomes an assignment whose origin is the meeting; its event is the assignment's."""
    kept = locked(meeting, None)
    ASSIGN.check(by, kept)
    title = f"{meeting.title}, {kept.meeting.local_start:%d.%m.%Y}"
    if item is not None:
        title += f", вопрос {item.position}"
    return give(
        what=what,
        home=home,
        cycle=kept.meeting.cycle,
        executor=executor,
        person=person,
        due=due,
        when=when,
        origin=Origin("meeting", meeting.pk, title),
        by=by,
        at=at,
    )
