"""How far background work has come, visible while its transaction is still open.

The figures are written by one statement on a connection of its own, outside the import's transaction, at
most twice a second. The import touches the run's row only in its last statement, so the two never wait for
each other; should anybody hold the row, the figure is skipped, never waited for.
"""

import time
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

SECONDS_BETWEEN = 0.5

_WRITE = """
UPDATE imports_importrun SET progress_done = %s, progress_total = %s
WHERE id = (SELECT id FROM imports_importrun WHERE id = %s AND turn = %s FOR NO KEY UPDATE SKIP LOCKED)
"""


class Meter:
    """A `Progress` that writes to the run; to be used as a context, which closes its connection."""

    def __init__(self, *, run_id: int, turn: int) -> None:
        self._run_id = run_id
        self._turn = turn
        self._connection: BaseDatabaseWrapper | None = None
        self._written_at = -SECONDS_BETWEEN

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._written_at < SECONDS_BETWEEN:
            return
        self._written_at = now
        if self._connection is None:
            self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
        with self._connection.cursor() as cursor:
            cursor.execute(_WRITE, [done, total, self._run_id, self._turn])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()


def silent(_done: int, _total: int) -> None:
    """Progress of work that ends within a request."""
