"""The list of reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.reports.models import Report
from opora.reports.queries.visibility import visible_to


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all»."""

    cycle_id: int | None = None
    territory: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    pk: int
    territory: str
    cycle: str
    stage: str
    due: date | None
    state: str
    since: date
    number: str
    day: date | None


def found_by(actor: Actor, chosen: Chosen) -> QuerySet[Report]:
    found = visible_to(actor)
    if chosen.cycle_id is not None:
        found = found.filter(cycle=chosen.cycle_id)
    if chosen.territory:
        found = found.filter(territory__code=chosen.territory)
    if chosen.state:
        found = found.filter(state=chosen.state)
    return found


def lines(actor: Actor, chosen: Chosen, *, start: int = 0, size: int | None = None) -> list[ReportLine]:
    """The newest year first, then the latest stage, then by territory. One query."""
    rows = (
        found_by(actor, chosen)
        .order_by("-cycle__starts", F("due").desc(nulls_last=True), "territory__sort_name", "-pk")
        .values_list(
            *("pk", "territory__name", "cycle__title", "stage_title", "due", "state", "state_since"),
            *("number", "date"),
        )[start : None if size is None else start + size]
    )
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> ReportLine:
    return ReportLine(*row)


def cycles_and_territories(actor: Actor) -> tuple[list[Cycle], list[tuple[str, str]]]:
    """What the list may be narrowed to. Two queries."""
    territories = (
        visible_to(actor)
        .order_by("territory__sort_name", "territory_id")
        .values_list("territory__code", "territory__name")
    )
    return list(Cycle.objects.all()), list(dict.fromkeys(territories))
