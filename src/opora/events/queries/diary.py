"""Days of events for the calendar."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.diary import Entry
from opora.events.models import Event, Session
from opora.events.queries.visibility import concerning, from_above, led_by
from opora.events.rules import READERS
from opora.events.states import SessionState
from opora.statements import every

KIND = "Мероприятия"
_DAY = timedelta(days=1)


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Days of the events that concern this actor: of one's own territory and those above it, for one's schools
    or led by oneself; what schools of a territory hold for themselves stands in their own calendars. One query.

    An hour stands on the reader's day, which may be the one before that of the place or the one after it.
    """
    if actor.is_operator or actor.scope is None or not actor.acts_as(*READERS):
        return []
    entries = [
        Entry(
            key=f"event-session-{pk}",
            kind=KIND,
            title=title,
            url=reverse("event", args=[event_id]),
            first=timezone.localdate(starts_at) if starts_at and until == day else day,
            last=timezone.localdate(starts_at) if starts_at and until == day else until,
            starts_at=starts_at,
            place=place or ("дистанционно" if is_online else ""),
            is_cancelled=state == SessionState.CANCELLED,
        )
        for pk, event_id, title, day, until, starts_at, place, is_online, state in every(
            _days, actor, first - _DAY, last + _DAY
        )
    ]
    return [each for each in entries if each.first <= last and each.last >= first]


def _days(actor: Actor, first: date, last: date) -> QuerySet[Session, Any]:
    of_school = actor.scope is not None and actor.scope.school_ids
    own = Event.objects.filter(concerning(actor)) if of_school else _of_territory(actor)
    found = Session.objects.filter(event__in=own.order_by().values("pk"), date__lte=last, last__gte=first)
    return found.order_by("date", "pk").values_list(
        *("pk", "event_id", "event__title", "date", "last", "starts_at", "place", "is_online", "state")
    )


def _of_territory(actor: Actor) -> QuerySet[Event]:
    assert actor.scope is not None
    paths = [path for path in actor.scope.territory_paths if path]
    return Event.objects.filter(Q(territory__path__in=paths) | led_by(actor) | from_above(actor))
