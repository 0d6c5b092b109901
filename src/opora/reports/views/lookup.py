"""What the pages are about, if the actor sees it; files as answers."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from opora.access.request import Request
from opora.files.actions import read
from opora.files.models import StoredFile
from opora.reports.models import Report
from opora.reports.queries.visibility import report_seen_by
from opora.ui.components import Crumb

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_LONGEST = 120


def report_or_404(request: Request, pk: int) -> Report:
    found = report_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def crumbs(report: Report | None = None) -> list[Crumb]:
    found = [Crumb("Отчёты", reverse("reports"))]
    if report is not None:
        found.append(Crumb(report.title, reverse("report", args=[report.pk])))
    return found


def file_answer(data: bytes, title: str, kind: str) -> HttpResponse:
    name = f"{title[:_LONGEST]}.{kind}".replace("/", "-")
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(data, content_type=TYPES[kind], headers={"Content-Disposition": disposition})


def stored_answer(file: StoredFile | None, kind: str) -> HttpResponse:
    """The file as it was signed."""
    if file is None or file.removed_at is not None:
        raise Http404
    return file_answer(read(file), file.name.removesuffix(f".{kind}"), kind)
