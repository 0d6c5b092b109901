"""Checklists compared: of schools, of the visits of one school."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.visits.forms.filters import ChecklistsForm
from opora.visits.presenters import checklists as words
from opora.visits.printouts.checklists import checklists_workbook
from opora.visits.queries.checklists import kinds_looked, school_lines
from opora.visits.queries.visibility import municipalities_to_choose
from opora.visits.rules import SEE
from opora.visits.views.lookup import crumbs, school_or_404

PER_PAGE = 50
#: with autumn and spring of two sheets in mind: what most is looked at again
_FIRST = "website"
_TITLE = "Что изменилось по проверочным листам"


@require_safe
def checklists(request: Request) -> HttpResponse:
    """Every school whose checklist of one kind was gone through in the year; with `as=xlsx` as a workbook."""
    SEE.check(request.actor, None)
    actor, today = request.actor, timezone.localdate()
    cycles = list(Cycle.objects.all())
    territories = municipalities_to_choose(actor)
    form = ChecklistsForm(request.GET, cycles=cycles, territories=territories)
    cycle = next((each for each in cycles if each.code == form.chosen("cycle")), None)
    place = next((each for each in territories if each.code == form.chosen("territory")), None)
    kinds = kinds_looked(actor, cycle_id=cycle.pk if cycle else None)
    kind = _kind(request, kinds)
    rows = (
        school_lines(
            *(actor, kind), cycle_id=cycle.pk if cycle else None, path=(place.path or "") if place else ""
        )
        if kind
        else []
    )
    if request.GET.get("as") == "xlsx":
        title = f"{kinds.get(kind, 'Проверочные листы')}, что изменилось"
        return attached(checklists_workbook(rows, title=title, today=today), f"{title}.xlsx")
    query = urlencode({name: value for name in ("cycle", "territory") if (value := form.chosen(name))})
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _TITLE,
        "crumbs": crumbs(),
        "form": form,
        "active": form.active,
        "kind": kind,
        "tabs": words.tabs(kinds, kind, query),
        "summary": words.summary(rows) if rows else "",
        "table": words.schools(
            page.object_list,  # type: ignore[arg-type]
            kind,
            urlencode({"cycle": cycle.code}) if cycle else "",
        ),
        "page": page,
    }
    return render(request, "visits/checklists.html", context)


def _kind(request: Request, kinds: dict[str, str]) -> str:
    """The one asked for; else the website's, else the first there is."""
    asked = request.GET.get("kind", "")
    if asked in kinds:
        return asked
    return _FIRST if _FIRST in kinds else next(iter(kinds), "")


@require_safe
def school(request: Request, pk: int) -> HttpResponse:
    """The visits of one school by one checklist, beside each other."""
    SEE.check(request.actor, None)
    found, actor = school_or_404(request, pk), request.actor
    cycle = Cycle.objects.filter(code=request.GET.get("cycle", "")).first()
    cycle_id = cycle.pk if cycle else None
    kinds = kinds_looked(actor, school_id=pk, cycle_id=cycle_id)
    kind = _kind(request, kinds)
    row = next(iter(school_lines(actor, kind, school_id=pk, cycle_id=cycle_id)), None) if kind else None
    context = {
        "title": found.name,
        "crumbs": [*crumbs(), Crumb(_TITLE, reverse("visit-checklists"))],
        "school": found,
        "cycle": cycle,
        "tabs": words.tabs(kinds, kind, urlencode({"cycle": cycle.code}) if cycle else ""),
        "facts": words.facts(row) if row else [],
        "table": words.visits(row) if row else None,
    }
    return render(request, "visits/checklists_school.html", context)
