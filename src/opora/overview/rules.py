"""Who sees a territory at a glance, and which of its columns. What a column shows is decided by its own feature."""

from collections.abc import Callable

from opora.access import Actor, Permission, rule
from opora.curators.rules import COORDINATORS as GIVES_CURATORS
from opora.documents.rules import SEE as SEE_DOCUMENTS
from opora.organisations.models import Territory
from opora.organisations.rules import OVERLOOKERS
from opora.overview.states import Sign, Step
from opora.risks.rules import SEE as SEE_RISKS
from opora.roadmaps.rules import SEE as SEE_ROADMAPS
from opora.surveys.rules import SEE as SEE_SURVEYS
from opora.visits.rules import SEE as SEE_VISITS

#: an observer among them sees lists, participation and surveys: no risks, no signs of a school
READERS = OVERLOOKERS


@rule(
    "координаторы, руководители, методист, наблюдатель",
    "Обзор территории открыт координаторам и руководителям. Свои школы вы найдёте на столе и в разделе «Школы».",
)
def looks_over_a_territory(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.role in READERS


@rule("территория в своём охвате", "Эта территория не в вашем охвате. Откройте обзор своей.")
def territory_in_scope(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "?")


SEE = Permission[object]("overview.see", "Открывать обзор территории", any_of=((looks_over_a_territory,),))
SEE_TERRITORY = Permission[Territory](
    "overview.see_territory",
    "Видеть школы территории по шагам года",
    any_of=((looks_over_a_territory, territory_in_scope),),
)


def _everybody(_: Actor) -> bool:
    return True


_COLUMNS: dict[Step, Callable[[Actor], bool]] = {
    Step.LIST: _everybody,
    Step.PART: _everybody,
    Step.SURVEY: lambda actor: SEE_SURVEYS.can(actor, None),
    Step.RISKS: lambda actor: SEE_RISKS.can(actor, None),
    Step.PROGRAMME: lambda actor: SEE_DOCUMENTS.can(actor, None),
    Step.ROADMAP: lambda actor: SEE_ROADMAPS.can(actor, None),
    Step.VISITS: lambda actor: SEE_VISITS.can(actor, None),
    Step.STAGE: lambda actor: SEE_ROADMAPS.can(actor, None),
}

#: a sign is told to those who may open what it is seen in
_SEEN_IN: dict[Sign, Step] = {
    Sign.NO_CURATOR: Step.ROADMAP,
    Sign.NO_VISIT: Step.VISITS,
    Sign.UNANSWERED: Step.PROGRAMME,
    Sign.RETURNED: Step.PROGRAMME,
    Sign.LATE_DOCUMENT: Step.PROGRAMME,
}


def columns_of(actor: Actor) -> tuple[Step, ...]:
    """The steps that the actor sees, in their order."""
    return tuple(step for step in Step if _COLUMNS[step](actor))


def signs_of(actor: Actor) -> frozenset[Sign]:
    """The signs that the actor is told of."""
    seen = set(columns_of(actor))
    return frozenset(sign for sign in Sign if _SEEN_IN.get(sign, Step.ROADMAP) in seen)


def gives_curators(actor: Actor) -> bool:
    """Whether the actor chooses a curator for a school."""
    return actor.acts_as(*GIVES_CURATORS)
