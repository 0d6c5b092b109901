"""Assignments, visits and meetings: what people from outside bring to a school."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from opora.access.actor import SCHOOL_ROLES
from opora.assignments.models import Assignment
from opora.assignments.states import AssignmentState
from opora.burden.sources.base import (
    OWN_CAPACITIES,
    Asker,
    Load,
    LoadKind,
    Window,
    asker_of_capacity,
    asker_of_territory,
    first_capacity,
)
from opora.meetings.models import Attendance
from opora.meetings.states import Came, MeetingState
from opora.visits.models import Visit
from opora.visits.states import VisitState, Way


def assignments(window: Window) -> Iterator[Load]:
    """Those that others gave the school and did not cancel. One query."""
    rows = (
        Assignment.objects.filter(school__in=window.within, given_at__date__range=(window.first, window.last))
        .exclude(state=AssignmentState.CANCELLED)
        .annotate(capacity=first_capacity("assignment"))
        .order_by("pk")
        .values_list("school_id", "pk", "what", "given_at", "given_by_name", "capacity")
    )
    before, after = reverse("assignment", args=[0]).split("0")
    for school, pk, what, at, name, capacity in rows:
        if capacity in OWN_CAPACITIES:
            continue
        yield Load(
            *(
                school,
                timezone.localdate(at),
                LoadKind.ASSIGNMENT,
                what,
                asker_of_capacity(capacity or ""),
                name,
            ),
            *(window.norms.assignment, f"{before}{pk}{after}"),
        )


def visits(window: Window) -> Iterator[Load]:
    """Visits made or planned; a look at the school's site asks nothing of it. One query."""
    rows = (
        Visit.objects.filter(school__in=window.within, counts=True)
        .exclude(state=VisitState.CANCELLED)
        .annotate(day=Coalesce("visited_on", "planned_on"), capacity=first_capacity("visit"))
        .filter(day__range=(window.first, window.last))
        .order_by("pk")
        .values_list("school_id", "pk", "kind_title", "day", "way", "minutes", "made_by_name", "capacity")
    )
    before, after = reverse("visit", args=[0]).split("0")
    for school, pk, title, day, way, minutes, name, capacity in rows:
        if capacity in OWN_CAPACITIES:
            continue
        usual = window.norms.visit_online if way == Way.ONLINE else window.norms.visit
        yield Load(
            *(school, day, LoadKind.VISIT, title, asker_of_capacity(capacity or "", Asker.CURATOR), name),
            *(minutes or usual, f"{before}{pk}{after}"),
        )


def meetings(window: Window) -> Iterator[Load]:
    """Meetings of a territory to which people of the school were asked, but for those who did not come. One query.

    What a school holds itself is its own work and no request.
    """
    seat = "person__appointments"
    rows = (
        Attendance.objects.filter(
            meeting__territory__isnull=False,
            meeting__starts_at__date__range=(window.first, window.last),
            **{f"{seat}__schools__in": window.within, f"{seat}__role__in": SCHOOL_ROLES},
        )
        .exclude(came=Came.ABSENT)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .order_by("meeting_id", "person_id")
        .values_list(
            *(f"{seat}__schools", "meeting_id", "meeting__title", "meeting__starts_at"),
            *("meeting__territory__kind", "meeting__territory__name", "person_id"),
        )
        .distinct()
    )
    sitting: Counter[tuple[Any, ...]] = Counter(row[:-1] for row in rows)
    before, after = reverse("meeting", args=[0]).split("0")
    for (school, pk, title, at, kind, name), people in sitting.items():
        yield Load(
            *(school, timezone.localdate(at), LoadKind.MEETING, title, asker_of_territory(kind), name),
            *(people * window.norms.meeting, f"{before}{pk}{after}"),
        )
