"""What a school was invited to and how many of it came."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from opora.access import Actor
from opora.events.models import Attendance, Invited, Session
from opora.events.queries.visibility import visible_to
from opora.events.states import SessionState
from opora.organisations.models import Organisation
from opora.statements import every


@dataclass(frozen=True, slots=True)
class Visit:
    """A day of an event for a school; `came` of this school, None where nobody said."""

    event_id: int
    title: str
    day: date
    state: str
    came: int | None


def days_of_school(actor: Actor, school: Organisation, *, most: int) -> list[Visit]:
    """The days nearest to now and later first; cancelled ones are left out. One query."""
    return [Visit(*row) for row in every(_days, actor, school.pk, most)]


def _days(actor: Actor, school: int, most: int) -> QuerySet[Session, Any]:
    came = Attendance.objects.filter(session=OuterRef("pk"), school=school).values("came")
    invited = Invited.objects.filter(event=OuterRef("event_id"), school=school)
    return (
        Session.objects.filter(event__in=visible_to(actor).order_by().values("pk"))
        .filter(Q(event__school=school) | Q(Exists(invited)))
        .exclude(state=SessionState.CANCELLED)
        .annotate(of_school=Subquery(came))
        .order_by("-date", "-pk")
        .values_list("event_id", "event__title", "date", "state", "of_school")[:most]
    )
