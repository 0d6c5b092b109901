"""Since when a school carries out what it has written."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from opora.documents.states import SETTLED, DocumentState

_SETTLED = """
SELECT school_id, max(state_since) FROM documents_document
WHERE cycle_id = %s AND school_id = ANY(%s) AND state <> %s
GROUP BY school_id HAVING bool_and(state = ANY(%s))
"""


def settled_since(cycle_id: int, school_ids: Collection[int]) -> dict[int, date]:
    """{school: the day its last document was confirmed} of schools all of whose documents are. One query."""
    settled = [state.value for state in SETTLED]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, [cycle_id, list(school_ids), DocumentState.ARCHIVED.value, settled])
        return dict(cursor.fetchall())
