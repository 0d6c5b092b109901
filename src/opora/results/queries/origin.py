"""Where one figure comes from, and what it was before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from opora.access import Actor
from opora.results.dynamics import Share
from opora.results.models import FIGURES, Fact
from opora.results.queries.school import share_of
from opora.results.queries.visibility import facts_visible_to

_JOINED = ("school__name", "school__territory__path", "procedure__code", "procedure__title")


@dataclass(frozen=True, slots=True)
class Older:
    """The figure as it was until `until`."""

    until: datetime
    participants: int | None
    low: Share
    high: Share
    mean: Decimal | None
    source: str


def figure(actor: Actor, fact_id: int) -> Fact | None:
    """The figure if the actor sees it, with its school, procedure and load."""
    return _one(facts_visible_to(actor).select_related("school__territory", "procedure", "load"), fact_id)


def figure_to_correct(actor: Actor, fact_id: int) -> Fact | None:
    """The figure if the actor sees it, with as much of its school and procedure as correcting it takes."""
    facts = facts_visible_to(actor).select_related("school__territory", "procedure")
    return _one(facts.only(*FIGURES, "year", "class_label", *_JOINED), fact_id)


def _one(facts: QuerySet[Fact], fact_id: int) -> Fact | None:
    # in its own order a figure stands by the names of its school and procedure: one row needs none
    return facts.order_by("pk").filter(pk=fact_id).first()


def older(fact: Fact) -> list[Older]:
    """Earlier values, the newest first, from the rows that the trigger kept."""
    events: Any = fact.events.select_related("load").order_by("-pgh_created_at", "-pgh_id")  # type: ignore[attr-defined]
    return [
        Older(
            until=event.pgh_created_at,
            participants=event.participants,
            low=share_of(event.low_count, event.participants, event.low_percent),
            high=share_of(event.high_count, event.participants, event.high_percent),
            mean=event.mean_score,
            source=_source(event),
        )
        for event in events
    ]


def _source(event: Any) -> str:
    if event.corrected_at is not None:
        return f"исправил(а) {event.corrected_by_name}: {event.correction_reason}"
    if event.load is None:
        return ""
    return ", ".join(part for part in (event.load.file_name, event.origin_sheet, event.origin_cells) if part)
