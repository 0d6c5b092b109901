"""What waits for a person because of meetings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.inbox import SOON_DAYS, Reason, Waiting
from opora.meetings.models import Meeting, MeetingRhythm
from opora.meetings.queries.visibility import at_home, leads
from opora.meetings.rhythm import expected
from opora.meetings.rules import NEVER
from opora.meetings.states import TOOK_PLACE, MeetingState, RhythmKind
from opora.statements import every


def waiting_for(actor: Actor) -> list[Waiting]:
    """To call a meeting that a rhythm asks for, to say who came, to write and sign minutes.

    For those who lead the group, who called the meeting, and who answers for the very place. Two queries, none for
    those who never hold meetings.
    """
    if actor.is_operator or actor.person_id is None or actor.role is None or actor.role in NEVER:
        return []
    return [*_unfinished(actor), *_expected(actor)]


def _unfinished(actor: Actor) -> list[Waiting]:
    now = timezone.now()
    rows = every(_begun, actor, timezone.localdate(now))
    return [_of(*row) for row in rows if row[2] == MeetingState.HELD or row[3] < now]


def _begun(actor: Actor, today: date) -> QuerySet[Meeting, Any]:
    """Held ones and those planned up to the end of the day."""
    mine = leads(actor, on=today) | Q(called_by_id=actor.person_id) | at_home(actor)
    till = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    found = Meeting.objects.filter(
        mine, Q(state=MeetingState.HELD) | Q(state=MeetingState.PLANNED, starts_at__lt=till)
    ).order_by("starts_at", "id")
    return found.values_list("pk", "title", "state", "starts_at")


def _of(pk: int, title: str, state: str, starts_at: datetime) -> Waiting:
    day = timezone.localdate(starts_at)
    if state == MeetingState.PLANNED:
        url = reverse("meeting-hold", args=[pk])
        return Waiting(Reason.FILL, f"{title}, {day:%d.%m}: кто был", "Отметить", url, day)
    url = reverse("meeting-minutes", args=[pk])
    return Waiting(Reason.FILL, f"{title}, {day:%d.%m}: протокол", "Внести протокол", url, day)


def _expected(actor: Actor) -> list[Waiting]:
    """Groups that are to meet within 14 days or should have met, and have no meeting planned."""
    today = timezone.localdate()
    found = []
    for group_id, name, kind, days, since, last, planned in every(_rhythms, actor, today):
        day = expected(RhythmKind(kind), days, since=since, last_held=_day(last))
        if planned is None and day is not None and (day - today).days <= SOON_DAYS:
            url = f"{reverse('meeting-new')}?group={group_id}"
            found.append(Waiting(Reason.MEET, f"Заседание: {name}", "Назначить", url, _day(last), day))
    return found


def _rhythms(actor: Actor, today: date) -> QuerySet[MeetingRhythm, Any]:
    """Of the groups that one leads on the day or answers for: with the last meeting and the next."""
    took = Q(group__meetings__state__in=TOOK_PLACE)
    coming = Q(group__meetings__state=MeetingState.PLANNED)
    mine = leads(actor, on=today) | at_home(actor, school="group__organisation", territory="group__territory")
    return (
        MeetingRhythm.objects.filter(mine, group__closed_on=None)
        .exclude(kind=RhythmKind.AS_NEEDED)
        .order_by("group__sort_name", "group_id")
        .annotate(
            last=Max("group__meetings__starts_at", filter=took),
            coming=Min("group__meetings__starts_at", filter=coming),
        )
        .values_list("group_id", "group__name", "kind", "days", "since", "last", "coming")
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
