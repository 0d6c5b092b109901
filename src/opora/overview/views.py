"""A territory at a glance: one page, read from the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.cycles.queries import year_for
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.overview.forms import OverviewForm
from opora.overview.presenters import summary, tables
from opora.overview.presenters.cells import About
from opora.overview.presenters.signs import Place
from opora.overview.printouts.workbook import overview_workbook
from opora.overview.queries.gathering import gathered, thresholds_of
from opora.overview.queries.territories import own_territories, parts_of
from opora.overview.rules import SEE, SEE_TERRITORY, columns_of, gives_curators, signs_of
from opora.overview.standing import Line, lines, totals, totals_by_part
from opora.overview.states import Group, Sign, Step
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.text import count_ru

PER_PAGE = 50


@require_safe
def own(request: Request) -> HttpResponse:
    """The overview of one's own territory; of several, those to choose among."""
    SEE.check(request.actor, None)
    places = own_territories(request.actor)
    if len(places) == 1:
        return redirect("territory-overview", places[0].pk)
    return render(request, "overview/choose.html", {"title": "Обзор территории", "places": places})


@require_safe
def overview(request: Request, pk: int) -> HttpResponse:
    """Schools by steps and by signs; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    territory = get_object_or_404(territories_visible_to(request.actor).select_related("parent"), pk=pk)
    SEE_TERRITORY.check(request.actor, territory)
    title, cycles = f"Обзор: {territory.name}", list(Cycle.objects.all())
    if not cycles:
        return render(request, "overview/no_year.html", {"title": title})
    looked = _look(request, territory, cycles)
    if request.GET.get("as") == "xlsx":
        title = f"{title}, {looked.cycle.title}"
        groups = summary.groups_of(looked.told)
        data = overview_workbook(looked.left, looked.steps, groups, looked.place, title=title)
        return attached(data, f"{title}.xlsx")
    return render(request, "overview/overview.html", {"title": title, **_context(request, territory, looked)})


@dataclass(frozen=True, slots=True)
class _Looked:
    """`every` school of the year, those `left` by what the reader chose, and what the reader is told of them."""

    cycle: Cycle
    form: OverviewForm
    steps: Sequence[Step]
    told: frozenset[Sign]
    every: Sequence[Line]
    left: Sequence[Line]
    place: Place


def _look(request: Request, territory: Territory, cycles: Sequence[Cycle]) -> _Looked:
    actor, today, path = request.actor, timezone.localdate(), territory.path or ""
    cycle = year_for(cycles, request.GET.get("cycle", ""), today)
    if cycle is None:
        raise Http404
    steps, told, limits = columns_of(actor), signs_of(actor), thresholds_of(path)
    form = OverviewForm(request.GET, cycles=cycles, steps=steps, told=told)
    facts = gathered(actor, path, cycle, limits, today=min(today, cycle.ends))
    every, chosen = lines(facts, limits, told), form.narrowing()
    names = {each.pk: each.name for each in facts.schools}
    place = Place(About(cycle.code, facts.today), names, gives_curators(actor))
    return _Looked(cycle, form, steps, told, every, [line for line in every if chosen.holds(line)], place)


def _context(request: Request, territory: Territory, looked: _Looked) -> dict[str, object]:
    cycle, steps, told, place = looked.cycle, looked.steps, looked.told, looked.place
    whole, query = totals(looked.every), request.GET.copy()
    for name in ("group", "sign", "page"):
        query.pop(name, None)
    chosen = looked.form.chosen("group")
    group = Group(chosen) if chosen else None
    page = Paginator(looked.left, PER_PAGE).get_page(request.GET.get("page"))
    parts = totals_by_part(looked.every, parts_of(request.actor, territory))
    shown, with_place = list(page.object_list), bool(parts)
    in_steps, empty = [] if group else shown, summary.empty(cycle, whole)
    context: dict[str, object] = {
        "crumbs": _crumbs(request, territory),
        "cycle": cycle,
        "form": looked.form,
        "active": looked.form.active,
        "whole": whole,
        "groups": summary.group_stats(whole, told, cycle.code),
        "tabs": summary.group_tabs(whole, told, chosen, query.urlencode()),
        "table": tables.steps_table(in_steps, steps, place.about, whole, with_place=with_place, empty=empty),
        "page": page,
        "caption": count_ru(len(looked.left), "школа,школы,школ"),
    }
    if group:
        context["lead"] = summary.LEADS[group]
        context["facts"] = tables.signs_list(shown, group, place, with_place=with_place)
    elif parts and page.number == 1:
        groups = summary.groups_of(told)
        context["parts"] = tables.parts_table(parts, whole, steps, groups, cycle.code)
    return context


def _crumbs(request: Request, territory: Territory) -> list[Crumb]:
    found = []
    above = territory.parent
    if above is not None and request.actor.covers_territory(above.path or "?"):
        found.append(Crumb(f"Обзор: {above.name}", reverse("territory-overview", args=[above.pk])))
    return [*found, Crumb(territory.name, reverse("territory", args=[territory.pk]))]
