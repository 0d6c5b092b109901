"""What the pages are about, if the actor sees it."""

from datetime import date

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.ui.components import Crumb
from opora.visits.actions.common import title_of
from opora.visits.models import Visit
from opora.visits.queries.planner import cycle_of
from opora.visits.queries.visibility import school_seen_by, visit_seen_by


def visit_or_404(request: Request, pk: int) -> Visit:
    found = visit_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def school_or_404(request: Request, pk: int) -> Organisation:
    found = school_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def cycle_or_404(day: date) -> Cycle:
    """The year that the day lies in, else the newest."""
    found = cycle_of(day)
    if found is None:
        raise Http404
    return found


def crumbs(visit: Visit | None = None) -> list[Crumb]:
    """«Посещения / посещение куратора, 14 сентября 2026»."""
    found = [Crumb("Посещения", reverse("visits"))]
    if visit is not None:
        found.append(Crumb(title_of(visit), reverse("visit", args=[visit.pk])))
    return found


def number(text: str) -> int | None:
    """An id of an address; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
