"""What an actor may see at all: the scope of their appointment, and who stands above it to help."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from opora.access import Actor, Scope, ScopeKind
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind

# The scope of somebody without a capacity: it holds nothing.
NO_SCOPE = Scope(ScopeKind.SCHOOLS)
# Bodies that stand over a school: their cards carry the phone of somebody who helps.
SUPPORTING = (
    OrganisationKind.AUTHORITY,
    OrganisationKind.METHODICAL_CENTRE,
    OrganisationKind.INSTITUTE,
    OrganisationKind.OPERATOR,
)


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Organisations of the actor's scope, what they absorbed, and the supporting bodies above them."""
    return _visible_in(_narrow_scope(actor))


def _visible_in(scope: Scope | None) -> QuerySet[Organisation]:
    if scope is None:
        return Organisation.objects.all()
    return Organisation.objects.filter(_inside(scope) | _supporting(scope))


def schools_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """The schools of `visible_to`, closed ones too."""
    return _schools_in(_narrow_scope(actor))


def _schools_in(scope: Scope | None) -> QuerySet[Organisation]:
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL)
    # without the supporting bodies: no school is one, and the database need not look for them
    return schools if scope is None else schools.filter(_inside(scope))


def visible_ids(actor: Actor) -> RawSQL:
    """The ids of `visible_to`, for `pk__in`. The statement is worded once per scope, not once per page."""
    return RawSQL(*_worded(_visible_in, _narrow_scope(actor)))  # noqa: S611 (the ORM worded it)


def school_ids(actor: Actor) -> RawSQL:
    """The ids of `schools_visible_to`, for `school_id__in`."""
    return RawSQL(*_worded(_schools_in, _narrow_scope(actor)))  # noqa: S611 (the ORM worded it)


@lru_cache(maxsize=4096)
def _worded(
    seen: Callable[[Scope | None], QuerySet[Organisation]], scope: Scope | None
) -> tuple[str, tuple[Any, ...]]:
    # wording a query costs more than the database needs to answer it
    try:
        text, values = seen(scope).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE FALSE", ()
    return text, tuple(values)


def _narrow_scope(actor: Actor) -> Scope | None:
    """The scope that narrows what is seen; None for those who see everything."""
    if actor.is_operator:
        return None
    scope = actor.scope or NO_SCOPE
    return None if "" in scope.territory_paths else scope


def territories_visible_to(actor: Actor) -> QuerySet[Territory]:
    """Territories inside the actor's scope. A scope of schools holds no territory."""
    scope = _narrow_scope(actor)
    if scope is None:
        return Territory.objects.all()
    return Territory.objects.filter(_below("path", scope.territory_paths))


def _below(field: str, paths: tuple[str, ...]) -> Q:
    # Q(pk__in=[]) holds for nothing: an empty scope must not become «no condition»
    found = Q(pk__in=[])
    for path in paths:
        found = found | Q(**{f"{field}__startswith": path})
    return found


def _inside(scope: Scope) -> Q:
    own = _below("territory__path", scope.territory_paths)
    if scope.school_ids:
        own |= Q(pk__in=scope.school_ids) | Q(merged_into__in=scope.school_ids)
    return own


def _supporting(scope: Scope) -> Q:
    above = Q(territory__path__in=sorted(_ancestors(scope.territory_paths)))
    if scope.school_ids:
        above = above | Q(
            Exists(
                Organisation.objects.filter(
                    pk__in=scope.school_ids, territory__path__startswith=OuterRef("territory__path")
                )
            )
        )
    return Q(kind__in=SUPPORTING) & above


def _ancestors(paths: tuple[str, ...]) -> set[str]:
    return {
        "".join(f"{part}/" for part in parts[:depth])
        for parts in (path.rstrip("/").split("/") for path in paths)
        for depth in range(1, len(parts))
    }
