"""Whose word is awaited: a day has passed, and nobody has said how many came."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.events.models import Event, Session
from opora.events.rules import MAKERS_OF_TERRITORY, READERS
from opora.events.states import EventState, SessionState
from opora.inbox import Reason, Waiting
from opora.statements import every
from opora.ui.text import date_ru

#: from so many on, one line for all of them
MANY = 10
#: the day after is soon enough, a week is too late: nobody remembers the number
DAYS = 7
_OF_SCHOOL = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR})


def waiting_for(actor: Actor) -> list[Waiting]:
    """Days to be marked by this actor: those one leads, and those of one's own territory or school that nobody
    in office leads. One query; none for those who never mark."""
    if actor.is_operator or actor.scope is None or not actor.acts_as(*READERS):
        return []
    rows = every(_unmarked, actor, timezone.localdate())
    if len(rows) > MANY:
        url = f"{reverse('events')}?show=unmarked"
        first = rows[0][3]
        return [
            Waiting(
                Reason.DO,
                f"Мероприятий без отметки: {len(rows)}",
                "Отметить, сколько пришло",
                url,
                since=first + timedelta(days=1),
                due=first + timedelta(days=DAYS),
            )
        ]
    return [_told(pk, title, day, last) for pk, title, day, last in rows]


def _unmarked(actor: Actor, today: date) -> QuerySet[Session, Any]:
    past = Session.objects.filter(state=SessionState.PLANNED, last__lt=today, event__state=EventState.PLANNED)
    found = past.filter(_awaited(actor, today)).order_by("last", "pk")
    return found.values_list("pk", "event__title", "date", "last")


def _awaited(actor: Actor, today: date) -> Q:
    leaders = Event.leaders.through.objects.filter(event_id=OuterRef("event_id"))
    awaited = Q(Exists(leaders.filter(person_id=actor.person_id or 0)))
    held = Appointment.objects.in_force(today).filter(person=OuterRef("person_id"), role__in=READERS)
    in_office = leaders.filter(Exists(held.order_by()), person__is_active=True)
    scope = actor.scope
    assert scope is not None
    own = Q(pk__in=())
    if actor.role in MAKERS_OF_TERRITORY:
        own |= Q(event__territory__path__in=[path for path in scope.territory_paths if path])
    if actor.role in _OF_SCHOOL:
        own |= Q(event__school__in=scope.school_ids)
    return awaited | (own & ~Q(Exists(in_office)))


def _told(pk: int, title: str, day: date, last: date) -> Waiting:
    when = date_ru(day, "day") if day == last else f"{date_ru(day, 'day')} — {date_ru(last, 'day')}"
    return Waiting(
        Reason.DO,
        f"{title}, {when}",
        "Отметить, сколько пришло",
        reverse("event-hold", args=[pk]),
        since=last + timedelta(days=1),
        due=last + timedelta(days=DAYS),
    )
