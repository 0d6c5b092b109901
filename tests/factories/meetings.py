"""Groups that meet and meetings, called by the way a page calls them."""

from datetime import datetime, timedelta
from typing import Any

from factories.assignments import person_of
from opora.access import Actor
from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.groups.models import Group, Member
from opora.groups.states import GroupKind, MemberPart
from opora.meetings.actions import Call, Item, Mark, call_meeting, hold_meeting, sign_minutes, write_minutes
from opora.meetings.models import Meeting
from opora.meetings.queries import place_of_group
from opora.meetings.rules import Place
from opora.meetings.states import Came, MeetingKind
from opora.organisations.models import Organisation, Territory


def group(
    home: Organisation | Territory, name: str = "Координационная группа", **parts: Actor | str
) -> Group:
    """A group; `parts` are people or names by their part: chair, secretary, member."""
    made = Group.objects.create(
        kind=GroupKind.COORDINATION,
        name=name,
        organisation=home if isinstance(home, Organisation) else None,
        territory=home if isinstance(home, Territory) else None,
    )
    for part, who in parts.items():
        person = person_of(who) if isinstance(who, Actor) else None
        Member.objects.create(
            group=made, part=MemberPart(part), person=person, name=person.full_name if person else str(who)
        )
    return made


def meeting(
    of: Group | Organisation | Territory,
    cycle: Cycle,
    *,
    starts_at: datetime,
    by: Actor | None = None,
    at: datetime,
    agenda: tuple[tuple[str, str], ...] = (("Итоги визитов", "Петрова А. И., методист"),),
    **more: Any,
) -> Meeting:
    """A planned one with one question."""
    place = place_of_group(of) if isinstance(of, Group) else Place(of)
    call = Call(kind=MeetingKind.COORDINATION, title="Заседание", starts_at=starts_at, agenda=agenda, **more)
    return call_meeting(place=place, cycle=cycle, call=call, by=by or operator(), at=at)


def held(of: Meeting, *, at: datetime, by: Actor | None = None) -> Meeting:
    """Everybody on the list came; somebody is put there where nobody was."""
    if not of.attendance.exists():
        of.attendance.create(name="Крылова Анна Петровна", post="директор")
    marks = {row.pk: Mark(Came.PRESENT) for row in of.attendance.all()}
    return hold_meeting(meeting=of, marks=marks, by=by or operator(), at=at)


def minuted(of: Meeting, *, at: datetime, number: str = "1", by: Actor | None = None) -> Meeting:
    """With what was heard and decided, signed."""
    who = by or operator()
    items = [
        Item(each.pk, each.title, each.speaker, "Съездили во все школы.", "Продолжить визиты.")
        for each in of.items.all()
    ]
    write_minutes(
        meeting=of, items=items, number=number, chair="Белова И. С.", secretary="Соснова Е. А.", by=who, at=at
    )
    return sign_minutes(meeting=of, by=who, at=at)


def met_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address name prefix: kwargs}: planned, held and signed meetings of the school."""
    planned = meeting(school, cycle, starts_at=now - timedelta(hours=1), at=now)
    row = planned.attendance.create(name="Крылова Анна Петровна")
    took = held(meeting(school, cycle, starts_at=now - timedelta(days=1), at=now), at=now)
    signed = minuted(held(meeting(school, cycle, starts_at=now - timedelta(days=2), at=now), at=now), at=now)
    return {
        "meeting-uninvite": {"pk": planned.pk, "attendance_pk": row.pk},
        "meeting-minutes": {"pk": took.pk},
        "meeting-sign": {"pk": took.pk},
        "meeting-task": {"pk": took.pk},
        "meeting-reopen": {"pk": signed.pk},
        "meeting-docx": {"pk": signed.pk},
        "meeting-pdf": {"pk": signed.pk},
        "meeting": {"pk": planned.pk},
    }
