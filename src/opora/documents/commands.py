"""What the command line asks of documents."""

import json

from opora.access import Actor, Refused
from opora.documents.exchange import dump
from opora.documents.models import Document
from opora.documents.queries.checking import Checked, checked
from opora.documents.queries.visibility import document_seen_by


def looked_at(pk: int, *, by: Actor) -> Checked:
    """The document with what the rules say of it. Raises Refused where `by` sees no such document."""
    return checked(_seen(pk, by))


def exported(pk: int | None, *, by: Actor) -> bytes:
    """The document in the exchange format, UTF-8. Raises Refused where `by` sees no such document."""
    if pk is None:
        raise Refused("Скажите, какой документ: --document НОМЕР. Номер стоит в адресе его страницы.")
    found = dump(looked_at(pk, by=by).programme)
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _seen(pk: int, by: Actor) -> Document:
    found = document_seen_by(by, pk)
    if found is None:
        raise Refused(f"Документа {pk} нет, или он не ваш. Номер стоит в адресе его страницы.")
    return found
