"""Tying an event to what it serves: first what kind of thing, then one of them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import WrongState
from opora.access.request import Request
from opora.events import actions
from opora.events.forms.ties import SearchForm
from opora.events.models import Event
from opora.events.rules import ATTACH
from opora.events.tying import MOST, Offer, offers
from opora.events.views.lookup import crumbs, event_or_404
from opora.ui.components import Tab

_GONE = "Этого в списке больше нет. Обновите страницу и выберите другое."


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Rows of plans in force, active directions, documents: of the place and the year of the event."""
    found = event_or_404(request, pk)
    ATTACH.check(request.actor, found)
    offered = offers()
    if not offered:
        raise WrongState("Связывать пока не с чем.")
    wanted = request.GET.get("kind", "")
    offer = next((each for each in offered if each.kind == wanted), offered[0])
    if request.method == "POST":
        return _tied(request, found, offer)
    form = SearchForm(request.GET)
    tied = {each.thing_id for each in found.links.all() if each.kind == offer.kind}
    things = offer.things(request.actor, found, form.words, None)
    context = {
        "title": "Связать мероприятие",
        "crumbs": crumbs(found),
        "lead": found.title,
        "tabs": _tabs(pk, offered, offer),
        "form": form,
        "kind": offer.kind,
        "things": [each for each in things[:MOST] if each[0] not in tied],
        "has_more": len(things) > MOST,
        "all_tied": bool(things),
        "empty": offer.empty,
        "back_url": reverse("event", args=[pk]),
    }
    return render(request, "events/tie.html", context)


def _tabs(pk: int, offered: tuple[Offer, ...], current: Offer) -> list[Tab]:
    url = reverse("event-link-add", args=[pk])
    return [
        Tab(each.title, f"{url}?{urlencode({'kind': each.kind})}", current=each is current)
        for each in offered
    ]


def _tied(request: Request, event: Event, offer: Offer) -> HttpResponse:
    said = request.POST.get("thing", "")
    pk = int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
    named = offer.things(request.actor, event, "", pk)
    if not named:
        raise WrongState(_GONE)
    actions.add_link(event=event, kind=offer.kind, thing_id=pk, by=request.actor, at=timezone.now())
    messages.success(request, f"Связано: {named[0][1]} ({named[0][2]}).")
    return redirect("event", event.pk)
