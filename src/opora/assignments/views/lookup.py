"""What the pages are about, if the actor sees it."""

from datetime import date

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.assignments.models import Assignment
from opora.assignments.queries import assignment_seen_by
from opora.cycles.models import Cycle
from opora.ui.components import Crumb


def assignment_or_404(request: Request, pk: int) -> Assignment:
    found = assignment_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def cycle_of(day: date) -> Cycle:
    """The year that the day lies in, the latest of them; else the newest. Raises Http404 without any year."""
    cycles = list(Cycle.objects.all())
    found = next((each for each in cycles if each.starts <= day <= each.ends), None)
    if found is None and not cycles:
        raise Http404
    return found or cycles[0]


def crumbs(assignment: Assignment | None = None) -> list[Crumb]:
    """«Поручения / что сделать»."""
    found = [Crumb("Поручения", reverse("assignments"))]
    if assignment is not None:
        what = assignment.what if len(assignment.what) <= 60 else f"{assignment.what[:57].rstrip()}…"
        found.append(Crumb(what, reverse("assignment", args=[assignment.pk])))
    return found
