"""Calling a meeting, changing, moving, cancelling and repeating it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.catalogues.local_time import zone
from opora.cycles.models import Cycle
from opora.groups.models import Group, Member
from opora.groups.queries import members_of
from opora.groups.states import MemberPart
from opora.meetings.actions.agenda import write_agenda
from opora.meetings.actions.locking import locked, tell, written
from opora.meetings.models import Attendance, Meeting, Shift
from opora.meetings.offering import Offer
from opora.meetings.rhythm import days_until
from opora.meetings.rules import CALL, CHANGE, Place
from opora.meetings.states import MeetingKind, MeetingState, RhythmKind
from opora.organisations.models import Organisation, Territory

#: a year of weekly meetings
MOST_AT_ONCE = 53


@dataclass(frozen=True, slots=True)
class Call:
    """What a person says of a meeting. `agenda` are pairs (question, who speaks), `offers` questions that were
    offered and chosen: they come after."""

    kind: MeetingKind
    title: str
    starts_at: datetime
    zone: str = ""
    place: str = ""
    is_online: bool = False
    url: str = ""
    agenda: tuple[tuple[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()


@transaction.atomic
def call_meeting(*, place: Place, cycle: Cycle, call: Call, by: Actor, at: datetime) -> Meeting:
    """A planned meeting with its agenda; the members of the group are asked to come. One event.

    Raises ValidationError without a title, WrongState for a closed school or a dissolved group.
    """
    CALL.check(by, place)
    if isinstance(place.home, Organisation) and not place.home.is_open:
        raise WrongState("Школа закрыта: назначьте совещание в той школе, к которой её присоединили.")
    _check(call)
    made = _new(place, cycle, call, call.starts_at, by=by, at=at)
    made.save()
    write_agenda(made, call.agenda, call.offers)
    Attendance.objects.bulk_create(_asked(made, _members(place.group, made.local_start.date())))
    tell(made, "назначил(а) совещание", by=by, at=at, note=f"{made.local_start:%d.%m.%Y, %H:%M}{_of(call)}")
    return made


def _of(call: Call) -> str:
    """What history tells of the questions that were chosen."""
    return f"; из предложенного: {'; '.join(offer.title for offer in call.offers)}" if call.offers else ""


def _check(call: Call) -> None:
    if not call.title.strip():
        raise ValidationError({"title": "Назовите совещание."})
    if call.is_online and not call.url and not call.place:
        raise ValidationError({"url": "Дайте ссылку или напишите, где её взять."})


def _new(
    place: Place,
    cycle: Cycle,
    call: Call,
    starts_at: datetime,
    *,
    by: Actor,
    at: datetime,
    series: uuid.UUID | None = None,
) -> Meeting:
    home, group = place.home, place.group
    leading = {member.part: member.name for member in reversed(_members(group, timezone.localdate(at)))}
    return Meeting(
        cycle=cycle,
        group=group,
        school=home if isinstance(home, Organisation) else None,
        territory=home if isinstance(home, Territory) else None,
        kind=call.kind,
        title=call.title.strip(),
        starts_at=starts_at,
        zone=call.zone,
        place=call.place.strip(),
        is_online=call.is_online,
        url=call.url,
        series=series,
        state_since=at,
        chair=leading.get(MemberPart.CHAIR, ""),
        secretary=leading.get(MemberPart.SECRETARY, ""),
        called_at=at,
        called_by_id=by.person_id,
        called_by_name=by.name,
    )


def _members(group: Group | None, on: date) -> list[Member]:
    """Who is in the group on the day, the chair first."""
    if group is None:
        return []
    return [
        each
        for each in members_of(group)
        if (each.until is None or each.until >= on) and (each.since is None or each.since <= on)
    ]


def _asked(meeting: Meeting, members: Sequence[Member]) -> list[Attendance]:
    """Each person once, though they have two parts in the group."""
    found: dict[object, Attendance] = {}
    for each in members:
        asked = Attendance(meeting=meeting, person=each.person, name=each.name, post=each.post)
        found.setdefault(each.person_id or each.name, asked)
    return list(found.values())


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, call: Call, seen: int | None = None, by: Actor, at: datetime
) -> Meeting:
    """Other words, place or agenda of a planned meeting; its hour is moved by `move_meeting`. One event."""
    kept = locked(meeting, seen)
    CHANGE.check(by, kept)
    _check(call)
    meeting = kept.meeting
    meeting.kind, meeting.title = call.kind, call.title.strip()
    meeting.place, meeting.is_online, meeting.url = call.place.strip(), call.is_online, call.url
    written(meeting, "kind", "title", "place", "is_online", "url")
    write_agenda(meeting, call.agenda, call.offers)
    tell(meeting, "изменил(а) совещание", by=by, at=at, note=_of(call).removeprefix("; "))
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    reason: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Another hour; the old one and the reason are kept. One event."""
    kept = locked(meeting, seen)
    CHANGE.check(by, kept)
    meeting, old = kept.meeting, kept.meeting.local_start
    wrong = {}
    if not reason.strip():
        wrong["reason"] = "Напишите, почему переносится совещание."
    if starts_at == meeting.starts_at:
        wrong["starts_at"] = "Это прежнее время. Назовите другое."
    if wrong:
        raise ValidationError(wrong)
    Shift.objects.create(
        meeting=meeting,
        old_starts_at=meeting.starts_at,
        new_starts_at=starts_at,
        reason=reason.strip(),
        at=at,
        by_name=by.name,
    )
    meeting.starts_at = starts_at
    written(meeting, "starts_at")
    note = f"{old:%d.%m.%Y, %H:%M} → {meeting.local_start:%d.%m.%Y, %H:%M}: {reason.strip()}"
    tell(meeting, "перенёс(ла) совещание", by=by, at=at, note=note)
    return meeting


@transaction.atomic
def cancel_meeting(
    *, meeting: Meeting, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> Meeting:
    """It will not be; stays with its reason. One event."""
    kept = locked(meeting, seen)
    CHANGE.check(by, kept)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему совещание отменяется."})
    meeting = kept.meeting
    meeting.state, meeting.state_since = MeetingState.CANCELLED, at
    meeting.reason = reason.strip()
    written(meeting, "state", "state_since", "reason")
    tell(meeting, "отменил(а) совещание", by=by, at=at, note=meeting.reason)
    return meeting


@transaction.atomic
def repeat_meeting(
    *, meeting: Meeting, kind: RhythmKind, days: int | None = None, by: Actor, at: datetime
) -> list[Meeting]:
    """Planned meetings like this one at the same hour by the rhythm, to the end of its year. One event.

    Days on which the group (or the place) has a meeting of this series already are left out, so a second press makes
    none twice. Raises ValidationError where there is nothing to make or it is more than a year of weekly ones.
    """
    kept = locked(meeting, None)
    meeting = kept.meeting
    place = Place(meeting.home, meeting.group, kept.leaders)
    CALL.check(by, place)
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState("Отменённое совещание не повторяют. Назначьте новое.")
    if kind is RhythmKind.AS_NEEDED:
        raise ValidationError({"kind": "По необходимости — без ряда. Выберите, как часто."})
    if kind is RhythmKind.EVERY_DAYS and not days:
        raise ValidationError({"days": "Напишите, раз в сколько дней."})
    if meeting.series is None:
        meeting.series = uuid.uuid4()
        written(meeting, "series")
    first = meeting.local_start
    taken = {
        each.local_start.date()
        for each in Meeting.objects.filter(series=meeting.series).exclude(state=MeetingState.CANCELLED)
    }
    wanted = [day for day in days_until(kind, first.date(), meeting.cycle.ends, days) if day not in taken]
    if not wanted:
        raise ValidationError({"kind": "До конца года таких дней не осталось, или ряд уже создан."})
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationError({"kind": f"Это {len(wanted)} совещаний. Выберите реже: не чаще раза в неделю."})
    call = Call(
        MeetingKind(meeting.kind), meeting.title, meeting.starts_at, meeting.zone, meeting.place,
        meeting.is_online, meeting.url,
    )  # fmt: skip
    hour = first.time()
    made = Meeting.objects.bulk_create(
        _new(
            place, meeting.cycle, call, datetime.combine(day, hour, tzinfo=zone(meeting.zone)),
            by=by, at=at, series=meeting.series,
        )
        for day in wanted
    )  # fmt: skip
    asked = list(meeting.attendance.all())
    Attendance.objects.bulk_create(
        Attendance(meeting=each, person_id=one.person_id, name=one.name, post=one.post)
        for each in made
        for one in asked
    )
    note = f"{len(made)}, {kind.label}, до {wanted[-1]:%d.%m.%Y}"
    tell(meeting, "назначил(а) ряд совещаний", by=by, at=at, note=note)
    return made
