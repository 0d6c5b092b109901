"""Whose profiles and directions an actor sees: of the schools in their scope; an observer sees none."""

from typing import Any

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.access.paths import chain, inside
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


def seen_schools(actor: Actor, column: str) -> tuple[str, tuple[Any, ...]]:
    """The same for a statement of our own: a condition on a column of school ids, and its values."""
    if not SEE.can(actor, None):
        return "FALSE", ()
    if actor.is_operator:
        return "TRUE", ()
    found = school_ids(actor)
    return f"{column} IN ({found.sql})", tuple(found.params)


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
    """Computings that the actor may watch: those asked for the own territory or for a part of it."""
    if not actor.acts_as(*COORDINATORS):
        return Refresh.objects.none()
    if actor.is_operator:
        return Refresh.objects.all()
    return Refresh.objects.filter(inside("territory_path", _paths(actor)))


def refreshes_told_to(actor: Actor) -> QuerySet[Refresh]:
    """Those and the ones asked for a territory around: they computed the actor's schools too.

    Of the latter may be told who asked and when; the figures count schools that the actor does not see.
    """
    if not actor.acts_as(*COORDINATORS) or actor.is_operator:
        return refreshes_visible_to(actor)
    around = {place for path in _paths(actor) for place in ["", *chain(path)][:-1]}
    return Refresh.objects.filter(inside("territory_path", _paths(actor)) | Q(territory_path__in=around))


def _paths(actor: Actor) -> tuple[str, ...]:
    return actor.scope.territory_paths if actor.scope else ()
