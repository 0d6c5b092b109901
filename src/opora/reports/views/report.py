"""One report: prepared, read, downloaded."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.printing import write_docx, write_pdf
from opora.reports import actions
from opora.reports.composing import composed, content_of, in_short
from opora.reports.content import Content
from opora.reports.exchange import as_json
from opora.reports.forms.writing import TextsForm
from opora.reports.models import Report, ReportRequest
from opora.reports.presenters import report as drawn
from opora.reports.presenters.annexes import annex_lines
from opora.reports.presenters.listing import chips
from opora.reports.queries.requests import request_for
from opora.reports.rules import (
    ANNUL,
    ISSUE,
    OPEN_ANNEXES,
    READ_BELOW,
    RETURN,
    SEE,
    SEE_REQUESTS,
    WITHOUT_RECORDS,
    WRITE,
)
from opora.reports.states import KIND
from opora.reports.texts import fields, lacking
from opora.reports.views.lookup import crumbs, report_or_404
from opora.ui.components import Tab
from opora.ui.downloads import attached

_WRITERS = {"docx": write_docx, "pdf": write_pdf}
_LETTER, _ORIGINS = "letter", "origins"
#: so many missing things stand open on the page
_MOST_OPEN = 6


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """The sections with their facts and, for who writes it, the fields for what no fact says."""
    SEE.check(request.actor, None)
    found = report_or_404(request, pk)
    may_write = WRITE.can(request.actor, found)
    if request.method == "POST":
        WRITE.check(request.actor, found)
    content = content_of(found, today=timezone.localdate())
    form = TextsForm(request.POST or None, fields=fields(content.schools, found.stage), texts=found.texts)
    if form.is_valid():
        return _written(request, found, form)
    has_records = request.actor.role not in WITHOUT_RECORDS
    show = request.GET.get("show", "") if has_records else ""
    is_prepared = may_write and (show not in {_LETTER, _ORIGINS} or request.method == "POST")
    context = _context(request, found, content, form if is_prepared else None) | {
        "form": form,
        "show": show,
        "tabs": _tabs(found, show, may_write=may_write) if has_records else [],
        "origins": drawn.origins(content) if show == _ORIGINS else None,
        "is_prepared": is_prepared,
    }
    return render(request, "reports/report.html", context, status=422 if form.errors else 200)


def _written(request: Request, found: Report, form: TextsForm) -> HttpResponse:
    seen = request.POST.get("seen", "")
    actions.write(
        report=found,
        texts=form.texts(found.texts),
        seen=int(seen) if seen.isdecimal() else -1,
        by=request.actor,
        at=timezone.now(),
    )
    if "submit" in request.POST:
        return redirect("report-submit", found.pk)
    # back to the section whose button was pressed: the message stands there as well as above
    at, url = request.POST.get("at", ""), reverse("report", args=[found.pk])
    at = at if at in form.sections else ""
    messages.success(request, "Записано.", extra_tags=at)
    return redirect(f"{url}#part-{at}" if at else url)


def _context(request: Request, found: Report, content: Content, form: TextsForm | None) -> dict[str, object]:
    actor = request.actor
    linked = actor.role not in WITHOUT_RECORDS
    asked = _request_of(request, found)
    return {
        "title": found.title,
        "crumbs": crumbs(),
        "report": found,
        "as_of": content.as_on,
        "chips": chips(actor, found),
        "parts": drawn.parts(content, found, form, linked=linked),
        "missing": drawn.missing_table(content) if content.missing and not found.is_sealed else None,
        "many_missing": len(content.missing),
        "is_open": len(content.missing) <= _MOST_OPEN,
        "lacking": lacking(found.texts, found.stage) if WRITE.can(actor, found) else [],
        "facts": drawn.facts(found, content, asked),
        "asked": asked,
        "annexes": annex_lines(
            found, content, may_open=OPEN_ANNEXES.can(actor, None), may_write=WRITE.can(actor, found)
        ),
        "may_open": OPEN_ANNEXES.can(actor, None),
        "events": drawn.events(of_subject(KIND, found.pk)) if actor.role not in READ_BELOW else [],
        "may_write": WRITE.can(actor, found),
        "may_issue": ISSUE.can(actor, found),
        "may_return": RETURN.can(actor, found),
        "may_annul": ANNUL.can(actor, found),
    }


def _request_of(request: Request, found: Report) -> ReportRequest | None:
    """The open request that it answers, for those who see requests. One query, none for the others."""
    if not SEE_REQUESTS.can(request.actor, None):
        return None
    return request_for(found.territory, found.cycle, found.stage)


def _tabs(found: Report, show: str, *, may_write: bool) -> list[Tab]:
    url = reverse("report", args=[found.pk])
    first = [Tab("Подготовка", url, current=show not in {_LETTER, _ORIGINS})] if may_write else []
    letter = f"{url}?show={_LETTER}" if may_write else url
    is_letter = show == _LETTER if may_write else show != _ORIGINS
    return [
        *first,
        Tab("Письмо целиком", letter, current=is_letter),
        Tab("Откуда цифры", f"{url}?show={_ORIGINS}", current=show == _ORIGINS),
    ]


@require_safe
def printout(request: Request, pk: int, kind: str) -> HttpResponse:
    """The letter: as it was signed, else as it would be today; as JSON with the origin of every figure."""
    SEE.check(request.actor, None)
    found = report_or_404(request, pk)
    if kind == "json":
        return _as_data(request, found)
    if kind not in _WRITERS:
        raise Http404
    if found.is_sealed:
        return stored(found.docx if kind == "docx" else found.pdf, way="saved")
    letter = composed(found, content_of(found, today=timezone.localdate()))
    return attached(_WRITERS[kind](letter), f"Проект. {letter.title}.{kind}")


@require_safe
def short(request: Request, pk: int, kind: str) -> HttpResponse:
    """Theses on one page, of what was signed or of what would be today."""
    SEE.check(request.actor, None)
    found = report_or_404(request, pk)
    if kind not in _WRITERS:
        raise Http404
    document = in_short(found, content_of(found, today=timezone.localdate()))
    name = document.title if found.is_sealed else f"Проект. {document.title}"
    return attached(_WRITERS[kind](document), f"{name}.{kind}")


def _as_data(request: Request, found: Report) -> HttpResponse:
    if request.actor.role in WITHOUT_RECORDS:
        raise Http404
    told = as_json(
        content_of(found, today=timezone.localdate()),
        found.texts,
        territory=found.territory.code,
        cycle=found.cycle.code,
        stage=found.stage,
        file=found.docx.name if found.docx else "",
    )
    data = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return attached(data, f"{found.title}.json")
