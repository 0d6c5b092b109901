"""Writing what a checked file holds: once, all or nothing, one import of a kind at a time."""

from datetime import datetime

from django.db import transaction

from opora.access import Actor, Refused, WrongState
from opora.imports.actions.checking import PASSING, fits_in_request, request_of, workbook_of
from opora.imports.actions.settling import (
    Outcome,
    begin,
    broken,
    locked,
    refusal,
    same_turn,
    settle,
    settle_if_current,
    tell,
)
from opora.imports.contract import Report, acting, importer_of
from opora.imports.models import ImportRun
from opora.imports.performing import NothingWritten, lock, lock_if_free, write
from opora.imports.progress import Meter, silent
from opora.imports.rules import DECIDE
from opora.imports.sheets import Unreadable, Workbook
from opora.imports.states import RunState, check_transition
from opora.jobs.seam import later


class AlreadyApplied(WrongState):
    """Somebody, perhaps the same person by a double click, has applied this run: there is nothing to do."""


@transaction.atomic
def apply_run(*, run: ImportRun, turn: int | None = None, by: Actor, at: datetime) -> ImportRun:
    """Write the checked file with the rights of `by`: now if it is small and nobody writes, else by a job.

    The file is checked again in the same transaction. Raises AlreadyApplied for everybody after the first,
    Conflict where the file was checked anew since `turn`, WrongState where it is not checked, Refused.
    """
    held = locked(run.pk)
    DECIDE.check(by, held)
    if held.state in {RunState.APPLYING, RunState.APPLIED}:
        raise AlreadyApplied("Этот файл уже загружают или загрузили. Откройте его страницу: на ней итог.")
    same_turn(held, turn)
    check_transition(RunState(held.state), RunState.APPLYING)
    workbook = _workbook_if_small(held)
    begin(held, RunState.APPLYING, at=at)
    if workbook is not None and lock_if_free(held.kind):
        outcome = _write_now(held, workbook, by=by, at=at)
        settle(held, outcome, at=at, by=by)
        tell(held, _VERBS[outcome.state], by=by, at=at, note=_in_words(outcome.report))
    else:
        later(
            "imports.apply",
            run_id=held.pk,
            turn=held.turn,
            person_id=by.person_id,
            appointment_id=by.capacity.appointment_id if by.capacity else None,
        )
        tell(held, "отправил(а) файл на запись", by=by, at=at)
    return held


def _workbook_if_small(run: ImportRun) -> Workbook | None:
    if run.is_large:
        return None
    workbook = workbook_of(run)
    return workbook if fits_in_request(importer_of(run.kind), workbook) else None


def _write_now(run: ImportRun, workbook: Workbook, *, by: Actor, at: datetime) -> Outcome:
    try:
        with transaction.atomic():
            report = write(
                importer_of(run.kind), workbook, request_of(run, by), file=run.file, at=at, progress=silent
            )
    except NothingWritten as undone:
        return Outcome(RunState.REFUSED, undone.report)
    except (Refused, *PASSING):
        raise
    except Exception:
        return broken(run)
    return Outcome(RunState.APPLIED, report)


def finish_apply(*, run_id: int, turn: int, person_id: int, appointment_id: int | None, at: datetime) -> None:
    """The job's part, with the rights of this moment. Repeatable: the second time there is nothing to do."""
    current = ImportRun.objects.filter(pk=run_id, turn=turn, state=RunState.APPLYING)
    run = current.select_related("file").first()
    if run is None:
        return
    outcome: Outcome | None = None
    try:
        by = acting(person_id, appointment_id)
        DECIDE.check(by, run)
        _write_once(run, workbook_of(run), by=by, at=at)
    except NothingWritten as undone:
        outcome = Outcome(RunState.REFUSED, undone.report)
    except Refused as refused:
        outcome = Outcome(RunState.FAILED, failure=f"{refused.reason} Ничего не записано.")
    except Unreadable as unreadable:
        outcome = refusal(unreadable.problem)
    except PASSING:
        raise
    except Exception:
        outcome = broken(run)
    if outcome is not None:
        settle_if_current(run_id, turn, RunState.APPLYING, outcome, at=at)


def _write_once(run: ImportRun, workbook: Workbook, *, by: Actor, at: datetime) -> None:
    """Write and settle in one transaction; a worker that comes second finds the run settled."""
    with Meter(run_id=run.pk, turn=run.turn) as meter, transaction.atomic():
        lock(run.kind)
        # asked again behind the lock: the worker before us may have just written this very run
        if not ImportRun.objects.filter(pk=run.pk, turn=run.turn, state=RunState.APPLYING).exists():
            return
        report = write(
            importer_of(run.kind), workbook, request_of(run, by), file=run.file, at=at, progress=meter
        )
        settled = settle_if_current(
            run.pk, run.turn, RunState.APPLYING, Outcome(RunState.APPLIED, report), at=at, by=by
        )
        assert settled, "nobody else settles a run that is being written"
        tell(run, _VERBS[RunState.APPLIED], by=by, at=at, note=_in_words(report))


_VERBS: dict[RunState, str] = {
    RunState.APPLIED: "загрузил(а) файл",
    RunState.REFUSED: "попробовал(а) загрузить файл, ничего не записано",
    RunState.FAILED: "попробовал(а) загрузить файл, запись прервалась",
}


def _in_words(report: Report | None) -> str:
    if report is None or report.is_refused:
        return ""
    counts = report.counts
    return f"новых {counts.new}, изменено {counts.changed}, без изменений {counts.same}"
