"""The list of reports, and one begun."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.actions import begin
from opora.reports.forms.listing import ListForm, PlaceForm, StageForm
from opora.reports.models import Report
from opora.reports.presenters.listing import reports_table
from opora.reports.printouts.workbook import reports_workbook
from opora.reports.queries import listing
from opora.reports.queries.stages import StageOf, current, stage_of, stages
from opora.reports.queries.visibility import own_territories
from opora.reports.rules import MAKE, SEE, SEE_DRAFTS, SEE_REQUESTS, writes_reports
from opora.reports.states import ReportState
from opora.reports.views.lookup import crumbs, year_or_404
from opora.ui.downloads import attached

PER_PAGE = 50


@require_safe
def reports(request: Request) -> HttpResponse:
    """Reports one sees, narrowed by the address; with `as=xlsx` the same as a workbook."""
    actor = request.actor
    SEE.check(actor, None)
    cycles, territories = listing.cycles_and_territories(actor)
    with_drafts = actor.is_operator or actor.role in SEE_DRAFTS
    form = ListForm(request.GET, cycles=cycles, territories=territories, with_drafts=with_drafts)
    chosen = listing.Chosen(
        cycle_id=next((each.pk for each in cycles if each.code == form.chosen("cycle")), None),
        territory=form.chosen("territory"),
        state=form.chosen("state"),
    )
    if request.GET.get("as") == "xlsx":
        data = reports_workbook(listing.lines(actor, chosen), today=timezone.localdate())
        return attached(data, "Отчёты.xlsx")
    many = listing.found_by(actor, chosen).count()
    page = Paginator(range(many), PER_PAGE).get_page(request.GET.get("page"))
    lines = listing.lines(actor, chosen, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    may_make = writes_reports.holds(actor, None)
    context = {
        "title": "Отчёты",
        "form": form,
        "active": form.active,
        "table": reports_table(lines, narrowed=bool(form.active), may_make=may_make),
        "page": page,
        "may_make": may_make,
        "may_see_requests": SEE_REQUESTS.can(actor, None),
    }
    return render(request, "reports/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Of which stage; the municipality and the year stand in the address."""
    own, cycles = own_territories(request.actor), list(Cycle.objects.all())
    if not own:
        MAKE.check(request.actor, Territory())
        raise WrongState("Муниципалитетов пока нет: заведите территорию и начните отчёт снова.")
    if not cycles:
        raise WrongState("Программный год ещё не заведён. Попросите администратора завести его.")
    territory = next((each for each in own if each.code == request.GET.get("territory")), own[0])
    cycle = year_or_404(request, cycles)
    offered = stages(territory.path or "", cycle)
    begun = _begun(territory, cycle)
    free = [each for each in offered if each.code not in begun]
    asked = stage_of(free, request.GET.get("stage", ""))
    initial = asked or (current(free, timezone.localdate()) if free else None)
    form = StageForm(request.POST or None, stages=free, initial=initial.code if initial else "")
    if form.is_valid():
        stage = stage_of(free, form.code)
        if stage is not None:
            return _made(request, territory, cycle, stage)
    context = {
        "title": "Отчёт по этапу",
        "crumbs": crumbs(),
        "territory": territory,
        "cycle": cycle,
        "form": form,
        "places": _places(request, own, cycles, territory, cycle),
        "is_free": bool(free),
        "begun": [(each.title or "За год", begun[each.code]) for each in offered if each.code in begun],
        "action": "Начать отчёт",
        "back_url": reverse("reports"),
    }
    return render(request, "reports/new.html", context, status=422 if form.errors else 200)


def _begun(territory: Territory, cycle: Cycle) -> dict[str, str]:
    """{stage: address of its report}."""
    rows = Report.objects.filter(territory=territory, cycle=cycle).exclude(state=ReportState.ANNULLED)
    return {stage: reverse("report", args=[pk]) for pk, stage in rows.values_list("pk", "stage")}


def _places(
    request: Request, own: list[Territory], cycles: list[Cycle], territory: Territory, cycle: Cycle
) -> PlaceForm | None:
    """The choice above the form, where there is one."""
    if len(own) == 1 and len(cycles) == 1:
        return None
    given = {"territory": territory.code, "cycle": cycle.code}
    return PlaceForm(given, territories=own, cycles=cycles)


def _made(request: Request, territory: Territory, cycle: Cycle, stage: StageOf) -> HttpResponse:
    made = begin(territory=territory, cycle=cycle, stage=stage, by=request.actor, at=timezone.now())
    messages.success(request, "Факты уже в отчёте. Осталось то, что можете написать только вы.")
    return redirect("report", made.pk)
