"""On which days and hours meetings are."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.diary import Entry
from opora.meetings.models import Meeting
from opora.meetings.queries.visibility import at_home, takes_part
from opora.meetings.states import MeetingState
from opora.statements import every


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Meetings one is asked to or called, and those of the place one answers for. One query.

    It stands on the reader's day, whose hour the calendar tells; a day more on both sides is read.
    """
    if actor.person_id is None or actor.capacity is None:
        return []
    entries = [
        Entry(
            key=f"meeting-{each.pk}",
            kind="совещание",
            title=each.title,
            url=reverse("meeting", args=[each.pk]),
            first=timezone.localdate(each.starts_at),
            last=timezone.localdate(each.starts_at),
            starts_at=each.starts_at,
            place=each.place or ("онлайн" if each.is_online else ""),
            is_cancelled=each.state == MeetingState.CANCELLED,
        )
        for each in every(_between, actor, first, last, timezone.localdate())
    ]
    return [each for each in entries if first <= each.first <= last]


def _between(actor: Actor, first: date, last: date, today: date) -> QuerySet[Meeting]:
    mine = takes_part(actor, on=today) | Q(called_by_id=actor.person_id) | at_home(actor)
    begin = datetime.combine(first - timedelta(days=1), time(), UTC)
    end = datetime.combine(last + timedelta(days=2), time(), UTC)
    return Meeting.objects.filter(mine, starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "id")
