"""The file given back with its wrong cells marked: at once if it is small, made by a job if it is large."""

from datetime import datetime

from opora.access import Actor
from opora.files import actions as files
from opora.imports.actions.checking import workbook_of
from opora.imports.models import ImportRun
from opora.imports.sheets import Unreadable, annotate
from opora.imports.states import RunState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def annotated(run: ImportRun) -> bytes | None:
    """The marked file as XLSX; None where nothing is to be marked or a job has not made it yet."""
    if run.annotated is not None:
        return files.read(run.annotated)
    return None if run.is_large else _marked(run)


def annotate_run(*, run_id: int, turn: int, at: datetime) -> None:
    """The job's part: make the marked file of a refused large one. Repeatable."""
    current = ImportRun.objects.filter(pk=run_id, turn=turn, state=RunState.REFUSED, annotated=None)
    run = current.select_related("file").first()
    data = None if run is None else _marked(run)
    if run is None or data is None:
        return
    author = Actor(person_id=run.created_by_id, name=run.created_by_name)
    made = files.store(
        data=data, name=marked_name(run), content_type=XLSX, purpose="import-annotated", by=author, at=at
    )
    current.update(annotated=made)


def marked_name(run: ImportRun) -> str:
    stem = run.file.name.rpartition(".")[0] or run.file.name
    return f"{stem} — что исправить.xlsx"


def _marked(run: ImportRun) -> bytes | None:
    report = run.last_report()
    if report is None or not report.has_places:
        return None
    try:
        return annotate(workbook_of(run), report.problems)
    except Unreadable:
        # what cannot be opened has no cells to mark
        return None
