"""A document until the end of the transaction, and what history says of it."""

from datetime import datetime

from opora.access import Actor, WrongState
from opora.documents.models import Document
from opora.documents.queries.loading import hold, load
from opora.history.actions import record

SUBJECT = "document"


def locked(pk: int) -> Document:
    """The document, so that nobody else changes it or a row of it meanwhile."""
    return _there(load(pk, lock=True))


def held(document: Document) -> Document:
    """The same for a document that was just read with all that is joined to it: a save reads nothing twice."""
    return _there(hold(document))


def _there(found: Document | None) -> Document:
    if found is None:
        raise WrongState("Этого документа уже нет. Откройте список документов.")
    return found


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
