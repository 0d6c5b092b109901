"""The list of decisions, narrowed as a person chose."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from opora.access import Actor
from opora.decisions.models import Decision, Ground
from opora.decisions.queries.visibility import visible_to
from opora.decisions.queries.waiting import has_open_task, open_tasks
from opora.decisions.states import OPEN, DecisionState
from opora.ordering import FoldedName, folded


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all». `show`: «ripe» waits to be assessed, «idle» has no task."""

    cycle_id: int | None = None
    words: str = ""
    home: str = ""
    state: str = ""
    path: str = ""
    show: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A decision in the list. `tasks` are those that nobody has finished with."""

    pk: int
    title: str
    home: str
    place: str
    state: str
    decided_on: date
    decided_by: str
    executed_on: date | None
    tasks: int
    outcomes: int
    ground: str
    text: str


def narrowed(actor: Actor, chosen: Chosen) -> QuerySet[Decision]:
    """Visible decisions that the choice leaves, but for their state."""
    found = visible_to(actor)
    if chosen.cycle_id is not None:
        found = found.filter(cycle=chosen.cycle_id)
    if chosen.path:
        found = found.filter(
            Q(territory__path__startswith=chosen.path) | Q(school__territory__path__startswith=chosen.path)
        )
    words = folded(chosen.words).split()
    if words:
        said = FoldedName("text", "ground", "decided_by")
        found = found.alias(said=said).filter(*(Q(said__contains=word) for word in words))
    for word in folded(chosen.home).split():
        found = found.filter(Q(school__sort_name__contains=word) | Q(territory__sort_name__contains=word))
    if chosen.show == "idle":
        found = found.filter(~Q(has_open_task()), state__in=OPEN)
    elif chosen.show == "unassessed":
        found = found.filter(state=DecisionState.EXECUTED)
    return found


def counts(actor: Actor, chosen: Chosen) -> dict[str, int]:
    """How many decisions are in each state. One query."""
    rows = narrowed(actor, chosen).order_by().values_list("state").annotate(many=Count("pk"))
    return dict(rows)


def lines(actor: Actor, chosen: Chosen, *, start: int = 0, size: int | None = None) -> list[Line]:
    """The newest first. One query."""
    found = narrowed(actor, chosen)
    if chosen.state:
        found = found.filter(state=chosen.state)
    rows: QuerySet[Any] = found.annotate(
        many_tasks=open_tasks(),
        many_outcomes=Count("outcomes"),
        of=Coalesce("school__name", "territory__name", Value("")),
        place=Coalesce("school__territory__name", Value("")),
    ).order_by(F("decided_on").desc(), "-pk")
    return [
        Line(
            *(each.pk, each.title, each.of, each.place, each.state, each.decided_on, each.decided_by),
            *(each.executed_on, each.many_tasks, each.many_outcomes, each.ground, each.text),
        )
        for each in rows[start : None if size is None else start + size]
    ]


def of_ground(actor: Actor, kind: str, thing_id: int) -> list[Decision]:
    """Visible decisions that rest on a thing, the newest first: for that thing's own page. One query."""
    grounds = Ground.objects.filter(kind=kind, thing_id=thing_id).order_by().values("decision")
    return list(visible_to(actor).filter(pk__in=grounds))
