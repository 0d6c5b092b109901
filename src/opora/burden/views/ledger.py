"""The ledger: a territory's schools, a school's year."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.burden.forms.listing import LedgerForm, SchoolYearForm
from opora.burden.presenters import ledger as drawn
from opora.burden.presenters.words import minutes_words
from opora.burden.printouts.sheets import schools_workbook, year_workbook
from opora.burden.queries.ledger import (
    School,
    months_of,
    school_year,
    schools_of,
    sums_of,
    total_of,
)
from opora.burden.queries.visibility import school_seen_by
from opora.burden.rules import BEGIN, SEE
from opora.cycles.models import Cycle
from opora.cycles.queries import year_for
from opora.orders.queries.places import own_path, territories_to_choose
from opora.ui.components import Crumb, Stat
from opora.ui.downloads import attached

#: so many schools are added up at once and stand with the most burdened first; more stand by name, page by page
AT_ONCE = 500
PER_PAGE = 50


@require_safe
def ledger(request: Request) -> HttpResponse:
    """Schools × hours; somebody of one school is led to its year. With `as=xlsx` every school as a workbook."""
    actor, today = request.actor, timezone.localdate()
    SEE.check(actor, None)
    cycles = list(Cycle.objects.all())
    cycle = _cycle_or_404(request, cycles)
    territories = [] if actor.role in SCHOOL_ROLES else territories_to_choose(actor)
    form = LedgerForm(request.GET, cycles=cycles, territories=territories)
    chosen = next((each for each in territories if each.code == form.chosen("territory")), None)
    inside = (chosen.path or "") if chosen is not None else ""
    if actor.role in SCHOOL_ROLES:
        own = schools_of(actor, "", "")
        if len(own) == 1:
            return redirect("burden-school", own[0].pk)
    path = inside or own_path(actor)
    schools = schools_of(actor, inside, form.chosen("q"))
    if request.GET.get("as") == "xlsx":
        sums = sums_of([school.pk for school in schools], cycle, path)
        title = f"Нагрузка школ запросами, {cycle.title}"
        return attached(schools_workbook(schools, sums, title, today=today), f"{title}.xlsx")
    is_whole = len(schools) <= AT_ONCE
    stats: list[Stat] = []
    if is_whole:
        sums = sums_of([school.pk for school in schools], cycle, path)
        schools.sort(key=lambda school: -sums[school.pk].total)
        stats = _stats(schools, sums=total_of(sums.values()).total)
    page = Paginator(schools, PER_PAGE).get_page(request.GET.get("page"))
    shown: list[School] = list(page)
    if not is_whole:
        sums = sums_of([school.pk for school in shown], cycle, path)
    context = {
        "title": "Что спрашивают у школ",
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "stats": stats,
        "table": drawn.schools_table(shown, sums, cycle.code),
        "page": page,
        "note": drawn.NOTE,
        "is_whole": is_whole,
        "may_ask": BEGIN.can(actor, None),
    }
    return render(request, "burden/ledger.html", context)


def _stats(schools: list[School], *, sums: int) -> list[Stat]:
    each = sums // len(schools) if schools else 0
    return [
        Stat("Школ", len(schools)),
        Stat("Время сотрудников", minutes_words(sums), note="оценка за год, все школы"),
        Stat("На одну школу", minutes_words(each), note="в среднем"),
    ]


def _cycle_or_404(request: Request, cycles: list[Cycle]) -> Cycle:
    found = year_for(cycles, request.GET.get("cycle", ""), timezone.localdate())
    if found is None:
        raise Http404
    return found


@require_safe
def school(request: Request, pk: int) -> HttpResponse:
    """A school's year by month and by who asks, and every request; with `as=xlsx` the requests as a workbook."""
    found = school_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    cycles = list(Cycle.objects.all())
    cycle = _cycle_or_404(request, cycles)
    form = SchoolYearForm(request.GET, cycles=cycles)
    year = school_year(found, cycle)
    kind, asker = form.chosen("kind"), form.chosen("asker")
    chosen = [load for load in year.loads if kind in {"", load.kind} and asker in {"", load.asker}]
    if request.GET.get("as") == "xlsx":
        data = year_workbook(year, chosen, today=timezone.localdate())
        return attached(data, f"Нагрузка, {found.name}, {cycle.title}.xlsx")
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Что спросили у школы",
        "crumbs": [Crumb(found.name, reverse("school", args=[found.pk]))],
        "school": found,
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "stats": drawn.year_stats(year),
        "months": drawn.by_month(year, months_of(cycle)),
        "kinds": drawn.by_kind(year) if year.loads else None,
        "table": drawn.loads_table(list(page)),
        "page": page,
        "note": drawn.NOTE,
    }
    return render(request, "burden/school.html", context)
