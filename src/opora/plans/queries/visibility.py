"""Which plans an actor sees: of the own territory, of those inside it, of those it lies in."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.organisations.models import Organisation, Territory
from opora.plans.models import Plan
from opora.plans.rules import SEE, SEE_DRAFTS, WRITERS
from opora.plans.states import PlanState


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """Drafts are seen by those who write plans; all others read what is in force or has been."""
    found = Plan.objects.all()
    if not SEE.can(actor, None):
        return found.none()
    if actor.is_operator:
        return found
    scope = actor.scope
    if scope is None:
        return found.none()
    above = {each for path in scope.territory_paths for each in chain(path)}
    seen = inside("territory__path", scope.territory_paths) | Q(territory__path__in=above)
    if scope.school_ids:
        seen |= Q(
            Exists(
                Organisation.objects.filter(
                    pk__in=scope.school_ids, territory__path__startswith=OuterRef("territory__path")
                )
            )
        )
    found = found.filter(seen)
    if actor.role in SEE_DRAFTS:
        # a draft of the region is the region's business
        return found.exclude(Q(state=PlanState.DRAFT) & ~inside("territory__path", scope.territory_paths))
    return found.exclude(state=PlanState.DRAFT)


def plan_seen_by(actor: Actor, pk: int) -> Plan | None:
    """With its territory and year. One query."""
    return visible_to(actor).select_related("territory", "cycle", "file").filter(pk=pk).first()


def own_territories(actor: Actor) -> list[Territory]:
    """Territories for which the actor may write plans, in order of names; the operator for all. One query."""
    if actor.is_operator:
        found = Territory.objects.all()
    elif actor.role in WRITERS and actor.scope is not None:
        found = Territory.objects.filter(path__in=[path for path in actor.scope.territory_paths if path])
    else:
        return []
    return list(found.exclude(kind="federation").order_by("sort_name", "id"))
