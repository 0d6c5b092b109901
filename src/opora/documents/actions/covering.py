"""The words of the title page."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from opora.access import Actor
from opora.documents.actions.locking import locked, tell
from opora.documents.models import Document
from opora.documents.rules import COVER


@transaction.atomic
def set_cover(*, document: Document, words: Mapping[str, str], by: Actor, at: datetime) -> Document:
    """Keep what stands on the title page; the order's number is known only after the document is confirmed."""
    document = locked(document.pk)
    COVER.check(by, document)
    if document.cover == words:
        return document
    document.cover = dict(words)
    document.save(update_fields=["cover"])
    tell(document, "заполнил(а) титульный лист", by=by, at=at)
    return document
