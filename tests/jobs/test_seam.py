"""Jobs as features see them: now or later, again when they fail, given up in the end."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from opora.jobs.seam import MAX_ATTEMPTS, later, task

pytestmark = pytest.mark.django_db(transaction=True)

done: list[tuple[str, int]] = []


def _given_up(*, number: int) -> None:
    done.append(("given up", number))


@task("tests.even_only", given_up=_given_up)
def even_only(*, number: int) -> None:
    if number % 2:
        raise ValueError(number)
    done.append(("done", number))


@pytest.fixture(autouse=True)
def _queue() -> Iterator[None]:
    """Empty before and after: its tables are not Django's to flush."""
    done.clear()
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def work() -> None:
    """A worker until nothing is due."""

    async def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as other:  # type: ignore[attr-defined]
            async with other.open_async():
                await other.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    asyncio.run(run())


def states() -> list[tuple[str, int]]:
    # a worker also looks after stalled jobs every minute
    ours = ProcrastinateJob.objects.filter(task_name="tests.even_only").order_by("id")
    return list(ours.values_list("status", "attempts"))


def test_a_task_runs_now_or_later_by_its_name() -> None:
    even_only(number=2)
    even_only.later(number=4)
    later("tests.even_only", number=6)
    before = list(done)
    work()

    assert (before, done) == ([("done", 2)], [("done", 2), ("done", 4), ("done", 6)])
    assert states() == [("succeeded", 1), ("succeeded", 1)]


def test_a_job_of_a_transaction_undone_is_not_there() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        even_only.later(number=2)
        raise ZeroDivisionError

    assert states() == []


def test_a_failing_job_is_tried_again_and_in_the_end_given_up() -> None:
    even_only.later(number=1)
    work()
    first = (states(), list(done))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = %s, scheduled_at = now() WHERE task_name = %s",
            [MAX_ATTEMPTS - 1, "tests.even_only"],
        )
    work()

    assert first == ([("todo", 1)], [])
    assert (states(), done) == ([("failed", MAX_ATTEMPTS)], [("given up", 1)])
