"""Stages of the year that wait: at a school to be begun and to be written, above it to be closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor, Role
from opora.catalogues.queries import in_force_at
from opora.documents.queries.narrowing import has_curator
from opora.inbox import SOON_DAYS, Reason, Waiting
from opora.roadmaps import stages
from opora.roadmaps.models import Checkpoint, Work
from opora.roadmaps.queries.visibility import checkpoints_visible_to
from opora.roadmaps.rules import LEADERS
from opora.roadmaps.stages import Stage
from opora.roadmaps.states import CheckpointState
from opora.statements import every


def stages_of_school(actor: Actor, today: date) -> list[Waiting]:
    """For those who lead it: what is begun and not sent, what is not begun. Two queries, three where there are measures."""
    if actor.role not in LEADERS:
        return []
    return [*_begun(actor, CheckpointState.OPEN, today), *_to_begin(actor, today)]


def stages_to_close(actor: Actor, today: date) -> list[Waiting]:
    """What schools have sent. One query."""
    return _begun(actor, CheckpointState.SENT, today)


@dataclass(frozen=True, slots=True)
class _Unbegun:
    """A stage that no report of the school's year was begun for; `cycle` is the code of the year."""

    school_id: int
    school: str
    cycle: str
    title: str
    due: date


def _begun(actor: Actor, state: CheckpointState, today: date) -> list[Waiting]:
    action, reason = (
        ("Дописать", Reason.FILL) if state is CheckpointState.OPEN else ("Закрыть этап", Reason.CONFIRM)
    )
    return [
        Waiting(
            reason,
            f"{each.school.name}: {each.title}" if state is CheckpointState.SENT else each.title,
            action,
            reverse("roadmap-checkpoint", args=[each.pk]),
            each.state_since,
            each.due if state is CheckpointState.OPEN else None,
        )
        for each in every(_stages, actor, state, today)
    ]


def _stages(actor: Actor, state: CheckpointState, today: date) -> QuerySet[Checkpoint]:
    found = checkpoints_visible_to(actor).filter(state=state)
    if state is CheckpointState.OPEN:
        found = found.filter(school__closed_on__isnull=True)
    if actor.role == Role.MUNICIPAL_COORDINATOR:
        found = found.exclude(has_curator(school="school", on=today))
    return found.order_by("due", "pk")


def _to_begin(actor: Actor, today: date) -> list[Waiting]:
    """Late, or due soon."""
    found = _unbegun(actor, today)
    several = len({each.school_id for each in found}) > 1
    return [
        Waiting(
            Reason.FILL,
            f"{each.school}: {each.title}" if several else each.title,
            "Начать этап",
            f"{reverse('roadmap', args=[each.school_id])}?{urlencode({'cycle': each.cycle})}#stages",
            due=each.due,
        )
        for each in found
    ]


def _unbegun(actor: Actor, today: date) -> list[_Unbegun]:
    """Of the actor's open schools that have measures this year, by their days.

    Two queries, one where there are no measures.
    """
    ids = tuple(sorted(actor.scope.school_ids)) if actor.scope else ()
    begun: dict[tuple[Any, ...], set[str]] = {}
    for *year, cycle, of_cycle, code in every(_years, ids, today):
        codes = begun.setdefault(tuple(year), set())
        if of_cycle == cycle:
            codes.add(code)
    if not begun:
        return []
    in_force = in_force_at(stages.KIND, stages.CODE, {path or "" for _, _, path, *_ in begun}, stages.read)
    last = today + timedelta(days=SOON_DAYS)
    found = [
        _Unbegun(school, name, cycle, stage.title, due)
        for (school, name, path, cycle, *within), codes in begun.items()
        for stage, due in _dated(in_force.get(path or "", ()), (within[0], within[1]))
        if stage.code not in codes and due <= last
    ]
    return sorted(found, key=lambda each: (each.due, each.school, each.title))


def _dated(found: Iterable[Stage], within: tuple[date, date]) -> Iterable[tuple[Stage, date]]:
    return ((stage, due) for stage in found if (due := stage.due(within)) is not None)


def _years(ids: tuple[int, ...], today: date) -> QuerySet[Work, Any]:
    """The years of today in which open schools have measures, a row for each stage they ever began, one without any."""
    found = Work.objects.filter(
        school__in=ids, school__closed_on__isnull=True, cycle__starts__lte=today, cycle__ends__gte=today
    )
    year = (
        "school",
        "school__name",
        "school__territory__path",
        "cycle__code",
        "cycle__starts",
        "cycle__ends",
    )
    begun = ("cycle", "school__checkpoints__cycle", "school__checkpoints__code")
    return found.order_by().values_list(*year, *begun).distinct()
