"""On which days and hours meetings are."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.diary import Entry
from opora.meetings.models import Meeting
from opora.meetings.queries.visibility import at_home, takes_part
from opora.meetings.states import MeetingState


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Meetings one is asked to or called, and those of the place one answers for. One query.

    A day is that of the meeting's own zone, so a day more on both sides is read.
    """
    if actor.person_id is None or actor.capacity is None:
        return []
    mine = takes_part(actor) | Q(called_by_id=actor.person_id) | at_home(actor)
    begin = timezone.make_aware(datetime.combine(first - timedelta(days=1), time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=2), time()))
    found = Meeting.objects.filter(mine, starts_at__gte=begin, starts_at__lt=end)
    entries = [
        Entry(
            key=f"meeting-{each.pk}",
            kind="совещание",
            title=each.title,
            url=reverse("meeting", args=[each.pk]),
            first=each.local_start.date(),
            last=each.local_start.date(),
            starts_at=each.starts_at,
            place=each.place or ("онлайн" if each.is_online else ""),
            is_cancelled=each.state == MeetingState.CANCELLED,
        )
        for each in found.order_by("starts_at", "id")
    ]
    return [each for each in entries if first <= each.first <= last]
