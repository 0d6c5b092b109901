"""Remarks: all of a document, a new one at a place, one with its answers and what was changed since."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.documents.actions import remarks as actions
from opora.documents.actions.steps import sent_version
from opora.documents.forms.deciding import RemarkForm, ReplyForm
from opora.documents.models import Document, Remark
from opora.documents.places import quote
from opora.documents.presenters import remarks as words
from opora.documents.presenters.words import anchor, page_of, remark_chip
from opora.documents.queries.reviewing import remarks_at
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.rules import DECIDE, MEND, REMARK, REPLY, SETTLE
from opora.documents.states import REMARK_TRANSITIONS, Audience, RemarkState
from opora.documents.views.lookup import crumbs, document_or_404, remark_or_404
from opora.ui.form_pages import form_page, told_in

#: a code and a field
_LONGEST_PLACE = 120
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def remarks(request: Request, pk: int) -> HttpResponse:
    """Every remark of a document, those that wait first."""
    document = document_or_404(request, pk)
    found = remarks_at(document, remarks_visible_to(request.actor))
    context = {
        "title": "Замечания",
        "crumbs": crumbs(document),
        "document": document,
        "items": words.items(found),
    }
    return render(request, "documents/remarks.html", context)


@_BOTH
def new(request: Request, pk: int) -> HttpResponse:
    """A remark at the place that the link names."""
    document = document_or_404(request, pk)
    REMARK.check(request.actor, document)
    row, _, field = request.GET.get("at", "programme")[:_LONGEST_PLACE].partition(":")
    version = sent_version(document)
    stands = quote(version.content, row, field)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form):
            actions.remark(
                document=document,
                row=row,
                field=field,
                text=form.cleaned_data["text"],
                seen_by=Audience(form.cleaned_data["seen_by"]),
                by=request.actor,
                at=timezone.now(),
            )
            seen_by = dict(words.audiences(document))[form.cleaned_data["seen_by"]]
            messages.success(request, f"Замечание записано, его {seen_by}.")
            if DECIDE.can(request.actor, document):
                return redirect(f"{reverse('document-review', args=[pk])}#{anchor(row)}")
            return redirect(page_of(document, row))
    context = {
        "title": "Замечание",
        "crumbs": crumbs(document),
        "document": document,
        "quote": stands,
        "audiences": words.audiences(document),
        "back_url": page_of(document, row),
    }
    return form_page(request, "documents/remark_new.html", form, context)


@_BOTH
def remark(request: Request, pk: int, remark: int) -> HttpResponse:
    """One remark: what was meant, what stands there now, answers, the next step of whoever is here."""
    document = document_or_404(request, pk)
    found = remark_or_404(request, document, remark)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form, WrongState), told_in(form):
            wish = request.POST.get("do", "")
            done = _act(request, found, wish, form.cleaned_data["text"])
            messages.success(request, done)
            return redirect(_next_url(request, document, remark, wish))
    actor = request.actor
    may_settle = SETTLE.can(actor, found)
    may_mend = MEND.can(actor, found) and found.state == RemarkState.OPEN
    context = {
        "title": "Замечание",
        "crumbs": crumbs(document),
        "document": document,
        "remark": found,
        "chip": remark_chip(found.state),
        "sides": words.sides(document, found),
        "place_url": page_of(document, found.row),
        "replies": words.replies(found),
        "may_reply": REPLY.can(actor, found),
        "may_mend": may_mend,
        "edit_url": words.edit_url(document, found) if may_mend else "",
        "steps": [
            (target, said)
            for target, said in words.STEPS.items()
            if may_settle and RemarkState(target) in REMARK_TRANSITIONS[RemarkState(found.state)]
        ],
        "seen_by": dict(words.audiences(document))[found.seen_by],
        "back_url": page_of(document, found.row),
    }
    return form_page(request, "documents/remark.html", form, context)


def _next_url(request: Request, document: Document, done: int, wish: str) -> str:
    """After a remark is settled, the next that waits for this person; after the last the page they came from."""
    here = reverse("document-remark", args=[document.pk, done])
    waits = {"mend": RemarkState.OPEN}.get(wish, RemarkState.MENDED if wish in words.STEPS else None)
    if waits is None:
        return here
    left = remarks_visible_to(request.actor).filter(document=document, state=waits, seen_by=Audience.SCHOOL)
    following = left.exclude(pk=done).order_by("made_at", "pk").values_list("pk", flat=True).first()
    if following is not None:
        return reverse("document-remark", args=[document.pk, following])
    if wish == "mend":
        return reverse("document-remarks", args=[document.pk])
    return reverse("document-review", args=[document.pk]) if DECIDE.can(request.actor, document) else here


def _act(request: Request, found: Remark, wish: str, text: str) -> str:
    by, at = request.actor, timezone.now()
    if wish == "mend":
        actions.mend(remark=found, text=text, by=by, at=at)
        return "Отмечено исправленным. Куратор посмотрит в следующей версии."
    if wish in words.STEPS:
        actions.settle(remark=found, target=RemarkState(wish), text=text, by=by, at=at)
        return f"Записано: {RemarkState(wish).label}."
    if not text.strip():
        raise ValidationError({"text": "Напишите ответ."})
    actions.reply(remark=found, text=text, by=by, at=at)
    return "Ответ записан."
