"""Decisions as facts: plans and reports mark their rows by them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from opora.decisions.models import Decision
from opora.decisions.states import DecisionState


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A decision that was not cancelled. `path` is of the territory it lies in; `school_id` None: it is the
    territory's own. `executed_on` None: it is still carried out."""

    id: int
    title: str
    decided_on: date
    executed_on: date | None
    is_assessed: bool
    path: str
    school_id: int | None


def facts(*, cycle_id: int, path: str = "") -> list[DecisionFact]:
    """Decisions of a year in and below a territory, the earliest first. One query.

    The caller has decided that the territory may be seen.
    """
    found = Decision.objects.filter(cycle=cycle_id).exclude(state=DecisionState.CANCELLED)
    if path:
        found = found.filter(
            Q(territory__path__startswith=path) | Q(school__territory__path__startswith=path)
        )
    rows = found.order_by("decided_on", "pk").annotate(
        place=Coalesce("school__territory__path", "territory__path")
    )
    return [
        DecisionFact(
            each.pk,
            each.title,
            each.decided_on,
            each.executed_on,
            each.state == DecisionState.ASSESSED,
            each.place or "",
            each.school_id,
        )
        for each in rows
    ]
