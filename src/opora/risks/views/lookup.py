"""What the pages are about, if the actor sees it."""

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.risks.models import Direction
from opora.risks.queries import direction_seen_by, school_seen_by
from opora.ui.components import Crumb


def school_or_404(request: Request, pk: int) -> Organisation:
    found = school_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def direction_or_404(request: Request, pk: int) -> Direction:
    found = direction_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def cycle_or_404(code: str) -> Cycle:
    """The year of this code; without one the newest."""
    found = Cycle.objects.filter(code=code).first() if code else Cycle.objects.first()
    if found is None:
        raise Http404
    return found


def crumbs(school: Organisation | None = None, cycle: str = "", *more: Crumb) -> list[Crumb]:
    """«Риски / школа / …»."""
    found = [Crumb("Риски", reverse("risks"))]
    if school is not None:
        query = f"?cycle={cycle}" if cycle else ""
        found.append(Crumb(school.name, reverse("risk-school", args=[school.pk]) + query))
    return [*found, *more]
