"""Schools and territories as other features point at them.

Their cards are open to more people than their talks: experts, observers and operators read no word of those.
"""

from collections.abc import Callable, Collection, Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import school_ids
from opora.organisations.rules import SPEAKERS, TALK_OF_SCHOOL, TALK_OF_TERRITORY
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.references import Reference, Rows, Source

SCHOOL, TERRITORY = "school", "territory"
#: said where one writes: not everybody who sees the page reads the talk
READERS: dict[str, str | Callable[[Reference], str]] = {
    SCHOOL: (
        "Увидят люди школы, её куратор, методисты, координаторы и руководители её территории. "
        "Другим школам, экспертам и наблюдателям это обсуждение закрыто."
    ),
    TERRITORY: lambda thing: _OF_MUNICIPALITY if len(chain(thing.territory_path)) > _REGION else _OF_REGION,
}
_OF_REGION = "Увидят координаторы, методисты и руководители региона и его муниципалитетов."
_OF_MUNICIPALITY = (
    "Увидят координаторы, методисты и руководители муниципалитета и его региона, "
    "директора и координаторы его школ и их кураторы."
)
#: the step of a region below the country
_REGION = 2
_MOST = 10


def schools_talked_of(actor: Actor) -> QuerySet[Organisation]:
    """Schools of the scope, for those who act for them."""
    if not TALK_OF_SCHOOL.can(actor, None):
        return Organisation.objects.none()
    return Organisation.objects.filter(kind=OrganisationKind.SCHOOL, pk__in=school_ids(actor))


def territories_talked_of(actor: Actor) -> QuerySet[Territory]:
    """Those of the scope and the region around it; who speaks for a school takes part in its municipality."""
    found = Territory.objects.exclude(kind=TerritoryKind.FEDERATION)
    if actor.is_operator:
        return found
    if actor.scope is None or not TALK_OF_TERRITORY.can(actor, None):
        return found.none()
    return found.filter(inside("path", actor.scope.territory_paths) | _near(actor))


def _near(actor: Actor) -> Q:
    """The territories that somebody works in, the regions around them, the municipalities of their own schools."""
    if actor.scope is None:
        return Q(pk__in=())
    own = Q(path__in=actor.scope.territory_paths)
    above = {path for each in actor.scope.territory_paths for path in chain(each)}
    if above:
        own |= Q(kind=TerritoryKind.REGION, path__in=sorted(above))
    if actor.scope.school_ids and actor.role in SPEAKERS:
        schools = Organisation.objects.filter(pk__in=actor.scope.school_ids, closed_on=None).order_by()
        own |= Q(kind=TerritoryKind.MUNICIPALITY, pk__in=schools.values("territory"))
    return own


def talks_near(actor: Actor) -> list[Reference]:
    """Where somebody may speak first of all: their own schools, their own territories. Two queries at most."""
    schools = sorted(actor.scope.school_ids)[:_MOST] if actor.scope else []
    places = territories_talked_of(actor).filter(_near(actor))
    return [
        *(_SCHOOLS.many(actor, schools).values() if schools else ()),
        *_drawn(actor, places)[:_MOST],
    ]


class _Territories:
    kind = TERRITORY
    word = "территория"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query. Who may not open the page of the territory reads its talk alone."""
        return {each.id: each for each in _drawn(actor, territories_talked_of(actor).filter(pk__in=ids))}


def _drawn(actor: Actor, places: QuerySet[Territory]) -> list[Reference]:
    return [
        Reference(TERRITORY, pk, name, _address(actor, pk, path or ""), territory_path=path or "")
        for pk, name, path in places.order_by("path").values_list("pk", "name", "path")
    ]


def _address(actor: Actor, pk: int, path: str) -> str:
    if actor.covers_territory(path):
        return reverse("territory", args=[pk])
    return reverse("discussion", args=[TERRITORY, pk])


_SCHOOLS = Rows(SCHOOL, "школа", "school", schools_talked_of, ("name",), str, "pk", ("territory__path",))
SOURCES: tuple[Source, ...] = (_SCHOOLS, _Territories())
