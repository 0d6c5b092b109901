"""Who else has a document open for writing."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from opora.access import Actor
from opora.documents.models import Document

#: so long after the last sign of life somebody counts as being here
HERE = timedelta(minutes=5)


_OTHERS = """
SELECT name FROM documents_presence
WHERE document_id = %(document)s AND seen_at >= %(since)s AND person_id IS DISTINCT FROM %(person)s
ORDER BY name
"""


def others_here(document: Document, actor: Actor, *, at: datetime) -> list[str]:
    """The names of those who wrote in the last minutes. One query."""
    values: dict[str, Any] = {"document": document.pk, "since": at - HERE, "person": actor.person_id}
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, values)
        return [name for (name,) in cursor.fetchall()]
