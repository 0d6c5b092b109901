"""What the pages are about, if the actor sees it; else 404."""

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.events.models import Event, Session
from opora.events.queries import visibility
from opora.events.rules import SEE
from opora.ui.components import Crumb


def event_or_404(request: Request, pk: int) -> Event:
    SEE.check(request.actor, None)
    found = visibility.event_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def day_or_404(request: Request, pk: int) -> Session:
    SEE.check(request.actor, None)
    found = visibility.session_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def cycle_or_404(code: str) -> Cycle:
    """The year of that code, the newest where none is named."""
    found = Cycle.objects.filter(code=code).first() if code else Cycle.objects.first()
    if found is None:
        raise Http404
    return found


def crumbs(event: Event | None = None) -> list[Crumb]:
    """«Мероприятия / мероприятие»."""
    found = [Crumb("Мероприятия", reverse("events"))]
    if event is not None:
        found.append(Crumb(event.title, reverse("event", args=[event.pk])))
    return found
