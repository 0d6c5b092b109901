"""Where a search may be narrowed to."""

from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.access.actor import SCHOOL_ROLES
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.organisations.queries import schools_visible_to, territories_visible_to
from opora.search.sources.base import Place
from opora.statements import every

#: so many schools of like names are searched in at most
MOST_SCHOOLS = 500


def may_narrow(actor: Actor) -> bool:
    """Whether there is more than one school to choose among: people of a school have theirs."""
    return actor.is_operator or (actor.role is not None and actor.role not in SCHOOL_ROLES)


def territories_to_choose(actor: Actor) -> list[Territory]:
    """Territories of the scope, each below the one it lies in. One query, none for those who have schools."""
    if actor.scope is not None and not actor.scope.territory_paths:
        return []
    return every(_territories, actor)


def _territories(actor: Actor) -> QuerySet[Territory]:
    return territories_visible_to(actor).order_by("path")


def place_of(actor: Actor, territory: Territory | None, school: str) -> Place:
    """Below the territory, in the schools of such a name or code. One query where a school is named."""
    path = (territory.path or "") if territory is not None else ""
    words = folded(school).split()
    if not words:
        return Place(path)
    named = reduce(and_, (Q(sort_name__contains=word) for word in words))
    found = (
        schools_visible_to(actor).filter(named | Q(key__iexact=school.strip())).order_by("sort_name", "pk")
    )
    return Place(path, tuple(found.values_list("pk", flat=True)[:MOST_SCHOOLS]))
