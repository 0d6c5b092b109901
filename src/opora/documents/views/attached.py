"""The attached file: taking it, showing it, taking rows over from its tables."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.attachments import NOT_NOW, FoundTable, NotAPaper, tables
from opora.documents.actions.attaching import attach, take_over
from opora.documents.exchange import MOST_ROWS
from opora.documents.forms.attaching import TARGET_TITLES, ColumnsForm, FileForm, Ticks
from opora.documents.models import Document
from opora.documents.presenters import taking as words
from opora.documents.presenters.words import page_of
from opora.documents.queries.checking import checked
from opora.documents.repeated import Standing
from opora.documents.rules import WRITE
from opora.documents.taking import TARGETS, as_programme, guess, taken
from opora.documents.views.lookup import crumbs, document_or_404
from opora.files.actions import read
from opora.files.answers import stored
from opora.ui.components import Crumb
from opora.ui.errors import Refusal, refusal_page
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
    file = document_or_404(request, pk).file
    return stored(file, way="saved" if "download" in request.GET else "opened")


def _tables(document: Document) -> list[FoundTable]:
    """Raises NotAPaper with the words of the refusal where the file is not read to its end."""
    if document.file is None:
        raise Http404
    return tables(read(document.file))


def _not_read(request: Request, document: Document, refused: NotAPaper) -> HttpResponse:
    status: Refusal = HTTPStatus.CONFLICT if refused.code in NOT_NOW else HTTPStatus.UNPROCESSABLE_ENTITY
    remedy = (
        "Сам документ остался как был. Вернитесь к нему: файл можно заменить, а меры вписать на странице."
    )
    return refusal_page(request, status, reason=refused.words, remedy=remedy, back_url=page_of(document))


@require_safe
def found_tables(request: Request, pk: int) -> HttpResponse:
    """The tables of the file, each with what it may become."""
    document = document_or_404(request, pk)
    WRITE.check(request.actor, document)
    try:
        found = _tables(document)
    except NotAPaper as refused:
        return _not_read(request, document, refused)
    context = {
        "title": "Таблицы файла",
        "crumbs": crumbs(document),
        "document": document,
        "items": words.items(document, found),
        "back_url": page_of(document),
    }
    return render(request, "documents/tables.html", context)


@_BOTH
def take(request: Request, pk: int, number: int, target: str) -> HttpResponse:
    """What each column is, what will come of it, which rows are taken; then they stand in the document."""
    document = document_or_404(request, pk)
    WRITE.check(request.actor, document)
    try:
        found = next((each for each in _tables(document) if each.number == number), None)
    except NotAPaper as refused:
        return _not_read(request, document, refused)
    if found is None or target not in TARGETS:
        raise Http404
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        target=target,
        columns=found.columns,
        guessed=guess(target, found.columns),
    )
    offer = _offered(request, document, found, target, form)
    if form.is_valid() and "apply" in request.POST:
        with told_in(form):
            if not offer.taken:
                raise ValidationError(
                    "Ни одной строки не отмечено. Отметьте строки или выберите другие столбцы."
                )
            added = take_over(
                document=document,
                programme=as_programme(document.kind, target, offer.taken),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, words.told_after(added, len(offer.taken) - added))
            return redirect(f"{page_of(document)}#part-{target}")
    url = reverse("document-tables", args=[pk])
    context = {
        "title": f"Взять из таблицы {number}: {dict(TARGET_TITLES)[target].lower()}",
        "crumbs": crumbs(document, Crumb("Таблицы файла", url)),
        "document": document,
        "found": found,
        "offer": offer,
        "back_url": url,
    }
    return form_page(request, "documents/take.html", form, context)


def _offered(
    request: Request, document: Document, found: FoundTable, target: str, form: ColumnsForm
) -> words.Offer:
    """The rows below the heading of the table, as the columns that were chosen make them.

    No more than a document may have: each is read anew for every preview.
    """
    mapping = form.mapping if form.is_valid() else guess(target, found.columns)
    first = found.header_rows
    rows = taken(
        target,
        found.rows[first : first + MOST_ROWS],
        mapping,
        (document.starts or document.cycle.starts, document.ends or document.cycle.ends),
        [band - first for band in found.bands],
    )
    standing = Standing(getattr(checked(document).programme, target))
    unread = max(0, len(found.rows) - first - MOST_ROWS)
    return words.Offer(target, rows, standing, Ticks.of(request.POST), unread)
