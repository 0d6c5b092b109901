"""The list of decisions."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.decisions import presenters
from opora.decisions.forms import ListForm
from opora.decisions.printouts import decisions_workbook
from opora.decisions.queries.listing import Chosen, counts, lines
from opora.decisions.rules import DECIDERS, SEE
from opora.decisions.states import DecisionState
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.ui.downloads import attached

PER_PAGE = 50


@require_safe
def decisions(request: Request) -> HttpResponse:
    """Every decision of the scope; with `as=xlsx` the same as a workbook."""
    actor = request.actor
    SEE.check(actor, None)
    cycles = list(Cycle.objects.all())
    territories = list(
        territories_visible_to(actor).exclude(kind=TerritoryKind.FEDERATION).order_by("sort_name", "pk")
    )
    has_homes = actor.role not in SCHOOL_ROLES
    form = ListForm(request.GET, cycles=cycles, territories=territories, homes=has_homes)
    chosen = _chosen(request, form, cycles, territories)
    today = timezone.localdate()
    if request.GET.get("as") == "xlsx":
        return attached(decisions_workbook(lines(actor, chosen), today=today), "Решения.xlsx")
    found = counts(actor, chosen)
    many = found.get(chosen.state, 0) if chosen.state else sum(found.values())
    page = Paginator(range(many), PER_PAGE).get_page(request.GET.get("page"))
    rows = lines(actor, chosen, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    context = {
        "title": "Решения",
        "form": form,
        "active": form.active,
        "tabs": presenters.tabs(found, chosen.state, _without_state(request.GET)),
        "table": presenters.table(rows, with_home=has_homes, narrowed=form.active > 0 or bool(chosen.state)),
        "page": page,
        "may_decide": actor.acts_as(*DECIDERS),
    }
    return render(request, "decisions/decisions.html", context)


def _chosen(request: Request, form: ListForm, cycles: list[Cycle], territories: list[Territory]) -> Chosen:
    state, place, cycle = request.GET.get("state", ""), form.chosen("territory"), form.chosen("cycle")
    return Chosen(
        cycle_id=next((each.pk for each in cycles if each.code == cycle), None),
        words=form.chosen("q"),
        home=form.chosen("home"),
        state=state if state in DecisionState.values else "",
        path=next((each.path or "" for each in territories if each.code == place), ""),
        show=form.chosen("show"),
    )


def _without_state(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in ("state", "page", "as"):
        kept.pop(name, None)
    return kept.urlencode()
