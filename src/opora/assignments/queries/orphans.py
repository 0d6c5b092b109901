"""Open assignments of people who are appointed nowhere any more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet

from opora.access import Actor
from opora.assignments.models import Assignment
from opora.assignments.queries.listing import without_executor
from opora.assignments.queries.visibility import in_scope, loaded
from opora.assignments.rules import HANDS_OVER
from opora.assignments.states import OPEN
from opora.people.models import Person
from opora.statements import every


@dataclass(frozen=True, slots=True)
class Orphaned:
    """Somebody who left: how many open assignments, the nearest of their days."""

    person_id: int
    name: str
    many: int
    due: date | None


def _to_hand_over(actor: Actor) -> QuerySet[Assignment]:
    """Open ones of the scope of those who hand over."""
    found = Assignment.objects.filter(state__in=OPEN)
    if actor.is_operator:
        return found
    return found.filter(in_scope(actor)) if actor.role in HANDS_OVER else found.none()


def orphaned(actor: Actor, *, on: date) -> list[Orphaned]:
    """Those who left open assignments in the scope, by name. One query, none for who cannot hand them over."""
    if not actor.acts_as(*HANDS_OVER):
        return []
    return [
        Orphaned(pk, " ".join(filter(None, names)), many, due)
        for pk, *names, _, many, due in every(_by_person, actor, on)
    ]


def _by_person(actor: Actor, on: date) -> QuerySet[Assignment, Any]:
    left = _to_hand_over(actor).filter(without_executor(on)).order_by("person__sort_name", "person_id")
    return left.values_list(
        "person_id", "person__surname", "person__given_name", "person__patronymic", "person__sort_name"
    ).annotate(many=Count("pk"), nearest=Min("due"))


def held_by(actor: Actor, person: Person) -> list[Assignment]:
    """The person's open assignments that the actor may hand over, in order of days. One query."""
    ids = _to_hand_over(actor).filter(person=person).order_by().values("pk")
    return list(loaded().filter(pk__in=ids))
