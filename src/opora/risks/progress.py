"""How far a computing has come, visible while its transaction is still open: on a connection of its own."""

import time
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

SECONDS_BETWEEN = 0.5
_WRITE = """
UPDATE risks_refresh SET done = %s, total = %s
WHERE id = (SELECT id FROM risks_refresh WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED)
"""


class Meter:
    """Writes to the refresh at most twice a second; to be used as a context, which closes its connection."""

    def __init__(self, refresh_id: int) -> None:
        self._refresh_id = refresh_id
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
            cursor.execute(_WRITE, [done, total, self._refresh_id])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
