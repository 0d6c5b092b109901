"""The list of events: what a person chose above it, its rows, how many there are of each state."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from opora.access import Actor
from opora.events.models import Event, Invited, Session
from opora.events.queries.visibility import visible_to
from opora.events.states import EventState, SessionState
from opora.ordering import folded
from opora.statements import every


@dataclass(frozen=True, slots=True)
class Chosen:
    """Empty is «all». `is_unmarked`: a day has passed and nobody has said how many came."""

    cycle_id: int | None = None
    words: str = ""
    kind: str = ""
    state: str = ""
    school: str = ""
    factor: str = ""
    first: date | None = None
    last: date | None = None
    is_unmarked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An event in the list: `next_on` is the nearest planned day, `last_on` the last one held."""

    pk: int
    title: str
    kind: str
    home: str
    key: str
    place: str
    led_by: str
    term: str
    state: str
    next_on: date | None
    last_on: date | None
    planned: int
    held: int
    came: int | None


def _named_like(words: str, field: str) -> Q:
    parts = folded(words).split()
    return reduce(and_, (Q((f"{field}__contains", part)) for part in parts)) if parts else Q()


def found_by(actor: Actor, chosen: Chosen, *, today: date) -> QuerySet[Event]:
    """What the filters leave, of every state."""
    found = visible_to(actor).filter(_named_like(chosen.words, "sort_title"))
    if chosen.cycle_id is not None:
        found = found.filter(cycle=chosen.cycle_id)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.factor:
        found = found.filter(factors__contains=[chosen.factor])
    if chosen.school:
        found = found.filter(_of_school(chosen.school))
    days = Session.objects.filter(event=OuterRef("pk")).exclude(state=SessionState.CANCELLED)
    if chosen.first or chosen.last:
        if chosen.first:
            days = days.filter(last__gte=chosen.first)
        if chosen.last:
            days = days.filter(date__lte=chosen.last)
        found = found.filter(Exists(days))
    if chosen.is_unmarked:
        passed = Session.objects.filter(event=OuterRef("pk"), state=SessionState.PLANNED, last__lt=today)
        found = found.filter(Exists(passed))
    return found


def _of_school(words: str) -> Q:
    """The condition that the school organises it or is invited to it."""
    code = words.strip()
    own = _named_like(words, "school__sort_name") | Q(school__key__iexact=code)
    invited = Invited.objects.filter(event=OuterRef("pk")).filter(
        _named_like(words, "school__sort_name") | Q(school__key__iexact=code)
    )
    return (Q(school__isnull=False) & own) | Q(Exists(invited))


def counts(actor: Actor, chosen: Chosen, *, today: date) -> dict[str, int]:
    """How many events are in each state. One query."""
    return dict(every(_states, actor, chosen, today))


def _states(actor: Actor, chosen: Chosen, today: date) -> QuerySet[Event, Any]:
    found = found_by(actor, chosen, today=today)
    return found.order_by().values_list("state").annotate(many=Count("pk"))


def lines(
    actor: Actor, chosen: Chosen, *, today: date, start: int = 0, size: int | None = None
) -> list[Line]:
    """Rows of the list, of a state or of all. One query.

    What is planned stands by its nearest day, what has no day after it; what is over by its last, newest first.
    """
    end = None if size is None else start + size
    return [
        Line(pk, title, kind, school or place or "", key or "", of_school or place or "", *rest)
        for pk, title, kind, school, place, key, of_school, *rest in every(
            _page, actor, chosen, today, start, end
        )
    ]


def _page(actor: Actor, chosen: Chosen, today: date, start: int, end: int | None) -> QuerySet[Event, Any]:
    found = found_by(actor, chosen, today=today)
    if chosen.state:
        found = found.filter(state=chosen.state)
    planned, held = Q(sessions__state=SessionState.PLANNED), Q(sessions__state=SessionState.HELD)
    rows: QuerySet[Any, Any] = found.annotate(
        next_on=Min("sessions__date", filter=planned),
        last_on=Max("sessions__last", filter=held),
        planned=Count("sessions", filter=planned),
        held=Count("sessions", filter=held),
        came=Sum("sessions__came", filter=held),
    ).order_by(F("next_on").asc(nulls_last=True), F("last_on").desc(nulls_last=True), "-state_since", "-pk")
    return rows.values_list(
        *("pk", "title", "kind_title", "school__name", "territory__name", "school__key"),
        *("school__territory__name", "led_by", "term", "state", "next_on", "last_on"),
        *("planned", "held", "came"),
    )[start:end]


def unmarked(actor: Actor, *, today: date) -> int:
    """How many of the visible events still planned have a day that passed unmarked. One query."""
    chosen = Chosen(state=EventState.PLANNED, is_unmarked=True)
    return found_by(actor, chosen, today=today).filter(state=EventState.PLANNED).count()
