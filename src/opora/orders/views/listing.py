"""The registry, and which orders are missing."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.identification.queries.helped import awaited_schools
from opora.orders.forms.listing import ListForm, MatrixForm
from opora.orders.presenters import expected as expected_words
from opora.orders.presenters import listing as words
from opora.orders.printouts.sheets import matrix_workbook, registry_workbook
from opora.orders.queries.expected import (
    SCHOOL,
    TERRITORY,
    Matrix,
    expectations,
    matrix,
    rows_of,
)
from opora.orders.queries.listing import Chosen, found_by, lines, years_of
from opora.orders.queries.places import own_path, territories_to_choose
from opora.orders.rules import SEE, SEES_DRAFTS, WRITERS
from opora.organisations.models import Territory
from opora.ui.downloads import attached

PER_PAGE = 50


@require_safe
def orders(request: Request) -> HttpResponse:
    """Every order that the actor sees; with `as=xlsx` the same as a workbook."""
    actor = request.actor
    SEE.check(actor, None)
    territories, cycles = territories_to_choose(actor), list(Cycle.objects.all())
    kinds = {each.code: each.title for each in expectations(own_path(actor)).orders}
    form = ListForm(
        request.GET,
        kinds=list(kinds.items()),
        years=years_of(actor),
        cycles=cycles,
        territories=territories if len(territories) > 1 else [],
        drafts=actor.is_operator or actor.role in SEES_DRAFTS,
    )
    found = found_by(actor, _chosen(form, territories, cycles))
    today = timezone.localdate()
    if request.GET.get("as") == "xlsx":
        return attached(registry_workbook(lines(found), kinds, today=today), "Приказы.xlsx")
    page = Paginator(range(found.count()), PER_PAGE).get_page(request.GET.get("page"))
    rows = lines(found, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    context = {
        "title": "Приказы",
        "form": form,
        "active": form.active,
        "table": words.table(rows, kinds, narrowed=form.active > 0),
        "page": page,
        "may_write": actor.acts_as(*WRITERS),
    }
    return render(request, "orders/orders.html", context)


def _chosen(form: ListForm, territories: list[Territory], cycles: list[Cycle]) -> Chosen:
    year, cycle, place = (form.chosen(name) for name in ("year", "cycle", "territory"))
    return Chosen(
        words=form.chosen("q"),
        appoints=form.chosen("appoints"),
        level=form.chosen("level"),
        kind=form.chosen("kind"),
        state=form.chosen("state"),
        path=next((each.path or "" for each in territories if each.code == place), ""),
        year=int(year) if year else None,
        cycle_id=next((each.pk for each in cycles if each.code == cycle), None),
    )


@require_safe
def expected(request: Request) -> HttpResponse:
    """Expected orders by territory and school: what is there, what is missing; with `as=xlsx` as a workbook."""
    actor, today = request.actor, timezone.localdate()
    SEE.check(actor, None)
    cycles, code = list(Cycle.objects.all()), request.GET.get("cycle", "")
    cycle = next((each for each in cycles if not code or each.code == code), None)
    if cycle is None:
        raise Http404
    territories = [] if actor.role in SCHOOL_ROLES else territories_to_choose(actor)
    form = MatrixForm(request.GET, cycles=cycles, territories=territories)
    chosen = next((each for each in territories if each.code == form.chosen("territory")), None)
    path = (chosen.path or "") if chosen else own_path(actor)
    schools = awaited_schools(actor, cycle.pk, on=today)
    if chosen is not None:
        schools = schools.filter(territory__path__startswith=path)
    inside = [each for each in territories if (each.path or "").startswith(path)]
    inside.sort(key=lambda each: ((each.path or "").count("/"), each.sort_name))
    rows = list(rows_of(schools))
    found = matrix(cycle=cycle, path=path, territories=inside, schools=rows, today=today)
    shown = _gaps_of(found) if form.chosen("show") == "gaps" else found
    title = f"Каких приказов не хватает, {cycle.title}"
    if request.GET.get("as") == "xlsx":
        return attached(matrix_workbook(shown, title, today=today), f"{title}.xlsx")
    page = Paginator(shown.schools, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Каких приказов не хватает",
        "crumbs": [],
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "stats": expected_words.stats(found),
        "of_territories": expected_words.table(
            *(actor, shown.territories, expected_words.wanted_of(found.territories), cycle, today),
            of=TERRITORY,
        )
        if found.territories
        else None,
        "of_schools": expected_words.table(
            *(actor, list(page), expected_words.wanted_of(found.schools), cycle, today), of=SCHOOL
        )
        if found.schools
        else None,
        "page": page,
        "facts": expected_words.reasons(
            [*expected_words.wanted_of(found.territories), *expected_words.wanted_of(found.schools)]
        ),
        "is_known": bool(found.expectations.orders),
        "catalogues_url": reverse("catalogues"),
    }
    return render(request, "orders/expected.html", context)


def _gaps_of(found: Matrix) -> Matrix:
    return Matrix(
        found.expectations,
        tuple(line for line in found.territories if line.has_gap),
        tuple(line for line in found.schools if line.has_gap),
    )
