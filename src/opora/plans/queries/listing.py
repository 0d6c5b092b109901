"""The list of plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.plans.models import Plan
from opora.plans.queries.visibility import visible_to


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all»."""

    cycle_id: int | None = None
    level: str = ""
    state: str = ""
    territory: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    pk: int
    title: str
    territory: str
    cycle: str
    level: str
    state: str
    since: date
    rows: int
    approved: str


def found_by(actor: Actor, chosen: Chosen) -> QuerySet[Plan]:
    found = visible_to(actor)
    if chosen.cycle_id is not None:
        found = found.filter(cycle=chosen.cycle_id)
    if chosen.level:
        found = found.filter(level=chosen.level)
    if chosen.state:
        found = found.filter(state=chosen.state)
    if chosen.territory:
        found = found.filter(territory__code=chosen.territory)
    for word in chosen.words.lower().replace("ё", "е").split():
        found = found.filter(sort_title__contains=word)
    return found


def lines(actor: Actor, chosen: Chosen, *, start: int = 0, size: int | None = None) -> list[PlanLine]:
    """The newest year first, then by territory. One query."""
    rows = (
        found_by(actor, chosen)
        .annotate(many=Count("rows"))
        .order_by("-cycle__starts", "-cycle_id", "territory__sort_name", "sort_title", "pk")
        .values_list(
            *("pk", "title", "territory__name", "cycle__title", "level", "state", "state_since", "many"),
            *("approved_by", "order_number", "order_date"),
        )[start : None if size is None else start + size]
    )
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> PlanLine:
    pk, title, territory, cycle, level, state, since, many, by, number, day = row
    return PlanLine(pk, title, territory, cycle, level, state, since, many, approved_words(by, number, day))


def approved_words(by: str, number: str, day: date | None) -> str:
    """«приказ начальника управления образования № 82 от 12.01.2026»."""
    pieces = [by, f"№ {number}" if number else "", f"от {day:%d.%m.%Y}" if day else ""]
    return " ".join(piece for piece in pieces if piece)


def cycles_and_territories(actor: Actor) -> tuple[list[Cycle], list[tuple[str, str]]]:
    """What the list may be narrowed to. Two queries."""
    territories = (
        visible_to(actor)
        .order_by("territory__sort_name")
        .values_list("territory__code", "territory__name")
        .distinct()
    )
    return list(Cycle.objects.all()), list(dict.fromkeys(territories))
