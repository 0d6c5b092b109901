"""Chosen schools side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.organisations.forms.filters import year_label
from opora.organisations.passport import PassportItem, passport_items
from opora.organisations.presenters.comparison import comparison_sheet, comparison_table
from opora.organisations.queries import Compared, compared, schools_visible_to
from opora.organisations.queries.schools import years_of
from opora.ui.components import Crumb
from opora.ui.downloads import attached

# more columns than this no screen and no sheet of paper holds
MOST = 8


def _chosen(request: Request) -> tuple[list[Compared], tuple[PassportItem, ...], int | None]:
    ids = [int(value) for value in request.GET.getlist("school") if value.isascii() and value.isdigit()][
        :MOST
    ]
    schools = schools_visible_to(request.actor)
    year = next(iter(years_of(schools.filter(pk__in=ids))), None)
    items = passport_items()
    return compared(schools, ids, year=year, items=items), items, year


@require_safe
def compare(request: Request) -> HttpResponse:
    """`?school=1&school=2`: at most eight columns; schools one may not see are left out."""
    schools, items, year = _chosen(request)
    context = {
        "title": "Сравнение школ",
        "crumbs": [Crumb("Школы", reverse("schools"))],
        "table": comparison_table(schools, items, year) if schools else None,
        "schools": schools,
        "is_cut": len(request.GET.getlist("school")) > MOST,
        "most": MOST,
        "query": request.GET.urlencode(),
        "year_label": year_label(year) if year else "",
    }
    return render(request, "organisations/compare.html", context)


@require_safe
def compare_table(request: Request) -> HttpResponse:
    schools, items, year = _chosen(request)
    return attached(comparison_sheet(schools, items, year), "comparison.xlsx")
