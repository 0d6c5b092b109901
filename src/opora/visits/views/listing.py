"""The list of visits."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.ui.downloads import attached
from opora.ui.tables import Table
from opora.visits.forms.filters import ListForm
from opora.visits.presenters import listing as words
from opora.visits.printouts.workbook import visits_workbook
from opora.visits.queries import listing as queries
from opora.visits.queries.definitions import kinds_for
from opora.visits.queries.listing import Chosen, Show
from opora.visits.queries.verified import how_many_verified, verified
from opora.visits.queries.visibility import municipalities_to_choose
from opora.visits.rules import GO, SEE
from opora.visits.views.lookup import number, school_or_404

PER_PAGE = 50


@require_safe
def visits(request: Request) -> HttpResponse:
    """Every visit of the scope in a year; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    actor, today = request.actor, timezone.localdate()
    cycles = list(Cycle.objects.all())
    code = request.GET.get("cycle", "")
    cycle = next((each for each in cycles if not code or each.code == code), None)
    if cycle is None:
        raise Http404
    school = _school(request)
    places = municipalities_to_choose(actor)
    form = ListForm(
        request.GET,
        kinds=list(kinds_for(next(iter(actor.scope.territory_paths), "") if actor.scope else "").values()),
        cycles=cycles,
        territories=places,
        visitors=_visitors(request, cycle, places),
        has_schools=not _is_of_one_school(request),
    )
    chosen = _chosen(request, form, cycle, school, places)
    if request.GET.get("as") == "xlsx":
        return _workbook(request, chosen, cycle)
    counts = {
        **queries.counts(actor, chosen, today=today),
        Show.VERIFIED: how_many_verified(actor, chosen),
    }
    page = Paginator(range(counts[chosen.show]), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("show", "page"):
        query.pop(name, None)
    of_one = school is not None or _is_of_one_school(request)
    narrowed = bool(form.active or chosen.show or school)
    context = {
        "title": f"Посещения: {school.name}" if school else "Посещения",
        "cycle": cycle,
        "form": form,
        "active": form.active + bool(school),
        "tabs": words.tabs(counts, chosen.show, query.urlencode()),
        "table": _table(
            request, chosen, cycle, (page.number - 1) * PER_PAGE, of_one=of_one, narrowed=narrowed
        ),
        "page": page,
        "checklists_url": _checklists_url(request, school),
        "may_go": GO.can(actor, None),
        "person": actor.person_id,
    }
    return render(request, "visits/visits.html", context)


def _table(
    request: Request, chosen: Chosen, cycle: Cycle, start: int, *, of_one: bool, narrowed: bool
) -> Table:
    """The rows of a page; `of_one`: all are of the same school."""
    actor, today = request.actor, timezone.localdate()
    empty = words.empty_words(narrowed=narrowed, of_school=_is_of_one_school(request))
    if chosen.show is Show.VERIFIED:
        found = verified(actor, chosen, start=start, size=PER_PAGE)
        return words.verified_table(found, cycle.code, with_school=not of_one, empty=empty)
    rows = queries.lines(actor, chosen, today=today, start=start, size=PER_PAGE)
    return words.table(rows, today, with_school=not of_one, reads_closed=_reads_closed(request), empty=empty)


def _workbook(request: Request, chosen: Chosen, cycle: Cycle) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    title = f"Посещения, {cycle.title}"
    is_of_visits = chosen.show is not Show.VERIFIED
    rows = queries.lines(actor, chosen, today=today) if is_of_visits else []
    has_verified = chosen.show in {Show.ALL, Show.DONE, Show.VERIFIED}
    on_the_spot = verified(actor, chosen) if has_verified else []
    data = visits_workbook(rows, on_the_spot, title=title, today=today, reads_closed=_reads_closed(request))
    return attached(data, f"{title}.xlsx")


def _checklists_url(request: Request, school: Organisation | None) -> str:
    """Of the one school that the list is about, else of all."""
    scope = request.actor.scope
    own = next(iter(scope.school_ids), None) if scope and _is_of_one_school(request) else None
    pk = school.pk if school else own
    return reverse("visit-checklists-school", args=[pk]) if pk else reverse("visit-checklists")


def _is_of_one_school(request: Request) -> bool:
    return request.actor.role in SCHOOL_ROLES


def _reads_closed(request: Request) -> bool:
    return request.actor.role not in SCHOOL_ROLES


def _school(request: Request) -> Organisation | None:
    """Of the school that a link names."""
    asked = request.GET.get("school", "")
    if not asked:
        return None
    pk = number(asked)
    if pk is None:
        raise Http404
    return school_or_404(request, pk)


def _visitors(request: Request, cycle: Cycle, places: list[Territory]) -> list[tuple[int, str]]:
    """People to choose among: of several municipalities only when one of them or a person is chosen, else too many."""
    code = request.GET.get("territory", "")
    path = next((each.path or "" for each in places if each.code == code), "")
    if places and not path and not request.GET.get("who"):
        return []
    return queries.visitors_seen_by(request.actor, cycle.pk, path)


def _chosen(
    request: Request, form: ListForm, cycle: Cycle, school: Organisation | None, places: list[Territory]
) -> Chosen:
    show, who = request.GET.get("show", ""), form.chosen("who")
    place = next((each for each in places if each.code == form.chosen("territory")), None)
    return Chosen(
        cycle.pk,
        path=(place.path or "") if place else "",
        school=form.chosen("q"),
        kind=form.chosen("kind"),
        way=form.chosen("way"),
        who=int(who) if who else None,
        first=form.day("first"),
        last=form.day("last"),
        show=Show(show) if show in list(Show) else Show.ALL,
        school_id=school.pk if school else None,
    )
