"""Versions: keeping a document as it stands, going back to one."""

from datetime import datetime

from django.db import transaction

from opora.access import Actor, WrongState
from opora.documents.actions.filling import replace_all
from opora.documents.actions.locking import locked, tell
from opora.documents.actions.writing import touch
from opora.documents.exchange import dump, parse
from opora.documents.models import Document, DocumentVersion
from opora.documents.queries.checking import checked
from opora.documents.queries.facts import dump_facts, ready_facts
from opora.documents.rules import WRITE
from opora.documents.states import Kept


def freeze(document: Document, kept_for: Kept, *, by: Actor, at: datetime) -> DocumentVersion:
    """Keep the locked document as its next version, with what the rules say of it."""
    found = checked(document)
    last = document.versions.order_by("-number").first()
    return DocumentVersion.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        kept_for=kept_for,
        content=dump(found.programme),
        checked=found.as_json(),
        facts=dump_facts(ready_facts(document, found.outline)),
        file_id=document.file_id,
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )


@transaction.atomic
def keep_version(*, document: Document, by: Actor, at: datetime) -> DocumentVersion:
    """Keep a version by hand. Where nothing has changed since the last one, that one is answered."""
    document = locked(document.pk)
    WRITE.check(by, document)
    last = document.versions.order_by("-number").first()
    if last is not None and last.content == dump(checked(document).programme):
        return last
    made = freeze(document, Kept.BY_HAND, by=by, at=at)
    tell(document, f"сохранил(а) версию {made.number}", by=by, at=at)
    return made


@transaction.atomic
def restore(*, document: Document, version: DocumentVersion, by: Actor, at: datetime) -> Document:
    """Make the document what a version says; what stood there is kept as a version before."""
    document = locked(document.pk)
    WRITE.check(by, document)
    if version.document_id != document.pk:
        raise WrongState("Это версия другого документа. Откройте версии этого.")
    before = freeze(document, Kept.BEFORE_RESTORE, by=by, at=at)
    programme = parse(version.content)
    replace_all(document, programme, by=by, at=at)
    document.title = programme.title or document.title
    document.starts, document.ends = programme.starts, programme.ends
    touch(document, by=by, at=at, also=("title", "starts", "ends"))
    note = f"Как было, осталось в версии {before.number}."
    tell(document, f"вернул(а) документ к версии {version.number}", by=by, at=at, note=note)
    return document
