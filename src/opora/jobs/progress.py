"""How far background work has come, visible while its transaction is still open.

The figures are written by one statement on a connection of its own, outside the work's transaction, at most
twice a second. The statement skips a row that somebody holds: the figure is left out, never waited for.
"""

import time
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

SECONDS_BETWEEN = 0.5


class Meter:
    """Runs `statement` with done, total and `keys`; to be used as a context, which closes its connection."""

    def __init__(self, statement: str, *keys: int) -> None:
        self._statement, self._keys = statement, keys
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
            cursor.execute(self._statement, [done, total, *self._keys])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
