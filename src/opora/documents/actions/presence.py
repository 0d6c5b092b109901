"""Remembering who writes a document."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from opora.access import Actor
from opora.documents.models import Document

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


def seen_writing(document: Document, by: Actor, *, at: datetime) -> bool:
    """Note that a person writes; whether it is the first time that day. One statement, of every save."""
    today = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEN,
            {"document": document.pk, "person": by.person_id, "name": by.name, "at": at, "today": today},
        )
        before = cursor.fetchone()
    return before is None or before[0] != today
