"""The list of meetings and the meetings of a group."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.assignments.homes import is_id
from opora.assignments.panels import of_origin
from opora.cycles.models import Cycle
from opora.groups.models import Group
from opora.meetings import actions, presenters, queries
from opora.meetings.forms import ListForm, RhythmForm
from opora.meetings.printouts import workbook
from opora.meetings.queries import Chosen, Show
from opora.meetings.rules import CALL, CALLERS, SEE, SET_RHYTHM
from opora.meetings.states import MeetingKind, MeetingState, RhythmKind
from opora.meetings.views.lookup import group_or_404
from opora.organisations.queries import territories_visible_to
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

PER_PAGE = 50


@require_safe
def meetings(request: Request) -> HttpResponse:
    """Every meeting one sees, or one state; with `as=xlsx` the same as a workbook."""
    SEE.check(request.actor, None)
    actor, at = request.actor, timezone.now()
    cycles, scope = list(Cycle.objects.all()), request.actor.scope
    has_places = actor.is_operator or bool(scope and (scope.territory_paths or len(scope.school_ids) > 1))
    form = ListForm(request.GET, cycles=cycles, has_places=has_places)
    chosen = _chosen(request, form, cycles)
    if request.GET.get("as") == "xlsx":
        return _workbook(request, chosen, at)
    counts = queries.counts(actor, chosen, at=at)
    total = counts.get(chosen.state, 0) if chosen.state else sum(counts.values())
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.lines(actor, chosen, at=at, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    narrowed = bool(form.active or chosen.path or chosen.state)
    context = {
        "title": "Совещания",
        "form": form,
        "active": form.active or bool(chosen.path),
        "tabs": presenters.tabs(counts, chosen.state, query.urlencode()),
        "table": presenters.table(
            rows, at, with_home=has_places, empty=presenters.empty_words(chosen, narrowed=narrowed)
        ),
        "page": page,
        "may_call": actor.acts_as(*CALLERS),
    }
    return render(request, "meetings/meetings.html", context)


def _chosen(request: Request, form: ListForm, cycles: list[Cycle]) -> Chosen:
    state, show = request.GET.get("state", ""), form.chosen("show")
    group = form.chosen("group")
    cycle = next((each for each in cycles if each.code == form.chosen("cycle")), None)
    return Chosen(
        words=form.chosen("q"),
        home=form.chosen("home"),
        kind=form.chosen("kind") if form.chosen("kind") in MeetingKind.values else "",
        state=state if state in MeetingState.values else "",
        show=Show(show) if show in list(Show) else Show.ALL,
        cycle_id=cycle.pk if cycle else None,
        group_id=int(group) if is_id(group) else None,
        path=_path(request),
    )


def _path(request: Request) -> str:
    """Of the territory that a link names, where it is visible."""
    code = request.GET.get("territory", "")
    found = territories_visible_to(request.actor).filter(code=code).first() if code else None
    return (found.path or "") if found else ""


def _workbook(request: Request, chosen: Chosen, at: datetime) -> HttpResponse:
    """What the page shows with its filters, every page of it."""
    title = f"Совещания на {timezone.localdate(at):%d.%m.%Y}"
    data = workbook(queries.lines(request.actor, chosen, at=at), title=title, at=at)
    return attached(data, f"{title}.xlsx")


def _group_crumbs(group: Group) -> list[Crumb]:
    return [Crumb("Группы", reverse("groups")), Crumb(group.name, reverse("group", args=[group.pk]))]


@require_safe
def of_group(request: Request, pk: int) -> HttpResponse:
    """How a group meets, its meetings and what of their decisions is not finished."""
    group, actor, at = group_or_404(request, pk), request.actor, timezone.now()
    SEE.check(actor, None)
    place, found = queries.place_of_group(group), queries.group_meetings(group)
    rows = queries.lines(actor, Chosen(group_id=group.pk), at=at, size=PER_PAGE)
    context = {
        "title": f"Заседания: {group.name}",
        "crumbs": _group_crumbs(group),
        "group": group,
        "facts": presenters.group_facts(group, found),
        "chip": presenters.expected_chip(found),
        "table": presenters.table(rows, at, with_home=False, empty="Заседаний пока не было."),
        "assignments": of_origin(
            actor, "meeting", [row.pk for row in rows], at=at, finished_of=(), caption="Что ещё не закрыто"
        ),
        "may_call": CALL.can(actor, place),
        "may_set": SET_RHYTHM.can(actor, place),
    }
    return render(request, "meetings/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: Request, pk: int) -> HttpResponse:
    """How often a group meets."""
    group = group_or_404(request, pk)
    SET_RHYTHM.check(request.actor, queries.place_of_group(group))
    known = queries.group_meetings(group).rhythm
    initial = {
        "kind": known.kind if known else RhythmKind.FORTNIGHTLY,
        "days": known.days if known else None,
        "since": known.since if known else timezone.localdate(),
    }
    form = RhythmForm(request.POST or None, initial=initial)
    if form.is_valid():
        with told_in(form):
            said = form.cleaned_data | {"kind": RhythmKind(form.cleaned_data["kind"])}
            actions.set_rhythm(group=group, **said, by=request.actor, at=timezone.now())
            return redirect("group-meetings", pk)
    context = {
        "title": "Как часто собирается группа",
        "lead": group.name,
        "crumbs": _group_crumbs(group),
        "action": "Записать",
        "back_url": reverse("group-meetings", args=[pk]),
    }
    return form_page(request, "meetings/form.html", form, context)
