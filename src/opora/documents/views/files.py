"""A document as a file: DOCX and PDF in office form."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.documents.actions.covering import set_cover
from opora.documents.forms.covering import CoverForm, LetterForm
from opora.documents.presenters.words import page_of
from opora.documents.printouts.cover import proposals
from opora.documents.printouts.form import office_form
from opora.documents.printouts.letter import Letter, covering_letter
from opora.documents.printouts.of_document import cover_of
from opora.documents.printouts.ready import printed_facts
from opora.documents.queries.checking import checked
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.facts import facts_of
from opora.documents.rules import COVER
from opora.documents.views.lookup import crumbs, document_or_404
from opora.printing import write_docx, write_pdf
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page

_WRITERS = {"pdf": write_pdf, "docx": write_docx}


@require_safe
def printed(request: Request, pk: int, kind: str) -> HttpResponse:
    """The document as it stands; a draft says so on its title page."""
    found = document_or_404(request, pk)
    if kind not in _WRITERS:
        raise Http404
    looked = checked(found)
    facts = printed_facts(facts_of(found, looked.outline))
    paper = office_form(looked.programme, looked.outline, cover_of(found), facts)
    return attached(_WRITERS[kind](paper), f"{found.title[:80]}.{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, pk: int) -> HttpResponse:
    """The letter with which the document goes out: to whom, then a DOCX. Nothing of it is kept."""
    document = document_or_404(request, pk)
    COVER.check(request.actor, document)
    on_title = cover_of(document)
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        initial={"signer_post": on_title.approval.post or "Директор", "signer_name": on_title.approval.name},
    )
    if form.is_valid():
        looked = checked(document)
        paper = covering_letter(looked.programme, looked.outline, on_title, Letter(**form.cleaned_data))
        return attached(write_docx(paper), f"Письмо: {document.title[:80]}.docx")
    context = {
        "title": "Сопроводительное письмо",
        "lead": "Должность и имя пишите как есть: в нужный падеж их поставит Опора, в файле это можно поправить.",
        "crumbs": crumbs(document),
        "document": document,
        "action": "Скачать DOCX",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: Request, pk: int) -> HttpResponse:
    """The title page: who approves and agrees, and the words whose case was made by rules."""
    document = document_or_404(request, pk)
    COVER.check(request.actor, document)
    proposed = proposals(cover_of(document), outline_of(document.version))
    body, curator = proposed.agreements
    form = CoverForm(
        request.POST if request.method == "POST" else None,
        initial={
            "post": proposed.approval.post,
            "post_genitive": proposed.approval.post_genitive,
            "name": proposed.approval.name,
            "curator": getattr(curator, "name", ""),
            "body": getattr(body, "body", ""),
            "body_instrumental": getattr(body, "body_instrumental", ""),
            "kind_dative": proposed.kind_dative,
            **document.cover,
        },
    )
    if form.is_valid():
        set_cover(document=document, words=form.words, by=request.actor, at=timezone.now())
        messages.success(request, "Титульный лист записан.")
        return redirect("document", pk)
    context = {
        "title": "Титульный лист",
        "lead": "Пустое печатается линейкой: впишут от руки. Слова в падежах составлены по правилам, имена взяты из сведений"
        " о школе: поправьте их.",
        "crumbs": crumbs(document),
        "document": document,
        "action": "Записать",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)
