"""Which assignments an actor sees."""

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.access.paths import inside
from opora.assignments.models import Assignment
from opora.assignments.rules import SEES_SCOPE
from opora.organisations.queries import school_ids


def visible_to(actor: Actor) -> QuerySet[Assignment]:
    """One's own and those one gave; for those who help or lead also every one of their scope."""
    found = Assignment.objects.all()
    if actor.is_operator:
        return found
    if actor.capacity is None:
        return found.none()
    seen = own(actor)
    if actor.role in SEES_SCOPE:
        seen |= in_scope(actor)
        if actor.person_id is not None:
            seen |= Q(given_by_id=actor.person_id)
    return found.filter(seen)


def own(actor: Actor) -> Q:
    """The condition that the actor's person is the executor; holds for nothing without one."""
    return Q(person_id=actor.person_id) if actor.person_id is not None else Q(pk__in=())


def in_scope(actor: Actor) -> Q:
    """The condition that the assignment lies in the actor's scope."""
    paths = actor.scope.territory_paths if actor.scope else ()
    return (
        Q(school_id__in=school_ids(actor))
        | inside("school__territory__path", paths)
        | inside("territory__path", paths)
    )


def loaded() -> QuerySet[Assignment]:
    """With what pages and rules ask of one."""
    return Assignment.objects.select_related("school__territory", "territory", "cycle", "person")


def assignment_seen_by(actor: Actor, pk: int) -> Assignment | None:
    """One query."""
    return loaded().filter(pk__in=visible_to(actor).order_by().values("pk"), pk=pk).first()
