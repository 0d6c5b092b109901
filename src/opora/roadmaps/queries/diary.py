"""Terms of measures and stages for the calendar."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor, Role
from opora.access.actor import SCHOOL_ROLES
from opora.diary import Entry
from opora.roadmaps.models import Checkpoint, Work
from opora.roadmaps.queries.visibility import checkpoints_visible_to, works_visible_to
from opora.roadmaps.rules import LEADERS
from opora.roadmaps.states import OPEN, CheckpointState, WorkState
from opora.statements import every

_MOST = 500


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """For people at a school the terms of measures (of all for those who lead, else of their own); for curators
    those of their schools. Stages for both. What a closed school left open is no date. Two queries, none for
    others."""
    if actor.role not in {*SCHOOL_ROLES, Role.CURATOR}:
        return []
    many = actor.role == Role.CURATOR
    return [
        *(
            Entry(
                f"measure-{pk}",
                "Меры",
                f"{school}: {title}" if many else title,
                reverse("roadmap-measure", args=[pk]),
                due,
                due,
            )
            for pk, title, due, school in every(_measures, actor, first, last)
            if due is not None
        ),
        *(
            Entry(
                f"checkpoint-{each.pk}",
                "Этапы",
                f"{each.school.name}: {each.title}" if many else each.title,
                reverse("roadmap-checkpoint", args=[each.pk]),
                each.due,
                each.due,
            )
            for each in every(_stages, actor, first, last)
            if each.due is not None
        ),
    ]


def _measures(actor: Actor, first: date, last: date) -> QuerySet[Work, Any]:
    works = works_visible_to(actor).filter(due__range=(first, last)).exclude(state=WorkState.DROPPED)
    works = works.exclude(school__closed_on__isnull=False, state__in=[state.value for state in OPEN])
    if actor.role in SCHOOL_ROLES and actor.role not in LEADERS:
        works = works.filter(Q(responsible=actor.person_id))
    return works.order_by("due", "pk").values_list("pk", "measure__title", "due", "school__name")[:_MOST]


def _stages(actor: Actor, first: date, last: date) -> QuerySet[Checkpoint]:
    found = checkpoints_visible_to(actor).filter(due__range=(first, last), school__closed_on__isnull=True)
    return found.exclude(state=CheckpointState.CLOSED).order_by("due", "pk")[:_MOST]
