"""What waits for a person because of assignments."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.appointments.models import Appointment
from opora.assignments.models import Assignment
from opora.assignments.queries.orphans import orphaned
from opora.assignments.queries.visibility import in_scope, own
from opora.assignments.rules import ACCEPTERS, GIVERS, NEVER, SCHOOL_LEADERS
from opora.assignments.states import AssignmentState
from opora.inbox import Reason, Waiting
from opora.statements import every
from opora.ui.text import count_ru

_FIELDS = (
    *("pk", "what", "school__name", "territory__name", "state", "state_since", "due", "answer_by"),
    "executor",
)


def waiting_for(actor: Actor) -> list[Waiting]:
    """To do, to accept, to hand over. One query, a second for those who hand over; none for observers and experts.

    A school's head and coordinator have on their desk what was given to the school or to somebody without an
    account. What was done waits for who gave it; where they are no longer there, for those who may accept.
    """
    if actor.is_operator or actor.capacity is None or actor.role in NEVER:
        return []
    today = timezone.localdate()
    return [*(_waiting(*row) for row in every(_own, actor, today)), *_left(actor, today)]


def _own(actor: Actor, today: date) -> QuerySet[Assignment, Any]:
    found = Assignment.objects.filter(
        Q(state=AssignmentState.GIVEN) & _to_do(actor)
        | Q(state=AssignmentState.REPORTED) & _to_accept(actor, today)
    )
    return found.values_list(*_FIELDS)


def _to_do(actor: Actor) -> Q:
    mine = own(actor)
    if actor.role in SCHOOL_LEADERS and actor.scope:
        ids = actor.scope.school_ids
        # what a school that was merged left open is its successor's
        here = Q(school_id__in=ids) | Q(school__merged_into_id__in=ids)
        mine |= Q(person__isnull=True) & here
    return mine


def _to_accept(actor: Actor, today: date) -> Q:
    nothing = Q(pk__in=())
    if actor.role not in GIVERS or actor.person_id is None:
        return nothing
    mine = Q(given_by_id=actor.person_id)
    if actor.role not in ACCEPTERS:
        return mine
    giver = Appointment.objects.in_force(today).filter(person_id=OuterRef("given_by_id")).order_by()
    return mine | (in_scope(actor) & ~Q(Exists(giver)) & ~own(actor))


def _waiting(
    pk: int,
    what: str,
    school: str | None,
    territory: str | None,
    state: str,
    since: datetime,
    due: date | None,
    answer_by: datetime | None,
    executor: str,
) -> Waiting:
    url, begun = reverse("assignment", args=[pk]), timezone.localdate(since)
    if state == AssignmentState.REPORTED:
        return Waiting(Reason.CONFIRM, f"{executor}: {what}", "Принять", url, begun)
    title, day = f"{school or territory}: {what}", due
    if answer_by is not None:
        hour = timezone.localtime(answer_by)
        title, day = f"{title} (ответить до {hour:%H:%M})", hour.date()
    reason = Reason.DO if answer_by is None else Reason.ANSWER
    return Waiting(
        reason, title, "Исполнено", reverse("assignment-report", args=[pk]), begun, day, answer_by is not None
    )


def _left(actor: Actor, today: date) -> list[Waiting]:
    return [
        Waiting(
            Reason.DECIDE,
            f"Передать поручения: {each.name} ({count_ru(each.many, 'поручение,поручения,поручений')})",
            "Передать",
            reverse("assignment-hand-over", args=[each.person_id]),
            None,
            each.due,
        )
        for each in orphaned(actor, on=today)
    ]
