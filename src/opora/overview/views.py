"""A territory at a glance: one page, read from the address."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.overview.forms import OverviewForm
from opora.overview.presenters import summary, tables
from opora.overview.presenters.cells import About
from opora.overview.presenters.signs import Place
from opora.overview.printouts.workbook import overview_workbook
from opora.overview.queries.gathering import gathered, thresholds_of
from opora.overview.rules import SEE, SEE_TERRITORY, columns_of, gives_curators, signs_of
from opora.overview.standing import Chosen, Line, Totals, lines, totals
from opora.overview.states import Group
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.text import count_ru

PER_PAGE = 50


@require_safe
def own(request: Request) -> HttpResponse:
    """The overview of one's own territory; of several, those to choose among."""
    SEE.check(request.actor, None)
    places = _own_places(request)
    if len(places) == 1:
        return redirect("territory-overview", places[0].pk)
    return render(request, "overview/choose.html", {"title": "Обзор территории", "places": places})


def _own_places(request: Request) -> list[Territory]:
    """The territories of the appointment; of somebody for whom all are visible, the root. One query."""
    scope = request.actor.scope
    seen = territories_visible_to(request.actor)
    paths = [path for path in (scope.territory_paths if scope else ()) if path]
    found = seen.filter(path__in=paths) if paths else seen.filter(parent=None)
    return list(found.order_by("sort_name", "id"))


@require_safe
def overview(request: Request, pk: int) -> HttpResponse:
    """Schools by steps and by signs; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    territory = get_object_or_404(territories_visible_to(request.actor).select_related("parent"), pk=pk)
    SEE_TERRITORY.check(request.actor, territory)
    actor, today = request.actor, timezone.localdate()
    cycles = list(Cycle.objects.all())
    cycle = _cycle(cycles, request.GET.get("cycle", ""), today)
    if cycle is None:
        return render(request, "overview/no_year.html", {"title": f"Обзор: {territory.name}"})
    steps, told = columns_of(actor), signs_of(actor)
    form = OverviewForm(request.GET, cycles=cycles, steps=steps, told=told)
    path, limits = territory.path or "", thresholds_of(territory.path or "")
    facts = gathered(actor, path, cycle, limits, today=min(today, cycle.ends))
    every = lines(facts, limits, told)
    chosen = form.narrowing()
    left = [line for line in every if chosen.holds(line)]
    about = About(cycle.code, facts.today)
    place = Place(about, {each.pk: each.name for each in facts.schools}, gives_curators(actor))
    title = f"Обзор: {territory.name}"
    if request.GET.get("as") == "xlsx":
        groups = summary.groups_of(told)
        data = overview_workbook(left, steps, groups, place, title=f"{title}, {cycle.title}")
        return attached(data, f"{title}, {cycle.title}.xlsx")
    whole, query = totals(every), request.GET.copy()
    for name in ("group", "sign", "page"):
        query.pop(name, None)
    parts = _parts(request, territory, every)
    page = Paginator(left, PER_PAGE).get_page(request.GET.get("page"))
    shown, with_place = list(page.object_list), bool(parts)
    context = {
        "title": title,
        "crumbs": _crumbs(request, territory),
        "territory": territory,
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "whole": whole,
        "groups": summary.group_stats(whole, told, cycle.code),
        "lead": summary.LEADS[Group(chosen.group)] if chosen.group else "",
        "tabs": summary.group_tabs(whole, told, chosen.group, query.urlencode()),
        "parts": tables.parts_table(parts, whole, steps, summary.groups_of(told), cycle.code)
        if parts and not chosen.group and page.number == 1
        else None,
        "facts": tables.signs_list(shown, Group(chosen.group), place, with_place=with_place)
        if chosen.group
        else None,
        "table": tables.steps_table(
            [] if chosen.group else shown,
            *(steps, about, whole),
            with_place=with_place,
            empty=_empty(cycle, chosen, whole),
        ),
        "page": page,
        "caption": count_ru(len(left), "школа,школы,школ"),
    }
    return render(request, "overview/overview.html", context)


def _cycle(cycles: list[Cycle], code: str, today: object) -> Cycle | None:
    """The year of the code; without one that of today, else the newest. None where there is no year at all."""
    if code:
        found = next((each for each in cycles if each.code == code), None)
        if found is None:
            raise Http404
        return found
    now = timezone.localdate()
    return next((each for each in cycles if each.starts <= now <= each.ends), cycles[0] if cycles else None)


def _parts(request: Request, territory: Territory, every: list[Line]) -> list[tuple[Territory, Totals]]:
    """The direct parts that have schools of the year, by name; none in a municipality. One query."""
    if territory.kind == TerritoryKind.MUNICIPALITY:
        return []
    below = territories_visible_to(request.actor).filter(parent=territory).order_by("sort_name", "id")
    found = []
    for part in below:
        own_lines = [line for line in every if line.school.path.startswith(part.path or "?")]
        if own_lines:
            found.append((part, totals(own_lines)))
    return found


def _crumbs(request: Request, territory: Territory) -> list[Crumb]:
    found = []
    above = territory.parent
    if above is not None and request.actor.covers_territory(above.path or "?"):
        found.append(Crumb(f"Обзор: {above.name}", reverse("territory-overview", args=[above.pk])))
    return [*found, Crumb(territory.name, reverse("territory", args=[territory.pk]))]


def _empty(cycle: Cycle, chosen: Chosen, whole: Totals) -> str:
    if whole.schools:
        return "Таких школ нет. Измените условия или сбросьте их."
    return (
        f"В {cycle.title} ни одна школа здесь ещё не в списке, не участвует в программе и не передана куратору. "
        "Начните с отбора или отметьте участие на странице года."
    )
