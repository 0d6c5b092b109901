"""What a phone needs to write notes where there is no connection: a page of notes and the worker that opens them."""

from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.ui.text import date_ru
from opora.visits.queries.pocket import pocket_of
from opora.visits.rules import GO
from opora.visits.views.lookup import crumbs

_WORKER = Path(__file__).resolve().parents[1] / "static/visits/worker.js"


@require_safe
def offline(request: Request) -> HttpResponse:
    """Notes that may be written soon; the script fetches each of them beforehand and says which lie here."""
    GO.check(request.actor, None)
    today = timezone.localdate()
    found = pocket_of(request.actor, today=today)
    context = {
        "title": "Записи без связи",
        "crumbs": crumbs(),
        "person": request.actor.person_id,
        "planned": [
            (
                f"{each.school.name}, {date_ru(each.planned_on, 'day')}: {each.kind_title}",
                reverse("visit-note", args=[each.pk]),
            )
            for each in found.visits
        ],
        "schools": [(each.name, reverse("visit-note-unplanned", args=[each.pk])) for each in found.schools],
    }
    return render(request, "visits/offline.html", context)


@require_safe
def worker(request: Request) -> HttpResponse:
    """The script stands in the folder of visits, for a worker answers only below its own address.

    The header lets it hear of signing out, too: then the pages kept on the device are forgotten.
    """
    GO.check(request.actor, None)
    response = HttpResponse(_source(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@cache
def _source() -> bytes:
    return _WORKER.read_bytes()
