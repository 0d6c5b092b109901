"""Verifications of risks on the spot: visits too, kept in `risks` with the directions they were about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet

from opora.access import Actor
from opora.risks.models import Verification
from opora.risks.queries.visibility import directions_visible_to
from opora.visits.queries.listing import Chosen, in_places
from opora.visits.states import Way


@dataclass(frozen=True, slots=True)
class Line:
    """What one person verified in one school on one day. `direction` is the first of so many `directions`."""

    day: date
    school_id: int
    school: str
    key: str
    place: str
    by: str
    direction: int
    directions: int


def how_many_verified(actor: Actor, chosen: Chosen) -> int:
    """How many lines there are. One query."""
    return _found(actor, chosen).count() if _may_be_found(chosen) else 0


def verified(actor: Actor, chosen: Chosen, *, start: int = 0, size: int | None = None) -> list[Line]:
    """The newest first. One query."""
    end = None if size is None else start + size
    return [Line(*row) for row in _found(actor, chosen)[start:end]] if _may_be_found(chosen) else []


def _may_be_found(chosen: Chosen) -> bool:
    """A verification has no kind and is always in presence; it keeps the name of who wrote it, not the person."""
    return not chosen.kind and chosen.who is None and chosen.way != Way.ONLINE


def _found(actor: Actor, chosen: Chosen) -> QuerySet[Verification, Any]:
    found = Verification.objects.filter(
        direction__in=directions_visible_to(actor).filter(cycle=chosen.cycle_id).order_by().values("pk")
    )
    found = in_places(found, chosen, "direction__school")
    if chosen.first is not None:
        found = found.filter(visited_on__gte=chosen.first)
    if chosen.last is not None:
        found = found.filter(visited_on__lte=chosen.last)
    school = ("direction__school_id", "direction__school__name", "direction__school__key")
    row = ("visited_on", *school, "direction__school__territory__name", "recorded_by_name")
    counted = found.order_by("-visited_on", "direction__school__name", "recorded_by_name").values_list(*row)
    return counted.annotate(first=Min("direction_id"), directions=Count("direction_id", distinct=True))
