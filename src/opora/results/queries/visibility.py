"""Which figures an actor may see."""

from typing import Any

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.organisations.queries import school_ids
from opora.results.models import Detail, Fact, Load


def sees_all(actor: Actor) -> bool:
    """Whether no scope narrows what the actor sees."""
    return actor.is_operator or (actor.scope is not None and "" in actor.scope.territory_paths)


def facts_visible_to(actor: Actor) -> QuerySet[Fact]:
    """The figures of the schools that the actor sees."""
    if sees_all(actor):
        return Fact.objects.all()
    return Fact.objects.filter(school_id__in=school_ids(actor))


def visible_facts(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """`facts_visible_to` as a condition on `f`, for a statement written out, and its values."""
    if sees_all(actor):
        return "TRUE", ()
    ids = school_ids(actor)
    return f"f.school_id IN ({ids.sql})", tuple(ids.params)


def details_visible_to(actor: Actor) -> QuerySet[Detail]:
    """Detailed rows of visible schools, and those of comparison groups, which hold no school."""
    return Detail.objects.filter(Q(territory__isnull=False) | Q(school_id__in=school_ids(actor)))


def loads_visible_to(actor: Actor) -> QuerySet[Load]:
    """Imports that left at least one figure of a visible school, and one's own."""
    seen = Q(pk__in=facts_visible_to(actor).order_by().values("load"))
    if actor.person_id is not None:
        seen |= Q(applied_by_id=actor.person_id)
    return Load.objects.all() if actor.is_operator else Load.objects.filter(seen)
