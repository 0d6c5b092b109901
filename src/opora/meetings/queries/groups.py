"""Meetings of one group: who leads it, how often it meets, when it is to meet next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q
from django.utils import timezone

from opora.groups.models import Group, Member
from opora.meetings.models import Meeting, MeetingRhythm
from opora.meetings.rhythm import expected
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
    """How a group meets: `expected` is the day by which it is to meet, None as needed or without a rhythm."""

    rhythm: MeetingRhythm | None
    held: int
    last_held: date | None
    next_planned: date | None
    expected: date | None


def group_meetings(group: Group) -> GroupMeetings:
    """Two queries."""
    rhythm = MeetingRhythm.objects.filter(group=group).first()
    took = Q(state__in=TOOK_PLACE)
    found = Meeting.objects.filter(group=group).aggregate(
        last=Max("starts_at", filter=took), coming=Min("starts_at", filter=Q(state=MeetingState.PLANNED))
    )
    held = Meeting.objects.filter(group=group, state__in=TOOK_PLACE).count()
    last = timezone.localdate(found["last"]) if found["last"] else None
    coming = timezone.localdate(found["coming"]) if found["coming"] else None
    day = (
        expected(RhythmKind(rhythm.kind), rhythm.days, since=rhythm.since, last_held=last) if rhythm else None
    )
    return GroupMeetings(rhythm, held, last, coming, day)
