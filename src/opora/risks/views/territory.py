"""Pages of a territory: the heatmap, one factor across schools, causes that schools name."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.indicators.kinds import GROUP_TITLES
from opora.printing import write_xlsx
from opora.risks.forms import MapFilter
from opora.risks.guide import guide_of
from opora.risks.presenters import causes as cause_words
from opora.risks.presenters import heatmap as drawing
from opora.risks.printouts.workbook import heatmap_sheets
from opora.risks.queries import (
    Asked,
    causes_summary,
    cycles_with_profiles,
    directions_visible_to,
    factor_lines,
    heatmap,
    municipalities_seen,
    newest_version,
    schools_without_profile,
)
from opora.risks.rules import COORDINATORS, SEE, SEE_ALIKE
from opora.risks.views.lookup import crumbs, cycle_or_404
from opora.ui.downloads import attached

PER_PAGE = 100
PER_FACTOR_PAGE = 50


def _filter(request: Request, cycles: list[Cycle]) -> tuple[MapFilter, Asked, Cycle]:
    form = MapFilter(request.GET or None, cycles=cycles, territories=municipalities_seen(request.actor))
    chosen = form.cleaned_data if form.is_valid() else {}
    place = chosen.get("territory")
    asked = Asked(
        territory_path=place.path or "" if place else "",
        level=chosen.get("level", ""),
        group=chosen.get("group", ""),
        order=chosen.get("order", "") or "name",
    )
    return form, asked, chosen.get("cycle") or cycles[0]


@require_safe
def risks(request: Request) -> HttpResponse:
    """The heatmap; people of one school go straight to its profile."""
    actor = request.actor
    SEE.check(actor, None)
    if actor.role in SCHOOL_ROLES and actor.scope and len(actor.scope.school_ids) == 1:
        return redirect("risk-school", next(iter(actor.scope.school_ids)))
    cycles = cycles_with_profiles(actor)
    context = {
        "title": "Рисковые профили школ",
        "may_compute": actor.acts_as(*COORDINATORS),
        "may_see_alike": SEE_ALIKE.can(actor, None),
    }
    if not cycles:
        return render(request, "risks/nothing.html", context)
    form, asked, cycle = _filter(request, cycles)
    whole = request.GET.get("page") == "all"
    number = request.GET.get("page", "")
    start = 0 if whole or not number.isdigit() else (max(1, min(int(number), 10_000)) - 1) * PER_PAGE
    found = heatmap(actor, cycle, asked, start=start, size=None if whole else PER_PAGE)
    if found is None:
        raise Http404
    page = Paginator(range(found.total), PER_PAGE).get_page(number)
    query = request.GET.copy()
    query.pop("page", None)
    context |= {
        "found": found,
        "as_of": found.as_of,
        "form": form,
        "active": sum(bool(v) for v in (asked.territory_path, asked.level, asked.group)),
        "map": drawing.draw(found, with_place="territory" in form.fields),
        "legend": drawing.legend(),
        "page": None if whole else page,
        "query": query.urlencode(),
        "without": schools_without_profile(actor, cycle, asked.territory_path),
        "is_split": found.total > PER_PAGE and not whole,
    }
    return render(request, "risks/heatmap.html", context)


@require_safe
def workbook(request: Request) -> HttpResponse:
    """What the heatmap shows with its filters, every page of it."""
    SEE.check(request.actor, None)
    cycles = cycles_with_profiles(request.actor)
    if not cycles:
        raise Http404
    _, asked, cycle = _filter(request, cycles)
    found = heatmap(request.actor, cycle, asked, with_intervals=True)
    if found is None or found.as_of is None:
        raise Http404
    title = f"Рисковые профили школ, {cycle.title}"
    data = write_xlsx(heatmap_sheets(found), date_of_data=found.as_of, title=title)
    return attached(data, f"{title}.xlsx")


@require_safe
def factor(request: Request, code: str) -> HttpResponse:
    """One factor across the schools of the scope."""
    SEE.check(request.actor, None)
    cycles = cycles_with_profiles(request.actor)
    if not cycles:
        raise Http404
    form, asked, cycle = _filter(request, cycles)
    version = newest_version(request.actor, cycle)
    guide = guide_of(version) if version else None
    if guide is None or code not in guide.catalogue.by_code:
        raise Http404
    number = request.GET.get("page", "")
    start = (max(1, min(int(number), 10_000)) - 1) * PER_FACTOR_PAGE if number.isdigit() else 0
    lines, total = factor_lines(
        request.actor, cycle, code, territory_path=asked.territory_path, start=start, size=PER_FACTOR_PAGE
    )
    for name in ("group", "level", "order"):
        del form.fields[name]
    bounds = guide.catalogue.bound_middle, guide.catalogue.bound_high
    with_place = "territory" in form.fields
    context = {
        "title": guide.title(code),
        "crumbs": crumbs(),
        "form": form if form.fields else None,
        "active": int(bool(asked.territory_path)),
        "group": GROUP_TITLES[guide.catalogue.by_code[code].group],
        "why": guide.why(code),
        "origin": guide.origin(code),
        "label": guide.label,
        "causes": guide.catalogue.causes_of(code),
        "measures": guide.catalogue.measures_of(code),
        "picture": drawing.factor_picture(
            f"Школы по фактору «{guide.title(code)}»", lines, cycle, code, bounds, with_place=with_place
        ),
        "page": Paginator(range(total), PER_FACTOR_PAGE).get_page(number),
        "cycle": cycle,
    }
    return render(request, "risks/factor.html", context)


@require_safe
def causes(request: Request) -> HttpResponse:
    """Causes that schools name for their directions, summed up over the scope."""
    SEE_ALIKE.check(request.actor, None)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    found = causes_summary(directions_visible_to(request.actor).filter(cycle=cycle))
    context = {
        "title": "Какие причины называют школы",
        "crumbs": crumbs(),
        "cycle": cycle,
        "table": cause_words.summary_table(found),
        "board_url": f"{reverse('directions')}?cycle={cycle.code}",
    }
    return render(request, "risks/causes_summary.html", context)
