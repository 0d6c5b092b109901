"""Annexes of a report: their list and order, one uploaded, some taken, one renamed or left out, downloaded."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.files.actions import read
from opora.files.answers import stored
from opora.printing import write_docx, write_pdf
from opora.reports import actions
from opora.reports.composing import composed, content_of
from opora.reports.content import Content
from opora.reports.forms.annexes import EncloseForm, RetitleForm, TakeForm
from opora.reports.models import Annex, Report
from opora.reports.presenters.annexes import annex_lines, of_file
from opora.reports.printouts.parcel import parcel
from opora.reports.queries.offered import offered
from opora.reports.rules import OPEN_ANNEXES, WRITE
from opora.reports.views.lookup import crumbs, report_or_404
from opora.ui.components import Crumb
from opora.ui.downloads import file_answer
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def annexes(request: Request, pk: int) -> HttpResponse:
    """The list with its numbers; each may go up or down."""
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    if request.method == "POST":
        keys = request.POST.get("order", "").split(",")
        actions.arrange(report=found, keys=keys, by=request.actor, at=timezone.now())
        return redirect("report-annexes", pk)
    content = content_of(found, today=timezone.localdate())
    context = _page(found, "Приложения") | {
        "crumbs": crumbs(found),
        "lines": annex_lines(found, content, may_open=True, may_write=True),
    }
    return render(request, "reports/annexes.html", context)


@_BOTH
def add(request: Request, pk: int) -> HttpResponse:
    """A file from one's own computer."""
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    form = EncloseForm(request.POST, request.FILES) if request.method == "POST" else EncloseForm()
    if form.is_valid():
        given = form.cleaned_data["file"]
        with told_in(form):
            actions.enclose(
                report=found,
                title=form.cleaned_data["title"],
                data=given.read(),
                name=given.name or "",
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Файл приложен.")
            return redirect("report-annexes", pk)
    return form_page(
        request, "reports/annex.html", form, _page(found, "Приложить файл") | {"action": "Приложить"}
    )


@_BOTH
def take(request: Request, pk: int) -> HttpResponse:
    """Files of what the letter tells: they are here already."""
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    content = content_of(found, today=timezone.localdate())
    offers = offered(request.actor, found, content)
    form = TakeForm(request.POST if request.method == "POST" else None, offers=offers)
    if form.is_valid():
        with told_in(form):
            made = actions.take(
                report=found, keys=form.cleaned_data["what"], by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Приложено файлов: {len(made)}.")
            return redirect("report-annexes", pk)
    context = _page(found, "Взять файл из Опоры") | {"action": "Приложить отмеченное", "is_empty": not offers}
    return form_page(request, "reports/annex.html", form, context)


@_BOTH
def edit(request: Request, pk: int, annex_pk: int) -> HttpResponse:
    """What an annex is called; or it is left out."""
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    annex = _annex_or_404(found, annex_pk)
    if request.method == "POST" and "remove" in request.POST:
        actions.leave_out(report=found, annex=annex, by=request.actor, at=timezone.now())
        messages.success(request, "Приложение убрано из отчёта.")
        return redirect("report-annexes", pk)
    form = RetitleForm(request.POST or None, initial={"title": annex.title})
    if form.is_valid():
        with told_in(form):
            title = form.cleaned_data["title"]
            actions.retitle(report=found, annex=annex, title=title, by=request.actor, at=timezone.now())
            messages.success(request, "Записано.")
            return redirect("report-annexes", pk)
    context = _page(found, "Приложение") | {"action": "Записать", "annex": annex}
    return form_page(request, "reports/annex.html", form, context)


@require_safe
def file(request: Request, pk: int, annex_pk: int) -> HttpResponse:
    """One annex, saved under its number."""
    OPEN_ANNEXES.check(request.actor, None)
    found = report_or_404(request, pk)
    annex = _annex_or_404(found, annex_pk)
    content = content_of(found, today=timezone.localdate())
    number = next(at for at, each in enumerate(content.annexes, 1) if each.key == annex.key)
    return stored(annex.file, way="bytes", name=of_file(number, annex.title, annex.file.name))


@require_safe
def whole(request: Request, pk: int) -> HttpResponse:
    """The letter as DOCX and PDF with every file that is enclosed, as one ZIP."""
    OPEN_ANNEXES.check(request.actor, None)
    found = report_or_404(request, pk)
    content = content_of(found, today=timezone.localdate())
    data = parcel([*_letter(found, content), *_enclosed(found, content)])
    return file_answer(data, f"{found.title}, {found.territory.name}.zip", "application/zip")


def _letter(found: Report, content: Content) -> Iterator[tuple[str, bytes]]:
    if found.docx is not None and found.pdf is not None:
        yield "Письмо.docx", read(found.docx)
        yield "Письмо.pdf", read(found.pdf)
        return
    letter = composed(found, content)
    yield "Проект письма.docx", write_docx(letter)
    yield "Проект письма.pdf", write_pdf(letter)


def _enclosed(found: Report, content: Content) -> Iterator[tuple[str, bytes]]:
    """Raises Http404 where bytes are gone: a parcel with a hole is not sent."""
    kept = {each.key: each for each in found.annexes.select_related("file")}
    for at, each in enumerate(content.annexes, 1):
        annex = kept.get(each.key)
        if annex is None:
            continue
        try:
            yield of_file(at, each.title, annex.file.name), read(annex.file)
        except FileNotFoundError as gone:
            raise Http404 from gone


def _page(found: Report, title: str) -> dict[str, object]:
    own = reverse("report-annexes", args=[found.pk])
    return {
        "title": title,
        "crumbs": [*crumbs(found), Crumb("Приложения", own)],
        "report": found,
        "back_url": own,
    }


def _annex_or_404(found: Report, annex_pk: int) -> Annex:
    annex = found.annexes.select_related("file").filter(pk=annex_pk).first()
    if annex is None:
        raise Http404
    return annex
