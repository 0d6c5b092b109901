"""Directions: those of a school, one with all that is said of it, what waits for whom."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor, Role
from opora.cycles.models import Cycle
from opora.inbox import Reason, Waiting
from opora.organisations.models import Organisation
from opora.risks.chronology import Contradiction, Dated, contradictions
from opora.risks.models import Direction, Milestone, Profile
from opora.risks.queries.visibility import directions_visible_to
from opora.risks.rules import movers_of
from opora.risks.states import DirectionState, Happening, Mover
from opora.statements import every
from opora.ui.text import count_ru

WAITS_FOR: dict[Mover, tuple[DirectionState, ...]] = {
    Mover.SCHOOL: (DirectionState.FOUND, DirectionState.DISPUTED, DirectionState.ACTIVE),
    Mover.CURATOR: (DirectionState.CHOSEN,),
    Mover.COORDINATOR: (DirectionState.VERIFIED,),
}


#: from more schools on, a desk has one line that leads to the board
MANY_SCHOOLS = 10


def directions_of(school: Organisation, cycle: Cycle) -> list[Direction]:
    """One query and one for the verifications."""
    return list(
        Direction.objects.filter(school=school, cycle=cycle)
        .prefetch_related("verifications")
        .order_by("factor_code", "id")
    )


def milestones_of(direction: Direction) -> list[Milestone]:
    """What is known of the school and of this direction, by day. One query."""
    found = Milestone.objects.filter(
        Q(direction=direction) | Q(direction=None, school=direction.school_id, cycle=direction.cycle_id)
    )
    return sorted(found, key=lambda each: (each.last or each.first or date.max, each.pk))


def doubts_of(direction: Direction, milestones: Sequence[Milestone]) -> list[Contradiction]:
    """What the guard of chronology says of a direction. One query, for the profile and its campaign.

    The days of the campaign and of the first computing stand in where nobody wrote others down: a profile
    computed again later does not make what followed the first one too early.
    """
    facts = [Dated(Happening(each.what), each.first, each.last, each.as_written) for each in milestones]
    known = {fact.what for fact in facts}
    profile = (
        Profile.objects.filter(school=direction.school_id, cycle=direction.cycle_id)
        .select_related("campaign")
        .order_by("computed_on", "id")
        .first()
    )
    if profile is not None:
        if profile.campaign is not None and Happening.SURVEY not in known:
            facts.append(Dated(Happening.SURVEY, profile.campaign.opens, profile.campaign.closes))
        if Happening.ANALYSIS not in known:
            facts.append(Dated(Happening.ANALYSIS, profile.computed_on, profile.computed_on))
    return contradictions(facts)


_ASKS = {
    DirectionState.FOUND: (Reason.DECIDE, "Выбрать направления"),
    DirectionState.DISPUTED: (Reason.ANSWER, "Ответить куратору"),
    DirectionState.ACTIVE: (Reason.DO, "Начать работу"),
    DirectionState.CHOSEN: (Reason.VISIT, "Записать первичный визит"),
    DirectionState.VERIFIED: (Reason.CONFIRM, "Активировать"),
}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Directions whose next step is this actor's, the oldest first. One query; none for those who move none."""
    by_state: dict[tuple[str, str], list[_Row]] = {}
    for state, cycle, *row in every(_own, actor) if own_states(actor) else ():
        by_state.setdefault((state, cycle), []).append(_Row(*row))
    return [
        waiting
        for (state, cycle), found in by_state.items()
        for waiting in _told(DirectionState(state), cycle, found)
    ]


def _own(actor: Actor) -> QuerySet[Direction, Any]:
    found = directions_visible_to(actor).filter(state__in=own_states(actor))
    row = ("state", "cycle__code", "school_id", "school__name", "pk", "factor_title", "state_since")
    return found.order_by("state_since", "pk").values_list(*row)


class _Row(NamedTuple):
    school_id: int
    school: str
    pk: int
    title: str
    since: date


def _told(state: DirectionState, cycle: str, rows: list[_Row]) -> list[Waiting]:
    """A line a school; of many schools one line that leads to the board."""
    reason, action = _ASKS[state]
    by_school: dict[int, list[_Row]] = {}
    for row in rows:
        by_school.setdefault(row.school_id, []).append(row)
    if len(by_school) > MANY_SCHOOLS:
        words = f"{_many(len(rows))}: {count_ru(len(by_school), 'школа,школы,школ')}"
        url = f"{reverse('directions')}?cycle={cycle}&state={state.value}"
        return [Waiting(reason, words, action, url, rows[0].since)]
    return [
        Waiting(
            reason,
            f"{own[0].school}: {own[0].title if len(own) == 1 else _many(len(own))}",
            action,
            _address(state, cycle, own),
            own[0].since,
        )
        for own in by_school.values()
    ]


def _many(directions: int) -> str:
    return count_ru(directions, "направление,направления,направлений")


def _address(state: DirectionState, cycle: str, rows: Sequence[_Row]) -> str:
    if state is DirectionState.FOUND:
        return f"{reverse('risk-choose', args=[rows[0].school_id])}?cycle={cycle}"
    if len(rows) == 1:
        return reverse("direction", args=[rows[0].pk])
    return f"{reverse('school-directions', args=[rows[0].school_id])}?cycle={cycle}"


def is_mine(actor: Actor, states: Iterable[DirectionState]) -> bool:
    """Whether the next step of any of these is this actor's."""
    return not set(states).isdisjoint(own_states(actor))


def own_states(actor: Actor) -> list[DirectionState]:
    """Those that wait for this actor; an administrator and the operator may step in, but nobody waits for them."""
    if actor.is_operator or actor.role is Role.ADMINISTRATOR:
        return []
    return [state for mover in movers_of(actor) for state in WAITS_FOR[mover]]
