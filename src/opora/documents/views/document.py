"""One document: as it stands, what to mend, the file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.safestring import SafeString
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.documents.exchange import dump
from opora.documents.models import Document
from opora.documents.presenters import page as words
from opora.documents.presenters import remarks as remark_words
from opora.documents.presenters.words import owner_name, state_chip, whose_move, zone_chip
from opora.documents.queries.checking import Checked, checked
from opora.documents.queries.deadlines import term_of_sending
from opora.documents.queries.facts import facts_of
from opora.documents.queries.presence import others_here
from opora.documents.queries.reviewing import last_review, reader_of, remarks_at
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.rules import (
    ARCHIVE,
    COVER,
    DECIDE,
    READ_VERSIONS,
    RECALL,
    REMARK,
    REOPEN,
    SEND,
    WRITE,
)
from opora.documents.states import UNSETTLED, DocumentState, RemarkState
from opora.documents.views.lookup import crumbs, document_or_404
from opora.files.actions import read
from opora.history.queries import of_subject
from opora.ui.components import Event
from opora.ui.downloads import attached
from opora.ui.escaping import as_markup

_WITH_FRAME: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}


@dataclass(frozen=True, slots=True)
class Attached:
    """`html` is the safe copy of a DOCX, empty where it could not be made."""

    name: str
    is_pdf: bool
    html: SafeString


def head(request: Request, document: Document, found: Checked) -> dict[str, object]:
    """What stands above every page of a document."""
    return {
        "document": document,
        "owner": owner_name(document),
        "state": state_chip(document.state),
        "move": whose_move(
            request.actor, document.state, document.state_since, of_territory=document.school_id is None
        ),
        "mirror_words": words.mirror_words(found),
        "mirror_zone": zone_chip(found.mirror.zone.code, found.mirror.zone.title),
        "counted": words.counted(found.findings),
    }


@require_safe
@csp_override(_WITH_FRAME)
def document(request: Request, pk: int) -> HttpResponse:
    """The document with everything that is said beside its rows: the table view."""
    found = document_or_404(request, pk)
    looked = checked(found)
    actor = request.actor
    writes, may_remark = WRITE.can(actor, found), REMARK.can(actor, found)
    remarks = remarks_at(found, remarks_visible_to(actor))
    follows = READ_VERSIONS.can(actor, found)
    term = term_of_sending(found, today=timezone.localdate()) if writes else None
    facts = facts_of(found, looked.outline)
    shown = words.sections(looked, remarks, writes=writes, may_remark=may_remark, facts=facts)
    returned = writes and found.state == DocumentState.REWORK
    context = {
        "title": found.title,
        "crumbs": crumbs(found)[:-1],
        **head(request, found, looked),
        "sections": shown,
        "waiting": sum(each.state in UNSETTLED for each in remarks),
        "writes": writes,
        "may_send": SEND.can(actor, found) and not (term and term.is_over),
        "may_recall": RECALL.can(actor, found) and not reader_of(found),
        "may_decide": DECIDE.can(actor, found),
        "follows": follows,
        "to_mend": remark_words.items([e for e in remarks if e.state == RemarkState.OPEN])
        if returned
        else [],
        "decision": words.decision(last_review(found)) if follows else None,
        "may_cover": COVER.can(actor, found),
        "may_reopen": REOPEN.can(actor, found),
        "may_archive": ARCHIVE.can(actor, found),
        "others": others_here(found, actor, at=timezone.now()) if writes else [],
        "term": term,
        "outline": looked.outline,
        "attached": _attached(found),
        "wizard_url": _wizard(found, shown) if writes and shown else "",
        "events": _events(pk) if follows else [],
    }
    return render(request, "documents/document.html", context)


def _events(pk: int) -> list[Event]:
    return [Event(each.at, each.by, each.verb, each.note) for each in of_subject("document", pk, limit=10)]


def _attached(document: Document) -> Attached | None:
    """The file as the page shows it; none for a document that is written here."""
    if document.file is None:
        return None
    try:
        html = read(document.preview).decode() if document.preview else ""
    except FileNotFoundError:
        html = ""
    is_pdf = document.file.content_type == "application/pdf"
    return Attached(document.file.name, is_pdf, as_markup(html))


def _wizard(document: Document, shown: Sequence[words.SectionShown]) -> str:
    """Where the writer goes on: the first section that is empty, else the first."""
    written = [each for each in shown if each.write_url]
    first = next((each for each in written if each.is_empty), written[0])
    return reverse("document-write", args=[document.pk, first.section.code])


@require_safe
def check(request: Request, pk: int) -> HttpResponse:
    """Every finding with the place to mend it, and the mirror of the expert's sheet."""
    found = document_or_404(request, pk)
    looked = checked(found)
    writes = WRITE.can(request.actor, found)
    context = {
        "title": "Проверка документа",
        "crumbs": crumbs(found),
        **head(request, found, looked),
        "groups": words.to_mend(looked, writes=writes),
        "mirror": words.mirror_table(looked),
        "may_send": SEND.can(request.actor, found),
    }
    return render(request, "documents/check.html", context)


@require_safe
def programme_file(request: Request, pk: int) -> HttpResponse:
    """The document in the exchange format."""
    found = document_or_404(request, pk)
    data = json.dumps(dump(checked(found).programme), ensure_ascii=False, indent=1).encode()
    return attached(data, f"programme-{pk}.json")
