"""The attached file: taking it, showing it, taking rows over from its tables."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.attachments import FoundTable, NotAPaper, tables
from opora.documents.actions.attaching import attach, take_over
from opora.documents.forms.attaching import TARGET_TITLES, ColumnsForm, FileForm
from opora.documents.models import Document
from opora.documents.presenters import taking as words
from opora.documents.presenters.words import page_of
from opora.documents.rules import WRITE
from opora.documents.taking import TARGETS, as_programme, guess, taken
from opora.documents.views.lookup import crumbs, document_or_404
from opora.files.actions import read
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def file(request: Request, pk: int) -> HttpResponse:
    """Attach a file, or another one in its place."""
    document = document_or_404(request, pk)
    WRITE.check(request.actor, document)
    post = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if post else FileForm()
    if form.is_valid():
        given = form.cleaned_data["file"]
        with told_in(form):
            attached, paper = attach(
                document=document,
                data=given.read(),
                name=given.name or "",
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Файл приложен.")
            for note in paper.notes:
                messages.warning(request, note)
            has_tables = paper.kind == "docx"
            return redirect("document-tables" if has_tables else "document", attached.pk)
    context = {
        "title": "Приложить готовый документ",
        "lead": "Документ покажем здесь же. Чтобы правила могли его проверить, возьмите меры из его таблиц.",
        "crumbs": crumbs(document),
        "document": document,
        "action": "Приложить",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)


@require_safe
@xframe_options_sameorigin
@csp_override({"frame-ancestors": [CSP.SELF]})
def attached(request: Request, pk: int) -> HttpResponse:
    """The file as it was given: a PDF to look at, anything else to download."""
    document = document_or_404(request, pk)
    if document.file is None:
        raise Http404
    is_pdf = document.file.content_type == "application/pdf"
    shown = is_pdf and "download" not in request.GET
    disposition = content_disposition_header(as_attachment=not shown, filename=document.file.name) or ""
    return HttpResponse(
        read(document.file),
        content_type=document.file.content_type,
        headers={"Content-Disposition": disposition},
    )


def _tables(document: Document) -> list[FoundTable]:
    if document.file is None:
        raise Http404
    try:
        return tables(read(document.file))
    except NotAPaper:
        return []


@require_safe
def found_tables(request: Request, pk: int) -> HttpResponse:
    """The tables of the file, each with what it may become."""
    document = document_or_404(request, pk)
    WRITE.check(request.actor, document)
    context = {
        "title": "Таблицы файла",
        "crumbs": crumbs(document),
        "document": document,
        "items": words.items(document, _tables(document)),
        "back_url": page_of(document),
    }
    return render(request, "documents/tables.html", context)


@_BOTH
def take(request: Request, pk: int, number: int, target: str) -> HttpResponse:
    """What each column is, what will come of it; then the rows stand in the document."""
    document = document_or_404(request, pk)
    WRITE.check(request.actor, document)
    found = next((each for each in _tables(document) if each.number == number), None)
    if found is None or target not in TARGETS:
        raise Http404
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        target=target,
        columns=found.columns,
        guessed=guess(target, found.columns),
    )
    within = (document.starts or document.cycle.starts, document.ends or document.cycle.ends)
    mapping = form.mapping if form.is_valid() else guess(target, found.columns)
    rows = taken(target, [row for _, row in found.body], mapping, within)
    if form.is_valid() and "apply" in request.POST:
        with told_in(form):
            if not rows:
                raise ValidationError("В этих столбцах пусто. Выберите другие.")
            take_over(
                document=document,
                programme=as_programme(document.kind, target, rows),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Взято строк: {len(rows)}. Свяжите их с задачами и проверьте.")
            return redirect(f"{page_of(document)}#part-{target}")
    url = reverse("document-tables", args=[pk])
    context = {
        "title": f"Взять из таблицы {number}: {dict(TARGET_TITLES)[target].lower()}",
        "crumbs": crumbs(document, Crumb("Таблицы файла", url)),
        "document": document,
        "found": found,
        "preview": words.preview(target, rows),
        "doubts": [doubt for each in rows for doubt in each.doubts][:20],
        "many": len(rows),
        "back_url": url,
    }
    return form_page(request, "documents/take.html", form, context)
