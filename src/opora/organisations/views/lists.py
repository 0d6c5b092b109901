"""The list of schools, the tree of territories, one territory, and each as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.organisations.forms.filters import SchoolFilterForm, year_label
from opora.organisations.models import Organisation, Territory
from opora.organisations.presenters import lists
from opora.organisations.queries import (
    SchoolFilter,
    SchoolRow,
    SchoolTotals,
    chain_of,
    school_ids,
    school_rows,
    school_totals,
    schools_visible_to,
    territories_visible_to,
    territory_rows,
    visible_ids,
)
from opora.organisations.queries.schools import years_of
from opora.organisations.rules import (
    ADD_TERRITORY,
    CREATE,
    MANAGE_TERRITORIES,
    OVERLOOKERS,
    TALK_OF_TERRITORY,
)
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.organisations.views.lookup import territory_or_404
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.text import count_ru

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class _Rows(Sequence[SchoolRow]):
    """The filtered list without loading it: its length is already counted."""

    schools: QuerySet[Organisation]
    chosen: SchoolFilter
    year: int | None
    total: int

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, part: int) -> SchoolRow: ...

    @overload
    def __getitem__(self, part: slice) -> list[SchoolRow]: ...

    def __getitem__(self, part: int | slice) -> SchoolRow | list[SchoolRow]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        return school_rows(self.schools, self.chosen, year=self.year, start=part.start or 0, end=part.stop)


@dataclass(frozen=True, slots=True)
class _List:
    form: SchoolFilterForm
    chosen: SchoolFilter
    totals: SchoolTotals
    rows: _Rows


def _listed(request: Request, territory: Territory | None = None) -> _List:
    schools = Organisation.objects.filter(pk__in=school_ids(request.actor))
    form = SchoolFilterForm(request.GET or {"state": "open"}, years_of(schools))
    chosen = form.chosen(territory.path or "" if territory else "")
    totals = school_totals(schools, chosen, year=form.figures_year)
    return _List(form, chosen, totals, _Rows(schools, chosen, form.figures_year, totals.schools))


def _list_context(request: Request, found: _List, *, in_territory: bool) -> dict[str, object]:
    paginator: Paginator[Any] = Paginator(found.rows, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    address = lists.Address(request.GET, found.chosen)
    caption = count_ru(found.totals.schools, "школа,школы,школ")
    return {
        "form": found.form,
        "active": found.form.active,
        "page": page,
        "stats": lists.totals_stats(found.totals, found.form.figures_year),
        "table": lists.school_table(rows, found.totals, address, in_territory=in_territory, caption=caption),
        "query": request.GET.urlencode(),
        "year_label": year_label(found.form.figures_year) if found.form.figures_year else "",
    }


@require_safe
def schools(request: Request) -> HttpResponse:
    """All schools that the actor sees, wherever they are."""
    found = _listed(request)
    return render(
        request,
        "organisations/schools.html",
        {"title": "Школы", **_list_context(request, found, in_territory=False)},
    )


@require_safe
def schools_table(request: Request) -> HttpResponse:
    found = _listed(request)
    return _sheet(found, title="Школы", in_territory=False)


def _sheet(found: _List, *, title: str, in_territory: bool) -> HttpResponse:
    year = found.form.figures_year
    rows = school_rows(found.rows.schools, found.chosen, year=year)
    data = lists.schools_sheet(rows, found.totals, title=title, year=year, in_territory=in_territory)
    return attached(data, "schools.xlsx")


@require_safe
def territories(request: Request) -> HttpResponse:
    """The tree in the actor's scope, with totals."""
    places = territories_visible_to(request.actor)
    years = years_of(schools_visible_to(request.actor))
    year = next(iter(years), None)
    rows = territory_rows(places, year=year)
    context = {
        "title": "Территории",
        "table": lists.territory_table(rows, caption=count_ru(len(rows), "территория,территории,территорий")),
        "year_label": year_label(year) if year else "",
    }
    return render(request, "organisations/territories.html", context)


@require_safe
def territory(request: Request, pk: int) -> HttpResponse:
    """One territory: its parts with totals, then its schools."""
    place = territory_or_404(request, pk)
    found = _listed(request, place)
    context = _list_context(request, found, in_territory=True)
    context |= {
        "title": place.name,
        "territory": place,
        "crumbs": _crumbs(request, place),
        "parts": _parts(request, place, found.form.figures_year),
        "others": _others(request, place),
        "may_create": CREATE.can(request.actor, place),
        "may_overlook": (request.actor.is_operator or request.actor.role in OVERLOOKERS)
        and request.actor.covers_territory(place.path or "?"),
        "may_add_territory": ADD_TERRITORY.can(request.actor, place),
        "is_talked": place.kind != TerritoryKind.FEDERATION and TALK_OF_TERRITORY.can(request.actor, None),
        "may_manage": MANAGE_TERRITORIES.can(request.actor, place),
    }
    return render(request, "organisations/territory.html", context)


def _crumbs(request: Request, place: Territory) -> list[Crumb]:
    # the territory lies in the scope: what stands above it is asked for only where the scope reaches higher
    reaches = place.parent is not None and request.actor.covers_territory(place.parent.path or "")
    chain = chain_of(place.path or "")[:-1] if reaches else []
    above = [each for each in chain if request.actor.covers_territory(each.path or "")]
    return [Crumb("Территории", reverse("territories"))] + [
        Crumb(each.name, reverse("territory", args=[each.pk])) for each in above
    ]


def _parts(request: Request, place: Territory, year: int | None) -> object:
    """The territory with its direct parts; None for one without parts: no municipality has any."""
    if place.kind == TerritoryKind.MUNICIPALITY:
        return None
    below = territories_visible_to(request.actor).filter(path__startswith=place.path or "")
    rows = [row for row in territory_rows(below, year=year) if row.depth <= 1]
    if len(rows) < 2:
        return None
    return lists.territory_table(rows, caption="Что входит в территорию")


def _others(request: Request, place: Territory) -> list[Organisation]:
    """Authorities, centres, institutes and partners of the territory itself."""
    seen = Organisation.objects.filter(pk__in=visible_ids(request.actor))
    found = seen.filter(territory=place).exclude(kind=OrganisationKind.SCHOOL)
    return list(found.order_by("kind", "sort_name", "id"))


@require_safe
def territory_table(request: Request, pk: int) -> HttpResponse:
    place = territory_or_404(request, pk)
    found = _listed(request, place)
    return _sheet(found, title=place.name, in_territory=True)
