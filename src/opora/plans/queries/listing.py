"""The list of plans."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.plans.execution import Execution, execution
from opora.plans.models import Plan
from opora.plans.queries.rows import rows_of
from opora.plans.queries.visibility import visible_to
from opora.plans.standing import Stand
from opora.plans.states import PlanState


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
    share: Execution | None = None


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


def lines(
    actor: Actor, chosen: Chosen, *, today: date, start: int = 0, size: int | None = None
) -> list[PlanLine]:
    """The newest year first, then by territory. One query, and those of `rows_of` for the plans that are carried
    out: their share is counted from their rows."""
    rows = (
        found_by(actor, chosen)
        .annotate(many=Count("rows"))
        .order_by("-cycle__starts", "-cycle_id", "territory__sort_name", "sort_title", "pk")
        .values_list(
            *("pk", "title", "territory__name", "cycle__title", "level", "state", "state_since", "many"),
            *("approved_by", "order_number", "order_date"),
        )[start : None if size is None else start + size]
    )
    found = [_line(row) for row in rows]
    shares = _shares([each.pk for each in found if each.state != PlanState.DRAFT], today)
    return [replace(each, share=shares.get(each.pk)) for each in found]


def _shares(ids: Sequence[int], today: date) -> dict[int, Execution]:
    plans = list(Plan.objects.filter(pk__in=ids).select_related("territory", "cycle")) if ids else []
    stands: dict[int, list[Stand]] = {pk: [] for pk in ids}
    for each in rows_of(plans, today=today) if plans else ():
        stands[each.plan.pk].append(each.stand)
    return {pk: execution(of, today=today) for pk, of in stands.items()}


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
