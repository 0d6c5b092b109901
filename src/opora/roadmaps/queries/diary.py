"""Terms of measures and stages for the calendar."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from opora.access import Actor, Role
from opora.access.actor import SCHOOL_ROLES
from opora.diary import Entry
from opora.roadmaps.queries.visibility import checkpoints_visible_to, works_visible_to
from opora.roadmaps.rules import LEADERS
from opora.roadmaps.states import CheckpointState, WorkState

_MOST = 500


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """For people at a school the terms of measures (of all for those who lead, else of their own); for curators
    those of their schools. Stages for both. Two queries, none for others."""
    if actor.role not in {*SCHOOL_ROLES, Role.CURATOR}:
        return []
    works = works_visible_to(actor).filter(due__range=(first, last)).exclude(state=WorkState.DROPPED)
    if actor.role in SCHOOL_ROLES and actor.role not in LEADERS:
        works = works.filter(Q(responsible=actor.person_id))
    rows = works.order_by("due", "pk").values_list("pk", "measure__title", "due", "school__name")[:_MOST]
    many = actor.role == Role.CURATOR
    stages = (
        checkpoints_visible_to(actor).filter(due__range=(first, last)).exclude(state=CheckpointState.CLOSED)
    )
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
            for pk, title, due, school in rows
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
            for each in stages.order_by("due", "pk")[:_MOST]
            if each.due is not None
        ),
    ]
