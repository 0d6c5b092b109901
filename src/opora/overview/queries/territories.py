"""Territories whose overview one opens, and the parts of one."""

from opora.access import Actor
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import TerritoryKind


def own_territories(actor: Actor) -> list[Territory]:
    """The territories of the appointment; of somebody for whom all are visible, the root. One query."""
    seen = territories_visible_to(actor)
    paths = [path for path in (actor.scope.territory_paths if actor.scope else ()) if path]
    found = seen.filter(path__in=paths) if paths else seen.filter(parent=None)
    return list(found.order_by("sort_name", "id"))


def parts_of(actor: Actor, territory: Territory) -> list[Territory]:
    """The direct parts, by name. One query, none for a municipality: it has none."""
    if territory.kind == TerritoryKind.MUNICIPALITY:
        return []
    return list(territories_visible_to(actor).filter(parent=territory).order_by("sort_name", "id"))
