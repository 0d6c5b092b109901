"""Checking a run: within the request where the file is small, by a job where it is not."""

from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from opora.access import Actor, Refused
from opora.files import actions as files
from opora.imports.actions.settling import Outcome, begin, broken, refusal, settle, settle_if_current
from opora.imports.contract import Importer, Progress, Request, acting, importer_of
from opora.imports.models import ImportRun
from opora.imports.progress import Meter, silent
from opora.imports.queries import resolutions_of
from opora.imports.sheets import Unreadable, Workbook, read_pasted, read_workbook
from opora.imports.states import RunState
from opora.jobs.seam import later

#: a database that went away comes back: the job is repeated, the person is told nothing
PASSING = (OperationalError, InterfaceError)


def open_workbook(data: bytes, name: str, *, is_pasted: bool) -> Workbook:
    """Raises Unreadable."""
    return read_pasted(data.decode()) if is_pasted else read_workbook(data, name)


def workbook_of(run: ImportRun) -> Workbook:
    """The run's file, read anew. Raises Unreadable."""
    return open_workbook(files.read(run.file), run.file.name, is_pasted=run.is_pasted)


def request_of(run: ImportRun, by: Actor) -> Request:
    return Request(by=by, options=run.options, mapping=run.mapping, resolutions=resolutions_of(run))


def fits_in_request(importer: Importer, workbook: Workbook) -> bool:
    return sum(len(sheet.rows) for sheet in workbook.sheets) <= importer.background_from_rows


def ask_for_check(run: ImportRun, *, by: Actor, at: datetime, workbook: Workbook | None = None) -> None:
    """Check a run that is held: now if it is small, else by a job enqueued in the same transaction.

    `workbook` is passed where it has been read already.
    """
    begin(run, RunState.QUEUED, at=at)
    if workbook is None and not run.is_large:
        try:
            workbook = workbook_of(run)
        except Unreadable as unreadable:
            settle(run, refusal(unreadable.problem), at=at)
            return
    if workbook is not None and fits_in_request(importer_of(run.kind), workbook):
        settle(run, _check(run, workbook, by=by, progress=silent), at=at)
    else:
        later(
            "imports.check",
            run_id=run.pk,
            turn=run.turn,
            person_id=by.person_id,
            appointment_id=by.capacity.appointment_id if by.capacity else None,
        )


def finish_check(*, run_id: int, turn: int, person_id: int, appointment_id: int | None, at: datetime) -> None:
    """The job's part. Repeatable: what another worker or a later turn has settled stays as it is."""
    current = ImportRun.objects.filter(pk=run_id, turn=turn, state=RunState.QUEUED)
    run = current.select_related("file").first()
    if run is None:
        return
    try:
        by = acting(person_id, appointment_id)
        workbook = workbook_of(run)
        with Meter(run_id=run_id, turn=turn) as meter:
            outcome = _check(run, workbook, by=by, progress=meter)
    except Refused as refused:
        outcome = Outcome(RunState.FAILED, failure=refused.reason)
    except Unreadable as unreadable:
        outcome = refusal(unreadable.problem)
    settle_if_current(run_id, turn, RunState.QUEUED, outcome, at=at)


def _check(run: ImportRun, workbook: Workbook, *, by: Actor, progress: Progress) -> Outcome:
    try:
        # a savepoint, or a transaction of its own: a broken check must not spoil the caller's
        with transaction.atomic():
            report = importer_of(run.kind).check(workbook, request_of(run, by), progress)
    except (Refused, *PASSING):
        raise
    except Exception:
        return broken(run)
    if report.mapping is not None:
        return Outcome(RunState.MAPPING, report)
    return Outcome(RunState.REFUSED if report.is_refused else RunState.CHECKED, report)
