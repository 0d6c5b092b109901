"""The list of events and its workbook."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.events.forms import ListForm
from opora.events.forms.filters import UNMARKED
from opora.events.presenters import listing as drawn
from opora.events.printouts import events_workbook
from opora.events.queries import choices
from opora.events.queries import listing as queries
from opora.events.rules import MAKERS, SEE
from opora.events.states import EventState
from opora.ui.downloads import attached

PER_PAGE = 50


@require_safe
def events(request: Request) -> HttpResponse:
    """Events that one sees in a year; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    actor, today = request.actor, timezone.localdate()
    path = next(iter(actor.scope.territory_paths), "") if actor.scope else ""
    cycles, code = list(Cycle.objects.all()), request.GET.get("cycle", "")
    cycle = next((each for each in cycles if not code or each.code == code), None)
    if cycle is None:
        raise Http404
    form = ListForm(
        request.GET,
        kinds=choices.work_forms(path).titles(),
        factors=choices.factors(path),
        cycles=cycles,
    )
    state = request.GET.get("state", "")
    chosen = queries.Chosen(
        cycle_id=cycle.pk,
        words=form.chosen("q"),
        kind=form.chosen("kind"),
        state=state if state in EventState.values else "",
        school=form.chosen("school"),
        factor=form.chosen("factor"),
        first=form.day("first"),
        last=form.day("last"),
        is_unmarked=form.chosen("show") == UNMARKED,
    )
    if request.GET.get("as") == "xlsx":
        title = f"Мероприятия, {cycle.title}"
        data = events_workbook(queries.lines(actor, chosen, today=today), title=title, today=today)
        return attached(data, f"{title}.xlsx")
    counts = queries.counts(actor, chosen, today=today)
    total = counts.get(chosen.state, 0) if chosen.state else sum(counts.values())
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.lines(actor, chosen, today=today, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    context = {
        "title": "Мероприятия",
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "tabs": drawn.tabs(counts, chosen.state, query.urlencode()),
        "table": drawn.table(rows, today=today, narrowed=bool(form.active or chosen.state))
        if total
        else None,
        "page": page,
        "may_make": actor.acts_as(*MAKERS) and bool(choices.homes_of(actor)),
    }
    return render(request, "events/events.html", context)
