"""Reads of import runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.access.actor import COORDINATING_ROLES
from opora.access.paths import inside
from opora.imports.contract import Resolution, importers
from opora.imports.models import ImportRun
from opora.imports.states import MOVES, WAITING, RunState
from opora.inbox import Reason, Waiting
from opora.statements import every


@dataclass(frozen=True, slots=True)
class RunRow:
    """A line of the list. `is_mine`: the actor added the file; `waits`: its author has to decide."""

    pk: int
    file: str
    kind: str
    who: str
    state: RunState
    since: datetime
    is_mine: bool

    @property
    def waits(self) -> bool:
        return MOVES[self.state] is not None


_REASONS = {
    RunState.MAPPING: Reason.DECIDE,
    RunState.REFUSED: Reason.MEND,
    RunState.CHECKED: Reason.DECIDE,
    RunState.FAILED: Reason.MEND,
}


def visible_to(actor: Actor) -> QuerySet[ImportRun]:
    """The actor's own runs and, for coordinators, those of the territories they cover; newest first.

    The same decision as `rules.SEE_RUN`, as a condition of the database.
    """
    if actor.is_operator:
        return ImportRun.objects.all()
    if actor.person_id is None:
        return ImportRun.objects.none()
    seen = Q(created_by_id=actor.person_id)
    if actor.scope is not None and actor.role in COORDINATING_ROLES:
        seen |= inside("territory_path", actor.scope.territory_paths)
    return ImportRun.objects.filter(seen)


def listed(actor: Actor) -> QuerySet[ImportRun]:
    """The visible runs with what a list needs of them: a page of it goes to `rows`."""
    return visible_to(actor).select_related("file").defer("report", "columns", "mapping", "resolutions")


def rows(runs: Iterable[ImportRun], actor: Actor) -> list[RunRow]:
    titles = {each.kind: each.title for each in importers()}
    return [
        RunRow(
            pk=run.pk,
            file=run.file.name,
            kind=titles.get(run.kind, run.kind),
            who=run.created_by_name,
            state=RunState(run.state),
            since=run.state_since,
            is_mine=run.created_by_id == actor.person_id,
        )
        for run in runs
    ]


def waiting_for(actor: Actor, *, limit: int = 20) -> list[Waiting]:
    """The person's own imports that wait for a decision, the longest waiting first."""
    if actor.person_id is None:
        return []
    return [
        Waiting(
            _REASONS[RunState(state)],
            f"Файл «{name}» {RunState(state).label}",
            "Открыть",
            reverse("import-run", args=[pk]),
            timezone.localdate(since),
        )
        for pk, name, since, state in every(_own_waiting, actor.person_id, limit)
    ]


def _own_waiting(person_id: int, limit: int) -> QuerySet[ImportRun, Any]:
    found = ImportRun.objects.filter(created_by_id=person_id, state__in=WAITING).order_by("state_since", "id")
    return found.values_list("id", "file__name", "state_since", "state")[:limit]


def resolutions_of(run: ImportRun) -> tuple[Resolution, ...]:
    """The cells decided so far, in the order of sheet, row, column."""
    return tuple(Resolution(**cell) for cell in run.resolutions)
