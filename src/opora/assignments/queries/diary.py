"""On which days assignments end."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.assignments.models import Assignment
from opora.assignments.queries.visibility import own
from opora.assignments.rules import NEVER, SCHOOL_LEADERS
from opora.assignments.states import AssignmentState
from opora.diary import Entry
from opora.statements import every


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """What one is to do and what one gave, on its last day; a school's leaders have all of their school. One query."""
    if actor.person_id is None or actor.role is None or actor.role in NEVER:
        return []
    return [
        Entry(
            key=f"assignment-{pk}",
            kind="поручение",
            title=f"{what} ({executor})",
            url=reverse("assignment", args=[pk]),
            first=due,
            last=due,
            starts_at=answer_by,
            is_cancelled=state == AssignmentState.CANCELLED,
        )
        for pk, what, executor, due, answer_by, state in every(_due, actor, first, last)
        if due is not None
    ]


def _due(actor: Actor, first: date, last: date) -> QuerySet[Assignment, Any]:
    mine = own(actor) | Q(given_by_id=actor.person_id)
    if actor.role in SCHOOL_LEADERS and actor.scope:
        mine |= Q(school_id__in=actor.scope.school_ids)
    found = Assignment.objects.filter(mine, due__gte=first, due__lte=last)
    found = found.exclude(state=AssignmentState.ACCEPTED)
    return found.values_list("pk", "what", "executor", "due", "answer_by", "state")
