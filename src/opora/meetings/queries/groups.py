"""Meetings of one group: who leads it, how often it meets, when it is to meet next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q
from django.utils import timezone

from opora.catalogues.local_time import local
from opora.groups.models import Group, Member
from opora.meetings.models import Meeting, MeetingRhythm
from opora.meetings.rhythm import Cadence, cadence, expected
from opora.meetings.rules import LEADING, Place
from opora.meetings.states import TOOK_PLACE, MeetingState, RhythmKind


def leaders_of(group_id: int | None) -> frozenset[int]:
    """People who lead the group today. One query, none without a group."""
    if group_id is None:
        return frozenset()
    active = Q(until=None) | Q(until__gte=timezone.localdate())
    found = Member.objects.filter(active, group_id=group_id, part__in=LEADING, person__isnull=False)
    return frozenset(found.order_by().values_list("person_id", flat=True))


def place_of_group(group: Group) -> Place:
    """Where a meeting of the group would be. One query."""
    return Place(group.home, group, leaders_of(group.pk))


@dataclass(frozen=True, slots=True)
class GroupMeetings:
    """How a group meets: `expected` is the day by which it is to meet, `cadence` how its rhythm was kept; both None
    as needed or without a rhythm."""

    rhythm: MeetingRhythm | None
    held: int
    last_held: date | None
    next_planned: date | None
    expected: date | None
    cadence: Cadence | None = None


def group_meetings(group: Group) -> GroupMeetings:
    """Three queries."""
    rhythm = MeetingRhythm.objects.filter(group=group).first()
    meetings = Meeting.objects.filter(group=group).order_by()
    first = meetings.filter(state=MeetingState.PLANNED).aggregate(coming=Min("starts_at"))["coming"]
    held = [
        local(moment, zone).date()
        for moment, zone in meetings.filter(state__in=TOOK_PLACE).values_list("starts_at", "zone")
    ]
    last, coming = max(held, default=None), timezone.localdate(first) if first else None
    if rhythm is None:
        return GroupMeetings(None, len(held), last, coming, None)
    kind, days, since = RhythmKind(rhythm.kind), rhythm.days, rhythm.since
    return GroupMeetings(
        rhythm, len(held), last, coming,
        expected(kind, days, since=since, last_held=last),
        cadence(kind, days, since=since, held=held, today=timezone.localdate()),
    )  # fmt: skip
