"""Giving up files that nobody needs: of imports that were discarded or left undecided."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.files import actions as files
from opora.imports.actions.settling import locked, tell
from opora.imports.contract import importers
from opora.imports.models import ImportRun
from opora.imports.states import OPEN, RunState, check_transition

#: undecided imports whose files are not to be kept at all
DAYS_UNKEPT = 1
_UNDECIDED = "отменила загрузку: решения не было слишком долго"


def days_kept() -> int:
    """How long the file of a discarded or undecided import is kept: as the installation decides."""
    return int(settings.IMPORT_FILES_KEPT_DAYS)


def forget_files(*, by: Actor, at: datetime, days: int | None = None) -> int:
    """Discard imports nobody decided about for so many days, remove the files of discarded ones; how many.

    Each in a transaction of its own, one event each; the run and what was found in it stay. Repeatable.
    `by` is the installation itself.
    """
    days = days_kept() if days is None else days
    unkept = {importer.kind for importer in importers() if importer.why_not_kept}
    return sum(
        _forget(pk, limit, by=by, at=at)
        for among, limit in (
            (ImportRun.objects.filter(kind__in=unkept), at - timedelta(days=min(days, DAYS_UNKEPT))),
            (ImportRun.objects.exclude(kind__in=unkept), at - timedelta(days=days)),
        )
        for pk in list(_due(among, limit).values_list("pk", flat=True))
    )


def _due(among: QuerySet[ImportRun], limit: datetime) -> QuerySet[ImportRun]:
    due = Q(state=RunState.DISCARDED, file__removed_at=None) | Q(state__in=OPEN)
    return among.filter(due, state_since__lt=limit).order_by("id")


@transaction.atomic
def _forget(pk: int, limit: datetime, *, by: Actor, at: datetime) -> bool:
    run = locked(pk)
    # asked again behind the lock: somebody may have just decided
    if run.state_since >= limit:
        return False
    if run.state in OPEN:
        check_transition(RunState(run.state), RunState.DISCARDED)
        run.state, run.state_since = RunState.DISCARDED, at
        tell(run, _UNDECIDED, by=by, at=at, note="Файл удалён.")
    elif run.state == RunState.DISCARDED and run.file.removed_at is None:
        tell(run, "удалила файл отменённой загрузки", by=by, at=at)
    else:
        return False
    marked, run.annotated = run.annotated, None
    run.save()
    for stored in filter(None, (run.file, marked)):
        files.remove(stored=stored, at=at)
    return True
