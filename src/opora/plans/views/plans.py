"""The list of plans, and a new one by hand."""

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
from opora.plans.actions.plans import add_plan
from opora.plans.execution import RULE
from opora.plans.forms.plans import ListForm, NewPlanForm
from opora.plans.presenters.listing import plans_table
from opora.plans.printouts.workbook import plans_workbook
from opora.plans.queries import listing
from opora.plans.queries.visibility import own_territories
from opora.plans.rules import MAKE, SEE, writes_plans
from opora.plans.views.lookup import crumbs
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

PER_PAGE = 50


@require_safe
def plans(request: Request) -> HttpResponse:
    """Plans one sees, narrowed by the address; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    cycles, territories = listing.cycles_and_territories(request.actor)
    form = ListForm(request.GET, cycles=cycles, territories=territories)
    cycle = next((each.pk for each in cycles if each.code == form.chosen("cycle")), None)
    chosen = listing.Chosen(
        cycle_id=cycle,
        level=form.chosen("level"),
        state=form.chosen("state"),
        territory=form.chosen("territory"),
        words=form.chosen("q"),
    )
    today = timezone.localdate()
    if request.GET.get("as") == "xlsx":
        data = plans_workbook(listing.lines(request.actor, chosen, today=today), today=today)
        return attached(data, "Планы.xlsx")
    many = listing.found_by(request.actor, chosen).count()
    page = Paginator(range(many), PER_PAGE).get_page(request.GET.get("page"))
    lines = listing.lines(
        request.actor, chosen, today=today, start=(page.number - 1) * PER_PAGE, size=PER_PAGE
    )
    may_make = writes_plans.holds(request.actor, None)
    context = {
        "title": "Планы",
        "form": form,
        "active": form.active,
        "table": plans_table(lines, narrowed=bool(form.active), may_make=may_make),
        "page": page,
        "may_make": may_make,
        "rule": RULE,
    }
    return render(request, "plans/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """An empty plan of one's own territory."""
    own = own_territories(request.actor)
    if not own:
        MAKE.check(request.actor, Territory(path="?"))
    newest = Cycle.objects.first()
    if newest is None:
        raise WrongState("Программный год ещё не заведён. Попросите администратора завести его.")
    form = NewPlanForm(request.POST or None, territories=own, initial={"cycle": newest.code})
    if form.is_valid():
        with told_in(form):
            made = add_plan(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Проект плана заведён. Впишите строки или загрузите их таблицей.")
            return redirect("plan", made.pk)
    context = {
        "title": "Новый план",
        "crumbs": crumbs(),
        "lead": "Есть готовая таблица? Загрузите её: строки, сроки и люди впишутся сами.",
        "action": "Завести",
        "back_url": reverse("plans"),
    }
    return form_page(request, "plans/form.html", form, context)
