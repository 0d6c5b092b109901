"""What waits on somebody's desk: schools to go to, visits to note, visits that nobody makes any more."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.inbox import Reason, Waiting
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids
from opora.statements import every
from opora.ui.text import date_ru
from opora.visits.models import Visit, Visitor
from opora.visits.queries.planner import Line, cycle_of, helped_schools, planner_lines
from opora.visits.rules import COORDINATORS, VISITORS
from opora.visits.states import VisitState


def waiting_for(actor: Actor) -> list[Waiting]:
    """A curator's schools by their rhythm; visits whose day has come, for who goes; none for those who never go.

    A coordinator has the visits whose visitors are all appointed no more.
    """
    if actor.is_operator or actor.person_id is None or actor.role not in VISITORS:
        return []
    today = timezone.localdate()
    found = _to_note(actor, today)
    if actor.role is Role.CURATOR:
        found += _to_visit(actor, today)
    if actor.role in COORDINATORS:
        found += _left(actor, today)
    return found


def _to_note(actor: Actor, today: date) -> list[Waiting]:
    """One query. The day itself counts: a note is written on the spot."""
    return [
        Waiting(
            Reason.FILL,
            f"{school}: {kind.lower()} {date_ru(day, 'day')}",
            "Записать посещение",
            reverse("visit-note", args=[pk]),
            day,
        )
        for pk, school, kind, day in every(_own_planned, actor, today)
        if day is not None
    ]


def _own_planned(actor: Actor, today: date) -> QuerySet[Visit, Any]:
    found = Visit.objects.filter(
        state=VisitState.PLANNED, planned_on__lte=today, school_id__in=school_ids(actor)
    ).filter(visitors__person=actor.person_id)
    return found.order_by("planned_on", "pk").values_list("pk", "school__name", "kind_title", "planned_on")


def _to_visit(actor: Actor, today: date) -> list[Waiting]:
    """Schools late or soon by the rhythm, for which no visit is planned in time."""
    cycle = cycle_of(today)
    if cycle is None:
        return []
    schools = every(_helped, actor, cycle.pk, today)
    return [
        Waiting(
            Reason.VISIT,
            f"Посетить: {line.name}",
            "Запланировать",
            f"{reverse('visit-plan')}?school={line.pk}",
            line.due.since or line.due.counted_from,
            line.due.day,
        )
        for line in planner_lines(schools, cycle, today=today)
        if is_asked_for(line, today)
    ]


def _helped(actor: Actor, cycle_id: int, today: date) -> QuerySet[Organisation]:
    return helped_schools(actor, cycle_id, on=today).select_related("territory")


def is_asked_for(line: Line, today: date) -> bool:
    """Late or soon, and nobody has planned it yet in time; what is planned later than due still waits."""
    due, planned = line.due, line.standing.planned
    if not (due.is_late(today) or due.is_soon(today)):
        return False
    assert due.day is not None
    return planned is None or planned > max(due.day, today)


def _left(actor: Actor, today: date) -> list[Waiting]:
    """One query."""
    return [
        Waiting(
            Reason.DECIDE,
            f"{school}: ехать некому, кто собирался — больше не назначен",
            "Перенести или отменить",
            reverse("visit", args=[pk]),
            day,
        )
        for pk, school, day in every(_nobodys, actor, today)
    ]


def _nobodys(actor: Actor, today: date) -> QuerySet[Visit, Any]:
    going = Appointment.objects.in_force(today).filter(role__in=VISITORS).order_by()
    somebody_goes = Visitor.objects.filter(
        visit__state=VisitState.PLANNED, person__in=going.values("person")
    ).order_by()
    rows = Visit.objects.filter(
        ~Q(pk__in=somebody_goes.values("visit")),
        companions="",
        state=VisitState.PLANNED,
        school_id__in=school_ids(actor),
    )
    return rows.order_by("planned_on", "pk").values_list("pk", "school__name", "planned_on")
