"""The document's own fields: its name and term, the mark that it is stored incomplete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.documents.actions.heading import rename, say_incomplete
from opora.documents.forms.heading import IncompleteForm, TitleForm
from opora.documents.presenters.words import page_of
from opora.documents.views.lookup import crumbs
from opora.documents.views.saving import mine
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def title(request: Request, pk: int) -> HttpResponse:
    """The name and the term of the document."""
    document = mine(request, pk)
    initial = {"title": document.title, "starts": document.starts, "ends": document.ends}
    form = TitleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with told_in(form):
            rename(document=document, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Название и срок записаны.")
            return redirect("document", pk)
    context = {
        "title": "Название и срок",
        "crumbs": crumbs(document),
        "document": document,
        "action": "Записать",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)


@_BOTH
def incomplete(request: Request, pk: int) -> HttpResponse:
    """What is missing in a document that is kept all the same; an empty field takes the mark off."""
    document = mine(request, pk)
    form = IncompleteForm(
        request.POST if request.method == "POST" else None, initial={"note": document.incomplete_note}
    )
    if form.is_valid():
        note = form.cleaned_data["note"]
        say_incomplete(document=document, note=note, by=request.actor, at=timezone.now())
        messages.success(request, "Отмечено: документ неполный." if note else "Отметка о неполноте снята.")
        return redirect("document", pk)
    context = {
        "title": "Неполный документ",
        "lead": "Так отмечают документ, который хранят, хотя части его нет: получили без приложений, не нашли"
        " страниц. Отметка видна всем, кто читает документ. Чтобы снять её, сотрите текст.",
        "crumbs": crumbs(document),
        "document": document,
        "action": "Записать",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)
