"""One statement of our own over the tables of the features below."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection


def rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def array(ids: Iterable[int]) -> str:
    """Ids as one text that the database reads: a list would be worded anew, id by id, for every statement."""
    return f"{{{','.join(map(str, ids))}}}"
