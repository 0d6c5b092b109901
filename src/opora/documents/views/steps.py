"""From hand to hand: sending, opening again, putting away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.documents.actions import steps as actions
from opora.documents.forms.deciding import WordsForm
from opora.documents.presenters import page as words
from opora.documents.presenters.words import page_of
from opora.documents.queries.checking import checked
from opora.documents.queries.deadlines import term_of_sending
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.rules import ARCHIVE, RECALL, REOPEN, SEND
from opora.documents.states import RemarkState
from opora.documents.views.document import head
from opora.documents.views.lookup import crumbs, document_or_404
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def send(request: Request, pk: int) -> HttpResponse:
    """What the curator and the experts would say, before it is sent."""
    document = document_or_404(request, pk)
    SEND.check(request.actor, document)
    if request.method == "POST":
        actions.send(document=document, by=request.actor, at=timezone.now())
        messages.success(request, "Отправлено. Теперь ход куратора: он прочтёт и ответит.")
        return redirect("document", pk)
    looked = checked(document)
    remarks = remarks_visible_to(request.actor).filter(document=document, state=RemarkState.OPEN)
    context = {
        "open_remarks": remarks.count(),
        "title": "Отправить на проверку?",
        "crumbs": crumbs(document),
        **head(request, document, looked),
        "mirror": words.mirror_table(looked),
        "term": term_of_sending(document, today=timezone.localdate()),
        "back_url": page_of(document),
    }
    return render(request, "documents/send.html", context)


@_BOTH
def recall(request: Request, pk: int) -> HttpResponse:
    """A document that nobody has opened yet is taken back to be written on."""
    document = document_or_404(request, pk)
    RECALL.check(request.actor, document)
    if request.method == "POST":
        actions.recall(document=document, by=request.actor, at=timezone.now())
        messages.success(request, "Документ снова у вас. Поправьте его и отправьте ещё раз.")
        return redirect("document", pk)
    context = {
        "title": "Отозвать с проверки?",
        "lead": "Документ вернётся в черновики. Пока его не открыли, это видно только в истории.",
        "crumbs": crumbs(document),
        "document": document,
        "action": "Отозвать",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", None, context)


@_BOTH
def reopen(request: Request, pk: int) -> HttpResponse:
    """A confirmed document goes back to the school's writing."""
    document = document_or_404(request, pk)
    REOPEN.check(request.actor, document)
    lead = "Документ снова станет «на доработке»: школа исправит его и отправит, вы проверите ещё раз."
    return _with_words(
        request, pk, actions.reopen, "Открыть для правок?", lead, "Документ открыт: теперь ход школы."
    )


@_BOTH
def archive(request: Request, pk: int) -> HttpResponse:
    """A document is put away: it is read, not written."""
    document = document_or_404(request, pk)
    ARCHIVE.check(request.actor, document)
    lead = "Документ останется в списке и в истории, но работать по нему больше не будут."
    return _with_words(request, pk, actions.archive, "Убрать в архив?", lead, "Документ в архиве.")


def _with_words(
    request: Request, pk: int, action: Callable[..., Any], title: str, lead: str, done: str
) -> HttpResponse:
    document = document_or_404(request, pk)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form):
            action(document=document, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, done)
            return redirect("document", pk)
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs(document),
        "document": document,
        "action": title.rstrip("?"),
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)
