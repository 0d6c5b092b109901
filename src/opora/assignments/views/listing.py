"""The list of assignments."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.assignments import presenters, queries
from opora.assignments.forms import ListForm
from opora.assignments.printouts import workbook
from opora.assignments.queries import Chosen, Show
from opora.assignments.rules import ANY_HAND_OVER, BEGIN, SEE
from opora.assignments.states import OPEN, AssignmentState
from opora.cycles.models import Cycle
from opora.organisations.queries import territories_visible_to
from opora.ui.downloads import attached

PER_PAGE = 50


@require_safe
def assignments(request: Request) -> HttpResponse:
    """What is not finished, all or one state; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    actor, at = request.actor, timezone.now()
    cycles = list(Cycle.objects.all())
    has_places = actor.is_operator or bool(
        actor.scope and (actor.scope.territory_paths or len(actor.scope.school_ids) > 1)
    )
    hands_over = ANY_HAND_OVER.can(actor, None)
    form = ListForm(request.GET, cycles=cycles, has_places=has_places, hands_over=hands_over)
    chosen = _chosen(request, form, cycles)
    if request.GET.get("as") == "xlsx":
        return _workbook(request, chosen, at)
    counts = queries.counts(actor, chosen, at=at)
    page = Paginator(range(_total(counts, chosen.state)), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.lines(actor, chosen, at=at, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    narrowed = bool(form.active or chosen.path or chosen.state != "open")
    context = {
        "title": "Поручения",
        "form": form,
        "active": form.active or bool(chosen.path),
        "tabs": presenters.tabs(counts, chosen, query.urlencode()),
        "table": presenters.table(
            rows, at, with_home=has_places, empty=presenters.empty_words(chosen, narrowed=narrowed)
        ),
        "page": page,
        "soon_words": presenters.SOON_WORDS if any(row.is_soon(at) for row in rows) else "",
        "may_give": BEGIN.can(actor, None),
        "left": queries.orphaned(actor, on=timezone.localdate(at)) if hands_over else [],
    }
    return render(request, "assignments/assignments.html", context)


def _chosen(request: Request, form: ListForm, cycles: list[Cycle]) -> Chosen:
    show, state = form.chosen("show"), request.GET.get("state", "open")
    cycle = next((each for each in cycles if each.code == form.chosen("cycle")), None)
    return Chosen(
        words=form.chosen("q"),
        school=form.chosen("school"),
        state="" if state == "all" else state if state in AssignmentState.values else "open",
        show=Show(show) if show in list(Show) else Show.ALL,
        cycle_id=cycle.pk if cycle else None,
        path=_path(request),
    )


def _path(request: Request) -> str:
    """Of the territory that a link names, where it is visible."""
    code = request.GET.get("territory", "")
    found = territories_visible_to(request.actor).filter(code=code).first() if code else None
    return (found.path or "") if found else ""


def _total(counts: dict[str, int], state: str) -> int:
    if state == "open":
        return sum(counts.get(each, 0) for each in OPEN)
    return counts.get(state, 0) if state else sum(counts.values())


def _workbook(request: Request, chosen: Chosen, at: datetime) -> HttpResponse:
    """What the page shows with its filters, every page of it."""
    title = f"Поручения на {timezone.localdate(at):%d.%m.%Y}"
    data = workbook(queries.lines(request.actor, chosen, at=at), title=title, at=at)
    return attached(data, f"{title}.xlsx")
