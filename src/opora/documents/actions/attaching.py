"""A file that the school already has: attached to its document, its rows taken over from tables."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.attachments import NOT_NOW, NotAPaper, Paper, inspect, preview
from opora.documents.actions.filling import fill
from opora.documents.actions.locking import locked, tell
from opora.documents.actions.versions import freeze
from opora.documents.actions.writing import touch
from opora.documents.models import Document
from opora.documents.programme import Programme
from opora.documents.queries.checking import checked
from opora.documents.repeated import new_to
from opora.documents.rules import WRITE
from opora.documents.states import Form, Kept
from opora.documents.taking import TARGETS
from opora.files.actions import store


def attach(*, document: Document, data: bytes, name: str, by: Actor, at: datetime) -> tuple[Document, Paper]:
    """Keep a DOCX or PDF as the document; the one before it stays in the versions that were kept.

    The file is read before anything is written, outside the transaction: it may take seconds. Raises
    ValidationError with the words of the refusal.
    """
    WRITE.check(by, document)
    try:
        paper = inspect(data, name)
    except NotAPaper as refused:
        raise ValidationError({"file": refused.words}) from refused
    try:
        return _keep(document, data, paper, _preview(data, paper), by=by, at=at), paper
    except OSError as trouble:
        words = "Файл не записался на диск установки. Попробуйте позже или скажите администратору."
        raise ValidationError({"file": words}) from trouble


def _preview(data: bytes, paper: Paper) -> str | None:
    """The HTML of a DOCX; None for a PDF and for what cannot be shown: the file itself can be opened."""
    if paper.kind != "docx":
        return None
    try:
        return preview(data)
    except NotAPaper as refused:
        if refused.code in NOT_NOW:
            raise ValidationError({"file": refused.words}) from refused
        return None


@transaction.atomic
def _keep(
    document: Document, data: bytes, paper: Paper, html: str | None, *, by: Actor, at: datetime
) -> Document:
    document = locked(document.pk)
    WRITE.check(by, document)
    if document.file_id is not None:
        freeze(document, Kept.BEFORE_TAKING, by=by, at=at)
    document.file = store(
        data=data, name=paper.name, content_type=paper.content_type, purpose="document", by=by, at=at
    )
    document.preview = None
    if html is not None:
        document.preview = store(
            data=html.encode(), name=f"{paper.name}.html", content_type="text/html",
            purpose="document-preview", by=by, at=at,
        )  # fmt: skip
    document.form = Form.ATTACHED
    touch(document, by=by, at=at, also=("file", "preview", "form"))
    tell(document, "приложил(а) файл", by=by, at=at, note=paper.name)
    return document


@transaction.atomic
def take_over(*, document: Document, programme: Programme, by: Actor, at: datetime) -> int:
    """Add rows from a table of the file behind those that are there; what stood before is kept as a version.

    Rows that the document has already are left out; answers how many were added. Where none is new, nothing
    is written: the same form sent twice takes once.
    """
    document = locked(document.pk)
    WRITE.check(by, document)
    programme = new_to(checked(document).programme, programme)
    many = sum(len(getattr(programme, table)) for table in TARGETS)
    if not many:
        return 0
    freeze(document, Kept.BEFORE_TAKING, by=by, at=at)
    fill(document, programme, by=by, at=at)
    touch(document, by=by, at=at)
    tell(document, "взял(а) строки из таблицы файла", by=by, at=at)
    return many
