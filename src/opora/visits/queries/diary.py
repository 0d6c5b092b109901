"""On which days schools are visited."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.diary import Entry
from opora.organisations.queries import school_ids
from opora.statements import every
from opora.visits.models import Visit
from opora.visits.rules import OF_SCHOOL, READERS
from opora.visits.states import VisitState, Way


def _concerning(actor: Actor, first: date, last: date) -> QuerySet[Visit, Any]:
    concerned = Q(visitors__person=actor.person_id)
    if actor.role is Role.CURATOR or actor.role in OF_SCHOOL:
        concerned = Q()
    days = Q(visited_on__gte=first, visited_on__lte=last) | Q(
        visited_on=None, planned_on__gte=first, planned_on__lte=last
    )
    return Visit.objects.filter(days, concerned, school_id__in=school_ids(actor)).values_list(
        *("pk", "kind_title", "school__name", "school__address", "way", "state"),
        *("visited_on", "planned_on", "planned_at"),
    )


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """A school's and a curator's schools all, of others those they go to themselves. One query.

    What is done stands on the day on which it was.
    """
    if actor.person_id is None or actor.role not in READERS:
        return []
    entries = []
    for pk, kind, school, address, way, state, visited_on, planned_on, planned_at in every(
        _concerning, actor, first, last
    ):
        day = visited_on or planned_on
        assert day is not None
        at = planned_at if visited_on is None else None
        entries.append(
            Entry(
                key=f"visit-{pk}",
                kind="посещение",
                title=f"{kind}: {school}" + (", онлайн" if way == Way.ONLINE else ""),
                url=reverse("visit", args=[pk]),
                first=day,
                last=day,
                starts_at=timezone.make_aware(datetime.combine(day, at)) if at else None,
                place="" if way == Way.ONLINE else address,
                is_cancelled=state == VisitState.CANCELLED,
            )
        )
    return entries
