"""What every save of a row says to the database, written out: the ORM would take longer to word it than all the rest.

Three hundred schools write on the evening of a deadline; `benchmarks/documents.py` holds the measure.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from opora.access import Actor
from opora.documents.models import Document, Row

_ROW = """
UPDATE documents_row SET position = %s, content = %s, revision = %s, changed_at = %s, changed_by_name = %s
WHERE id = %s
"""
_DOCUMENT = """
UPDATE documents_document SET revision = %s, last_code = %s, changed_at = %s, changed_by_name = %s WHERE id = %s
"""
_CODES = 'SELECT "table", code FROM documents_row WHERE document_id = %s AND code = ANY(%s)'
_SEEN = """
WITH before AS (
    SELECT told_on FROM documents_presence WHERE document_id = %(document)s AND person_id = %(person)s
), now AS (
    INSERT INTO documents_presence (document_id, person_id, name, seen_at, told_on)
    VALUES (%(document)s, %(person)s, %(name)s, %(at)s, %(today)s)
    ON CONFLICT (document_id, person_id)
    DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at, told_on = excluded.told_on
)
SELECT told_on FROM before
"""


def write_row(row: Row) -> None:
    """A row that is there already, as the object has it."""
    values: list[Any] = [
        row.position,
        Jsonb(row.content),
        row.revision,
        row.changed_at,
        row.changed_by_name,
        row.pk,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ROW, values)


def count_change(document: Document) -> None:
    """The document's revision and the last number it gave, who changed it and when."""
    values = (
        document.revision, document.last_code, document.changed_at, document.changed_by_name, document.pk,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DOCUMENT, values)


def places_of(document: Document, codes: Iterable[str]) -> set[tuple[str, str]]:
    """(table, code) of the rows with these codes."""
    with connection.cursor() as cursor:
        cursor.execute(_CODES, [document.pk, list(codes)])
        return set(cursor.fetchall())


def seen_writing(document: Document, by: Actor, *, at: datetime) -> bool:
    """Note that a person writes; whether it is the first time that day."""
    today = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEN,
            {"document": document.pk, "person": by.person_id, "name": by.name, "at": at, "today": today},
        )
        before = cursor.fetchone()
    return before is None or before[0] != today
