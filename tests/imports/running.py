"""Import runs for tests: starting one, its jobs, and what history tells of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from imports.fake_importer import GOOD, book
from opora.access import Actor
from opora.history.models import Event
from opora.imports import actions
from opora.imports.models import ImportRun


def start(by: Actor, at: datetime, rows: Sequence[tuple[Any, ...]] = GOOD, **values: Any) -> ImportRun:
    given: dict[str, Any] = {"kind": "notes", "data": book(rows), "name": "заметки.xlsx", "options": {}}
    return actions.start_run(**(given | values), by=by, at=at)


def told() -> list[str]:
    """What history says about runs, oldest first."""
    events = Event.objects.filter(subject_kind="import_run").order_by("id")
    return list(events.values_list("verb", flat=True))


def jobs() -> list[tuple[str, dict[str, Any]]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("id")]


def run_jobs() -> None:
    """What a worker would do, in this very transaction."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from opora.imports import tasks

    of = {"imports.check": tasks.check, "imports.apply": tasks.apply}
    for job in ProcrastinateJob.objects.order_by("id"):
        of[job.task_name](**job.args)
