"""Reads of programme years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.cycles.models import Cycle, Participation, Programme, Stage
from opora.cycles.periods import Period, occurrences, parse
from opora.cycles.states import Mode


def participations_of(actor: Actor) -> QuerySet[Participation]:
    """Participations of the schools in the actor's scope."""
    rows = Participation.objects.select_related("school__territory", "programme", "cycle")
    if actor.is_operator:
        return rows
    if actor.scope is None:
        return rows.none()
    own = Q(school_id__in=actor.scope.school_ids)
    return rows.filter(own | inside("school__territory__path", actor.scope.territory_paths))


def year_for(cycles: Sequence[Cycle], code: str, today: date) -> Cycle | None:
    """The year of this code; without one that of today, else the newest. `cycles` in their order, newest first."""
    if code:
        return next((each for each in cycles if each.code == code), None)
    return next((each for each in cycles if each.starts <= today <= each.ends), next(iter(cycles), None))


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A year in the list; `schools` counts each school once, however many programmes hold it."""

    code: str
    title: str
    starts: date
    ends: date
    schools: int
    is_now: bool


def cycle_rows(actor: Actor, *, today: date) -> list[CycleRow]:
    """Newest first."""
    counts = dict(
        participations_of(actor)
        .order_by()
        .values_list("cycle_id")
        .annotate(schools=Count("school", distinct=True))
        .values_list("cycle_id", "schools")
    )
    return [
        CycleRow(c.code, c.title, c.starts, c.ends, counts.get(c.pk, 0), c.starts <= today <= c.ends)
        for c in Cycle.objects.all()
    ]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with its term as written and as read."""

    pk: int
    title: str
    period: Period
    is_over: bool


def stage_rows(cycle: Cycle, *, today: date) -> list[StageRow]:
    """In their order; a stage is over when its last day is past."""
    rows = []
    for stage in cycle.stages.all():
        period = parse(stage.term, within=(cycle.starts, cycle.ends))
        rows.append(StageRow(stage.pk, stage.title, period, bool(period.ends and period.ends < today)))
    return rows


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year with what falls into it: (days, title), a repeated thing once with all its days."""

    first: date
    lines: tuple[tuple[str, str], ...]


def calendar(stages: Sequence[StageRow], cycle: Cycle) -> list[Month]:
    """Months that have anything, in order; «1, 8, 15» are days of the month."""
    months: dict[date, dict[str, list[int]]] = {}
    for stage in stages:
        for day in occurrences(stage.period, within=(cycle.starts, cycle.ends)):
            months.setdefault(day.replace(day=1), {}).setdefault(stage.title, []).append(day.day)
    return [
        Month(
            first,
            tuple((", ".join(map(str, days)), title) for title, days in sorted(lines.items(), key=_by_day)),
        )
        for first, lines in sorted(months.items())
    ]


def _by_day(line: tuple[str, list[int]]) -> tuple[int, str]:
    return (line[1][0], line[0])


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    pk: int
    school_id: int
    school: str
    territory: str
    programme: str
    mode: str
    reason: str


def participation_rows(actor: Actor, cycle: Cycle) -> list[ParticipationRow]:
    """In order of school, then programme."""
    found = (
        participations_of(actor).filter(cycle=cycle).order_by("school__sort_name", "programme__name", "id")
    )
    return [
        ParticipationRow(
            p.pk,
            p.school_id,
            p.school.name,
            p.school.territory.name,
            p.programme.name,
            Mode(p.mode).label,
            p.reason,
        )
        for p in found
    ]


def programmes_of(actor: Actor) -> QuerySet[Programme]:
    """Programmes a coordinator may put a school into: those of the scope and of what lies above it."""
    if actor.is_operator or actor.scope is None:
        return Programme.objects.all()
    paths = actor.scope.territory_paths
    above = Q(level="federal") | Q(territory__path__in=[each for path in paths for each in chain(path)])
    return Programme.objects.filter(above | inside("territory__path", paths))


def stage_of(cycle: Cycle, pk: int) -> Stage | None:
    return cycle.stages.filter(pk=pk).first()
