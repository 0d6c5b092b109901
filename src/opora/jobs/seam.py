"""`@task` makes a job of a function, `later(name, …)` enqueues it in the caller's transaction, `@periodic`
runs one by the clock.

Every task is idempotent: a killed worker leaves its job «doing», and `retry_stalled` runs it again. A job
that failed or lost its worker `MAX_ATTEMPTS` times is given up, and `given_up` tells whoever waits for it.
"""

from collections.abc import Callable
from typing import Any

import procrastinate
from procrastinate import JobContext
from procrastinate.contrib.django import app

#: a database that restarts takes seconds: the waits between attempts are 4, 16 and 64 seconds
MAX_ATTEMPTS = 4

_given_up: dict[str, Callable[..., None]] = {}


class Task[**P]:
    """A function that can run now (`task(...)`) or later in a worker (`task.later(...)`)."""

    def __init__(self, function: Callable[P, None], name: str, given_up: Callable[..., None] | None) -> None:
        self.function = function
        self.name = name
        if given_up is not None:
            _given_up[name] = given_up

        def run(context: JobContext, /, **kwargs: Any) -> None:
            try:
                self.function(**kwargs)  # type: ignore[call-arg]  # a job's arguments are JSON
            except Exception:
                if context.job.attempts + 1 >= MAX_ATTEMPTS:
                    give_up(name, kwargs)
                raise

        retry = procrastinate.RetryStrategy(max_attempts=MAX_ATTEMPTS - 1, exponential_wait=4)
        app.task(name=name, retry=retry, pass_context=True)(run)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Enqueue with keyword arguments (JSON values only); returns the job's id."""
        assert not args, "jobs take keyword arguments"
        return later(self.name, **kwargs)


def task[**P](
    name: str, given_up: Callable[..., None] | None = None
) -> Callable[[Callable[P, None]], Task[P]]:
    """Declare a job under a name that outlives renames of the function.

    `given_up` takes the same arguments and is called once no further attempt will be made.
    """

    def make(function: Callable[P, None]) -> Task[P]:
        return Task(function, name, given_up)

    return make


def periodic(name: str, *, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function of no arguments at the times of `cron`; one that still waits is not queued twice."""

    def make(function: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            function()

        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(run))
        return function

    return make


def later(name: str, **kwargs: Any) -> int:
    """Enqueue a task by its name, for code that stands below it; returns the job's id."""
    return app.configure_task(name).defer(**kwargs)


def give_up(name: str, kwargs: dict[str, Any]) -> None:
    """Tell whoever waits for this job that it will not come."""
    if name in _given_up:
        _given_up[name](**kwargs)
