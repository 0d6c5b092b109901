"""Asking for a computing and watching it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.risks import actions
from opora.risks.forms import RefreshForm
from opora.risks.models import Refresh
from opora.risks.presenters import refreshes as words
from opora.risks.queries import refreshes_told_to, refreshes_visible_to
from opora.risks.rules import COMPUTE, WATCH
from opora.risks.views.lookup import crumbs
from opora.ui.form_pages import form_page


@require_http_methods(["GET", "HEAD", "POST"])
def refreshes(request: Request) -> HttpResponse:
    """The last computings that reached the actor's schools, and a form for another one."""
    places = [
        place
        for place in territories_visible_to(request.actor).exclude(kind=TerritoryKind.FEDERATION)
        if COMPUTE.can(request.actor, place)
    ]
    if not places:
        COMPUTE.check(request.actor, Territory(path="?"))
    form = RefreshForm(
        request.POST or None,
        territories=places,
        initial={"territory": places[0] if len(places) == 1 else None},
    )
    if form.is_valid():
        made = actions.ask_for_refresh(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "Расчёт поставлен в очередь.")
        return redirect("risk-refresh", made.pk)
    told = refreshes_told_to(request.actor)[:20]
    context = {
        "title": "Расчёт профилей",
        "crumbs": crumbs(),
        "table": words.table([(each, WATCH.can(request.actor, each)) for each in told]),
        "action": "Рассчитать",
    }
    return form_page(request, "risks/refreshes.html", form, context)


@require_safe
def refresh(request: Request, pk: int) -> HttpResponse:
    """How far one has come; htmx asks for the bar alone."""
    found: Refresh | None = refreshes_visible_to(request.actor).select_related("cycle").filter(pk=pk).first()
    if found is None:
        raise Http404
    context = {
        "title": found.title,
        "crumbs": crumbs(),
        "refresh": found,
        "progress": words.progress(found, reverse("risk-refresh", args=[pk])),
        "map_url": f"{reverse('risks')}?cycle={found.cycle.code}",
    }
    if request.headers.get("HX-Request"):
        return render(request, "ui/parts.html#progress", context)
    return render(request, "risks/refresh.html", context)
