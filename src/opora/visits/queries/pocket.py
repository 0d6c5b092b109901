"""Which notes are kept on a phone for a school without a connection: those that may be written soon."""

from dataclasses import dataclass
from datetime import date, timedelta

from opora.access import Actor
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.visits.models import Visit
from opora.visits.queries.visibility import visible_to
from opora.visits.states import VisitState

#: planned visits of so many days back and ahead
_BACK, _AHEAD = 30, 21
#: pages that a phone fetches beforehand, of each sort; whoever has more schools opens their pages beforehand
MOST_VISITS, MOST_SCHOOLS = 12, 12


@dataclass(frozen=True, slots=True)
class Pocket:
    """Own planned visits by their day, and schools whose visits may be noted without a plan."""

    visits: list[Visit]
    schools: list[Organisation]


def pocket_of(actor: Actor, *, today: date) -> Pocket:
    """Two queries."""
    visits = visible_to(actor).filter(
        state=VisitState.PLANNED,
        visitors__person=actor.person_id,
        planned_on__range=(today - timedelta(days=_BACK), today + timedelta(days=_AHEAD)),
    )
    near = visits.select_related("school").order_by("planned_on", "planned_at", "pk")[:MOST_VISITS]
    schools = list(
        schools_visible_to(actor).filter(closed_on=None).order_by("sort_name", "pk")[: MOST_SCHOOLS + 1]
    )
    return Pocket(list(near), schools if len(schools) <= MOST_SCHOOLS else [])
