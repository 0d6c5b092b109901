"""What the pages are about, if the actor sees it."""

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.cycles.queries import year_for
from opora.reports.models import Report
from opora.reports.queries.visibility import report_seen_by
from opora.ui.components import Crumb


def report_or_404(request: Request, pk: int) -> Report:
    found = report_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def year_or_404(request: Request, cycles: Sequence[Cycle]) -> Cycle:
    """The one of the address; without one that of today, else the newest."""
    found = year_for(cycles, request.GET.get("cycle", ""), timezone.localdate())
    if found is None:
        raise Http404
    return found


def crumbs(report: Report | None = None) -> list[Crumb]:
    found = [Crumb("Отчёты", reverse("reports"))]
    if report is not None:
        found.append(Crumb(report.title, reverse("report", args=[report.pk])))
    return found
