"""`@task` makes a job of a function, `.later(...)` enqueues it in the caller's transaction.

Every task is idempotent: a killed worker leaves its job «doing», and `retry_stalled` runs it again.
"""

from collections.abc import Callable
from typing import Any

import procrastinate
from procrastinate import tasks as procrastinate_tasks
from procrastinate.contrib.django import app

MAX_ATTEMPTS = 4


class Task[**P]:
    """A function that can run now (`task(...)`) or later in a worker (`task.later(...)`)."""

    def __init__(self, function: Callable[P, None], name: str) -> None:
        self.function = function
        self.name = name
        retry = procrastinate.RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=4)
        self._task: procrastinate_tasks.Task[Any, Any, Any] = app.task(name=name, retry=retry)(function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Enqueue with keyword arguments (JSON values only); returns the job's id."""
        assert not args, "jobs take keyword arguments"
        return self._task.defer(**kwargs)


def task[**P](name: str) -> Callable[[Callable[P, None]], Task[P]]:
    """Declare a job under a name that outlives renames of the function."""

    def make(function: Callable[P, None]) -> Task[P]:
        return Task(function, name)

    return make
