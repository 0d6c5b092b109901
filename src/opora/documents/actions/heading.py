"""The document's own fields: its title and term, whether it is stored incomplete."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.documents.actions.locking import locked, tell
from opora.documents.actions.writing import touch
from opora.documents.models import Document
from opora.documents.rules import WRITE


@transaction.atomic
def rename(*, document: Document, title: str, starts: Any, ends: Any, by: Actor, at: datetime) -> Document:
    """The title and the term. Raises ValidationError where the term ends before it begins."""
    document = locked(document.pk)
    WRITE.check(by, document)
    if not title.strip():
        raise ValidationError({"title": "Впишите название документа."})
    if starts and ends and ends < starts:
        raise ValidationError({"ends": "Конец раньше начала. Проверьте даты."})
    document.title, document.starts, document.ends = title.strip(), starts, ends
    touch(document, by=by, at=at, also=("title", "starts", "ends"))
    tell(document, "изменил(а) название или срок документа", by=by, at=at)
    return document


@transaction.atomic
def say_incomplete(*, document: Document, note: str, by: Actor, at: datetime) -> Document:
    """Mark a document as stored incomplete, with what is missing; an empty note takes the mark off."""
    document = locked(document.pk)
    WRITE.check(by, document)
    document.is_incomplete, document.incomplete_note = bool(note.strip()), note.strip()
    touch(document, by=by, at=at, also=("is_incomplete", "incomplete_note"))
    words = "отметил(а) документ неполным" if document.is_incomplete else "снял(а) отметку о неполноте"
    tell(document, words, by=by, at=at, note=note.strip())
    return document
