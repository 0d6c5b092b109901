"""Schools with alike profiles and who can help them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.risks.forms import MapFilter
from opora.risks.presenters import alike as words
from opora.risks.queries import cycles_with_profiles, municipalities_seen
from opora.risks.queries.alike import alike_groups
from opora.risks.rules import SEE_ALIKE
from opora.risks.views.lookup import crumbs


@require_safe
def alike(request: Request) -> HttpResponse:
    SEE_ALIKE.check(request.actor, None)
    title = {"title": "Похожие профили и кто поможет"}
    cycles = cycles_with_profiles(request.actor)
    if not cycles:
        return render(request, "risks/nothing.html", title)
    form = MapFilter(request.GET or None, cycles=cycles, territories=municipalities_seen(request.actor))
    chosen = form.cleaned_data if form.is_valid() else {}
    for name in ("group", "level", "order"):
        del form.fields[name]
    place = chosen.get("territory")
    cycle = chosen.get("cycle") or cycles[0]
    found, groups = alike_groups(request.actor, cycle, place.path or "" if place else "")
    with_place = "territory" in form.fields
    context = title | {
        "crumbs": crumbs(),
        "cycle": cycle,
        "form": form if form.fields else None,
        "active": int(bool(place)),
        "groups": words.groups(groups, found.guide, cycle.code, with_place=with_place) if found else [],
    }
    return render(request, "risks/alike.html", context)
