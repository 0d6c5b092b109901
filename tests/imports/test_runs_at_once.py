"""Two people, two presses, two workers, a killed worker: written once and whole."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from factories.people import Cast, actor
from factories.people import cast as make_cast
from imports.fake_importer import GOOD, LONG, NotesImporter, book, notes
from opora.access import Actor, Role
from opora.imports import actions, tasks
from opora.imports.models import ImportRun
from opora.imports.progress import Meter
from opora.imports.states import RunState
from opora.jobs.tasks import retry_stalled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("importer")]


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    """The cast, and after it an empty queue: its tables are not Django's to flush."""
    yield make_cast()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def start(by: Actor, at: datetime, rows: Any = GOOD) -> ImportRun:
    return actions.start_run(kind="notes", data=book(rows), name="з.xlsx", options={}, by=by, at=at)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts side by side, each on a connection of its own; what came of each, in order of names."""
    gate = threading.Barrier(len(acts))
    ended: list[str] = []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            ended.append(type(act()).__name__)
        except Exception as refused:
            ended.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_a_double_press_and_a_colleague_write_once(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    colleague = actor(Role.MUNICIPAL_COORDINATOR, cast.world.municipality, surname="Сменная")
    run = start(by, now)

    ended = at_once(
        lambda: actions.apply_run(run=run, turn=1, by=by, at=now),
        lambda: actions.apply_run(run=run, turn=1, by=by, at=now),
        lambda: actions.apply_run(run=run, turn=1, by=colleague, at=now),
    )

    run.refresh_from_db()
    assert ended == ["AlreadyApplied", "AlreadyApplied", "ImportRun"]
    assert (run.state, notes()) == (RunState.APPLIED, ["Анна", "Борис", "Вера"])


def test_the_same_file_from_two_people_is_written_once(cast: Cast, now: datetime) -> None:
    others = actor(Role.MUNICIPAL_COORDINATOR, cast.world.municipality, surname="Сменная")
    first, second = start(cast.municipal_coordinator, now), start(others, now)

    at_once(
        lambda: actions.apply_run(run=first, by=cast.municipal_coordinator, at=now),
        lambda: actions.apply_run(run=second, by=others, at=now),
    )
    # whoever found the other writing went to the queue
    for job in ProcrastinateJob.objects.all():
        tasks.apply(**job.args)

    made = [run.last_report().counts for run in ImportRun.objects.order_by("id")]  # type: ignore[union-attr]
    assert sorted((c.new, c.same) for c in made) == [(0, 3), (3, 0)]
    assert notes() == ["Анна", "Борис", "Вера"]


def test_two_workers_with_the_same_job_write_once(cast: Cast, now: datetime, importer: NotesImporter) -> None:
    run = _applying(cast.municipal_coordinator, now)
    kwargs = ProcrastinateJob.objects.get(task_name="imports.apply").args

    ended = at_once(lambda: tasks.apply(**kwargs), lambda: tasks.apply(**kwargs))

    run.refresh_from_db()
    assert (ended, run.state) == (["NoneType", "NoneType"], RunState.APPLIED)
    assert len(notes()) == 60


class Killed(BaseException):
    """What a killed worker looks like from inside: nothing below catches it."""


def test_a_killed_worker_leaves_nothing_and_its_job_is_run_again(
    cast: Cast, now: datetime, importer: NotesImporter
) -> None:
    run = _applying(cast.municipal_coordinator, now)
    job = ProcrastinateJob.objects.get(task_name="imports.apply")

    def die() -> None:
        raise Killed

    importer.during_apply = die
    with pytest.raises(Killed):
        tasks.apply(**job.args)
    left = (ImportRun.objects.get(pk=run.pk).state, notes())
    _abandon(job.pk)
    importer.during_apply = lambda: None
    _tend()
    again = ProcrastinateJob.objects.get(pk=job.pk)
    _work()

    run.refresh_from_db()
    ended = ProcrastinateJob.objects.get(pk=job.pk)
    assert left == (RunState.APPLYING, [])
    assert (again.status, again.attempts) == ("todo", 1)
    assert (ended.status, run.state, len(notes())) == ("succeeded", RunState.APPLIED, 60)


def test_a_job_that_kills_its_workers_is_given_up(cast: Cast, now: datetime) -> None:
    run = _applying(cast.municipal_coordinator, now)
    job = ProcrastinateJob.objects.get(task_name="imports.apply")

    _abandon(job.pk, attempts=3)
    _tend()

    run.refresh_from_db()
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "failed"
    assert (run.state, notes()) == (RunState.FAILED, [])


def test_a_worker_checks_and_applies_by_itself(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now, LONG)
    _work()
    run.refresh_from_db()
    checked = run.state
    actions.apply_run(run=run, by=by, at=now)
    _work()

    run.refresh_from_db()
    assert (checked, run.state, len(notes())) == (RunState.CHECKED, RunState.APPLIED, 60)


def test_progress_is_seen_while_the_transaction_is_open(
    cast: Cast, now: datetime, importer: NotesImporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opora.jobs.progress.SECONDS_BETWEEN", 3600)
    run = _applying(cast.municipal_coordinator, now)
    seen: list[tuple[int, int | None, list[str]]] = []

    def look() -> None:
        def from_outside() -> None:
            shown = ImportRun.objects.get(pk=run.pk)
            seen.append((shown.progress_done, shown.progress_total, notes()))
            connections.close_all()

        other = threading.Thread(target=from_outside)
        other.start()
        other.join()

    importer.during_apply = look
    tasks.apply(**ProcrastinateJob.objects.get(task_name="imports.apply").args)

    # the first figure at once, the next not before its time
    assert seen == [(1, 60, [])]


def test_progress_never_waits_for_whoever_holds_the_run(cast: Cast, now: datetime) -> None:
    from django.db import transaction

    run = start(cast.municipal_coordinator, now)
    with transaction.atomic(), Meter(run_id=run.pk, turn=run.turn) as meter:
        ImportRun.objects.select_for_update().get(pk=run.pk)
        meter(5, 10)

    run.refresh_from_db()
    assert (run.progress_done, run.progress_total) == (0, None)


def _applying(by: Actor, now: datetime) -> ImportRun:
    """A large file, checked, its applying in the queue."""
    run = start(by, now, LONG)
    tasks.check(**ProcrastinateJob.objects.get(task_name="imports.check").args)
    ProcrastinateJob.objects.filter(task_name="imports.check")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'imports.check'")
    return actions.apply_run(run=run, by=by, at=now)


def _abandon(job_id: int, *, attempts: int = 0) -> None:
    """The job as a worker leaves it that is killed and then forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL, attempts = %s WHERE id = %s",
            [attempts, job_id],
        )


def _work() -> None:
    """A worker until the queue is empty."""

    async def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as other:  # type: ignore[attr-defined]
            async with other.open_async():
                await other.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    asyncio.run(work())


def _tend() -> None:
    """The minute's look after stalled jobs."""

    async def tend() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as other:  # type: ignore[attr-defined]
            async with other.open_async():
                await retry_stalled(0)
        await _close_threads_connections()

    asyncio.run(tend())


async def _close_threads_connections() -> None:
    from asgiref.sync import sync_to_async

    await sync_to_async(connections.close_all)()
