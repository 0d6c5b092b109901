"""A document until the end of the transaction, and what history says of it."""

from datetime import datetime

from opora.access import Actor
from opora.documents.models import Document
from opora.history.actions import record

SUBJECT = "document"


def locked(pk: int) -> Document:
    """The document, so that nobody else changes it or a row of it meanwhile."""
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("school__territory", "territory", "cycle", "version__definition")
        .defer("version__content")
        .get(pk=pk)
    )


def tell(document: Document, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """One event of the document's own history: the school's card is read by people who must not know of it."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=document.pk,
        subject_title=document.title,
        territory_path=document.territory_path,
        note=note,
    )
