"""Days of plans: the terms of rows that concern a person."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from opora.access import Actor
from opora.cycles.periods import Rhythm
from opora.diary import Entry
from opora.plans.models import PlanRow
from opora.plans.queries.visibility import visible_to
from opora.plans.queries.waiting import concerns
from opora.plans.states import PlanState

KIND = "Строки планов"
_LONGEST = 120


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Rows with days of their own in plans in force: of one's own plan for who writes it, else those where one is
    named. What repeats or lasts all year stands in no calendar. One query."""
    if actor.is_operator or actor.capacity is None:
        return []
    rows = (
        PlanRow.objects.filter(
            Q(starts__isnull=True) | Q(starts__lte=last),
            plan__in=visible_to(actor).filter(state=PlanState.IN_FORCE).order_by(),
            rhythm=Rhythm.ONCE,
            ends__gte=first,
        )
        .filter(concerns(actor))
        .filter(Q(starts__isnull=False) | Q(ends__lte=last))
        .order_by("ends", "pk")
        .distinct()
        .values_list("pk", "plan_id", "number", "what", "starts", "ends")
    )
    return [
        Entry(
            key=f"plan-row-{pk}",
            kind=KIND,
            title=_title(number, what),
            url=reverse("plan-row", args=[plan, pk]),
            first=starts or ends,
            last=ends,
        )
        for pk, plan, number, what, starts, ends in rows
        if ends is not None
    ]


def _title(number: str, what: str) -> str:
    words = " ".join(what.split())
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return f"{number.rstrip('.')}. {words}" if number else words
