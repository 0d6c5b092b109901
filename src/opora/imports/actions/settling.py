"""Moving a run from state to state, and the words about it in history."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opora.access import Actor, WrongState
from opora.access.errors import Conflict
from opora.files import actions as files
from opora.history.actions import record
from opora.imports.contract import Report, importer_of
from opora.imports.models import ImportRun
from opora.imports.performing import refused_by
from opora.imports.problems import Problem
from opora.imports.rules import DECIDE
from opora.imports.states import RunState, check_transition
from opora.jobs.seam import later

log = logging.getLogger(__name__)

BROKEN = (
    "Работа прервалась из-за ошибки на нашей стороне, ничего не записано. "
    "Проверьте файл ещё раз; если не поможет, передайте файл администратору."
)
LOST = (
    "Работа прерывалась несколько раз подряд, ничего не записано. "
    "Проверьте файл ещё раз или разделите его на части; если не поможет, передайте файл администратору."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check or an applying ended. `failure` is told where there is no report."""

    state: RunState
    report: Report | None = None
    failure: str = ""


def refusal(problem: Problem) -> Outcome:
    return Outcome(RunState.REFUSED, refused_by(problem).report)


def broken(run: ImportRun) -> Outcome:
    """For an exception nobody foresaw: told to the person, kept in the log."""
    log.exception("import run %s (%s) broke off", run.pk, run.kind)
    return Outcome(RunState.FAILED, failure=BROKEN)


def locked(run_id: int) -> ImportRun:
    """The run as it stands now, held until the transaction ends; readers and progress are not held up."""
    held = ImportRun.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("file").get(pk=run_id)


def open_for(run: ImportRun, *, turn: int | None, by: Actor) -> ImportRun:
    """The run held for a decision of `by`, who saw it in `turn` (None: whatever it is now).

    Raises Refused, or Conflict where somebody decided in the meantime.
    """
    held = locked(run.pk)
    DECIDE.check(by, held)
    same_turn(held, turn)
    return held


def same_turn(run: ImportRun, turn: int | None) -> None:
    if turn is not None and turn != run.turn:
        raise Conflict("Пока вы решали, файл проверили заново. Посмотрите новый итог и решите ещё раз.")


def with_file(run: ImportRun) -> ImportRun:
    """The run, where its kind has not given the file up. Raises WrongState."""
    why = importer_of(run.kind).why_not_kept
    if why and run.file.removed_at is not None:
        raise WrongState(f"Файл мы не храним: {why}. Загрузите его заново.")
    return run


def give_up_unkept(run: ImportRun, *, at: datetime) -> None:
    """Remove the file of a run that ended or broke off, where its kind does not keep files."""
    if importer_of(run.kind).why_not_kept:
        files.remove(stored=run.file, at=at)


def begin(run: ImportRun, state: RunState, *, at: datetime) -> None:
    """Start a new turn of work, saved; a run not saved yet begins its life here."""
    if run.pk is not None:
        check_transition(RunState(run.state), state)
    run.state, run.state_since = state, at
    run.turn += 1
    run.progress_done, run.progress_total = 0, None
    run.failure, run.annotated = "", None
    run.save()


def settle(run: ImportRun, outcome: Outcome, *, at: datetime, by: Actor | None = None) -> None:
    """Put the outcome into a run that is held; `by` is who applied it."""
    check_transition(RunState(run.state), outcome.state)
    run.state, run.state_since = outcome.state, at
    run.failure = outcome.failure
    run.report = outcome.report and outcome.report.as_json()
    if outcome.report is not None and outcome.report.mapping is not None:
        run.columns = outcome.report.mapping.as_json()
    if outcome.state is RunState.APPLIED:
        assert by is not None and by.person_id is not None
        run.applied_at, run.applied_by_id, run.applied_by_name = at, by.person_id, by.name
    run.save()
    if outcome.state in {RunState.REFUSED, RunState.FAILED}:
        give_up_unkept(run, at=at)
    keeps = not importer_of(run.kind).why_not_kept
    if (
        keeps
        and outcome.state is RunState.REFUSED
        and run.is_large
        and outcome.report
        and outcome.report.has_places
    ):
        later("imports.annotate", run_id=run.pk, turn=run.turn)


@transaction.atomic
def settle_if_current(
    run_id: int, turn: int, working: RunState, outcome: Outcome, *, at: datetime, by: Actor | None = None
) -> bool:
    """Put a job's outcome in, unless the run has gone on without it: then nothing changes, and False."""
    run = locked(run_id)
    if run.turn != turn or run.state != working:
        return False
    settle(run, outcome, at=at, by=by)
    return True


def give_up_run(*, run_id: int, turn: int, at: datetime) -> None:
    """A job that will not come any more: the run says so and can be checked again."""
    for working in (RunState.QUEUED, RunState.APPLYING):
        settle_if_current(run_id, turn, working, Outcome(RunState.FAILED, failure=LOST), at=at)


def tell(run: ImportRun, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """The one event of an action."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="import_run",
        subject_id=run.pk,
        subject_title=run.file.name,
        territory_path=run.territory_path,
        note=note,
    )
