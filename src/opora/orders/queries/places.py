"""For which homes a person may keep orders, and which territories may be chosen above a list."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from opora.access import Actor
from opora.ordering import folded
from opora.orders.rules import OF_SCHOOL, OF_TERRITORY
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import schools_visible_to, territories_visible_to
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.statements import every

#: more schools are not offered in one list: one comes from the page of the school
MOST_SCHOOLS = 200


@dataclass(frozen=True, slots=True)
class Homes:
    territories: list[Territory]
    schools: list[Organisation]

    @property
    def only(self) -> Organisation | Territory | None:
        """The only home there is."""
        every: list[Organisation | Territory] = [*self.territories, *self.schools]
        return every[0] if len(every) == 1 else None


def homes_of(actor: Actor) -> Homes:
    """Territories and open schools for which the actor writes orders. Two queries at most."""
    if actor.acts_as(*OF_TERRITORY):
        territories = list(territories_visible_to(actor).order_by("path"))
        schools = list(_open_schools(actor)[: MOST_SCHOOLS + 1])
        return Homes(territories, schools if len(schools) <= MOST_SCHOOLS else [])
    if actor.acts_as(*OF_SCHOOL):
        return Homes([], list(_open_schools(actor)))
    return Homes([], [])


def _open_schools(actor: Actor) -> QuerySet[Organisation]:
    return (
        schools_visible_to(actor)
        .filter(closed_on=None)
        .select_related("territory")
        .order_by("sort_name", "pk")
    )


def territories_to_choose(actor: Actor) -> list[Territory]:
    """Regions and municipalities of the scope, in order of names. One query."""
    return every(_territories, actor)


def _territories(actor: Actor) -> QuerySet[Territory]:
    found = territories_visible_to(actor).exclude(kind=TerritoryKind.FEDERATION)
    return found.order_by("sort_name", "pk")


def authority_names(territory_ids: Collection[int]) -> dict[int, set[str]]:
    """{territory: names of the bodies that issue its orders, folded}. One query."""
    found: dict[int, set[str]] = {}
    bodies = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, territory__in=territory_ids)
    for territory, name in bodies.order_by("pk").values_list("territory_id", "name"):
        found.setdefault(territory, set()).add(folded(name))
    return found


def own_path(actor: Actor) -> str:
    """The path whose definitions an actor reads: of their territory, else of their first school. One query at most."""
    if actor.scope is None:
        return ""
    own = next(iter(actor.scope.territory_paths), "")
    if own or not actor.scope.school_ids:
        return own
    schools = Organisation.objects.filter(pk__in=actor.scope.school_ids).order_by("pk")
    return schools.values_list("territory__path", flat=True).first() or ""
