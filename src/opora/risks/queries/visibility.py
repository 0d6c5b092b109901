"""Whose profiles and directions an actor sees: of the schools in their scope; an observer sees none."""

from django.db.models import QuerySet

from opora.access import Actor
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids, schools_visible_to
from opora.risks.models import Direction, Profile, Refresh
from opora.risks.rules import COORDINATORS, SEE


def profiles_visible_to(actor: Actor) -> QuerySet[Profile]:
    """Profiles in force. They exist only of closed campaigns: before closing there is nothing to see."""
    found = Profile.objects.filter(is_current=True)
    if not SEE.can(actor, None):
        return found.none()
    return found if actor.is_operator else found.filter(school_id__in=school_ids(actor))


def directions_visible_to(actor: Actor) -> QuerySet[Direction]:
    found = Direction.objects.all()
    if not SEE.can(actor, None):
        return found.none()
    return found if actor.is_operator else found.filter(school_id__in=school_ids(actor))


def school_seen_by(actor: Actor, pk: int) -> Organisation | None:
    """The school with its territory, where the actor sees it and its risks. One query."""
    if not SEE.can(actor, None):
        return None
    return schools_visible_to(actor).select_related("territory").filter(pk=pk).first()


def direction_seen_by(actor: Actor, pk: int) -> Direction | None:
    """The direction with its school, territory and year, where the actor sees it. One query."""
    return (
        directions_visible_to(actor)
        .select_related("school__territory", "cycle")
        .prefetch_related("verifications", "causes")
        .filter(pk=pk)
        .first()
    )


def refreshes_visible_to(actor: Actor) -> QuerySet[Refresh]:
    if not actor.acts_as(*COORDINATORS):
        return Refresh.objects.none()
    if actor.is_operator:
        return Refresh.objects.all()
    paths = actor.scope.territory_paths if actor.scope else ()
    found = Refresh.objects.none()
    for path in paths:
        found = found | Refresh.objects.filter(territory_path__startswith=path)
    return found
