"""Roadmaps of the schools of one's scope; one school's roadmap in four views; what changed, what succeeded."""

from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.documents.queries.narrowing import places_of
from opora.organisations.models import Organisation
from opora.roadmaps import choosing
from opora.roadmaps.choosing import LATELY, Chosen, is_left, is_recent, narrowed
from opora.roadmaps.forms.choosing import VIEWS, RoadmapForm, SchoolsForm
from opora.roadmaps.ladder import Ladder
from opora.roadmaps.presenters import board, listing, months, stages
from opora.roadmaps.presenters.table import table
from opora.roadmaps.printouts.workbook import measures_workbook, schools_workbook
from opora.roadmaps.queries import board as boards
from opora.roadmaps.queries.changes import changes_since
from opora.roadmaps.queries.lines import Line, lines_of
from opora.roadmaps.queries.visibility import ladder_of, stages_of
from opora.roadmaps.rules import ANY_HAND_OVER, BEGIN_CHECKPOINT, SEE, SETTLE
from opora.roadmaps.states import WorkState
from opora.roadmaps.views.lookup import crumbs, cycle_or_404, school_or_404
from opora.ui.components import Event, Tab
from opora.ui.downloads import attached

SCHOOLS_PER_PAGE, MEASURES_PER_PAGE, CHANGES_PER_PAGE = 50, 200, 100
_TABS = (("", "Все"), (choosing.STILL_OPEN, "Не закончены"), (WorkState.REPORTED.value, "На подтверждении"),
         (WorkState.RETURNED.value, "Возвращены"), (WorkState.CONFIRMED.value, "Подтверждены"),
         (WorkState.DROPPED.value, "Сняты"))  # fmt: skip


@require_safe
def roadmaps(request: Request) -> HttpResponse:
    """Schools side by side; people of one school come to its roadmap."""
    SEE.check(request.actor, None)
    actor, today = request.actor, timezone.localdate()
    if actor.role in SCHOOL_ROLES and actor.scope and len(actor.scope.school_ids) == 1:
        return redirect("roadmap", next(iter(actor.scope.school_ids)))
    cycles = list(Cycle.objects.all())
    places = places_of(actor).municipalities
    form = SchoolsForm(request.GET, cycles=cycles, territories=places)
    cycle = cycle_or_404(form.chosen("cycle"), cycles)
    path = next((each.path or "" for each in places if each.code == form.chosen("territory")), "")
    found = boards.schools_with_roadmaps(
        actor, cycle.pk, today=today, path=path, text=form.chosen("q").strip(), mark=form.chosen("mark")
    )
    title = f"Дорожные карты, {cycle.title}"
    if request.GET.get("as") == "xlsx":
        rows = boards.school_lines(
            list(found.values_list("pk", flat=True)), cycle.pk, today=today, lately=today - LATELY
        )
        return attached(schools_workbook(rows, title=title, today=today), f"{title}.xlsx")
    page = Paginator(found.values_list("pk", flat=True), SCHOOLS_PER_PAGE).get_page(request.GET.get("page"))
    rows = boards.school_lines(list(page.object_list), cycle.pk, today=today, lately=today - LATELY)
    context = {
        "title": "Дорожные карты",
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "page": page,
        "table": listing.table(
            rows, cycle.code, today, with_place=bool(places),
            empty="Таких школ нет. Сбросьте фильтры." if form.active
            else "Дорожных карт ещё нет: меры придут в них из подтверждённых документов школ.",
        ),
    }  # fmt: skip
    return render(request, "roadmaps/roadmaps.html", context)


@require_safe
def roadmap(request: Request, pk: int) -> HttpResponse:
    """One school's year: table, calendar, timeline or board; with `as=xlsx` a workbook of what is shown."""
    school, today = school_or_404(request, pk), timezone.localdate()
    cycles = list(Cycle.objects.all())
    cycle = cycle_or_404(request.GET.get("cycle", ""), cycles)
    ladder = ladder_of(school.territory.path or "")
    lines = lines_of(school.pk, cycle.pk, on=today, is_over=not school.is_open)
    form = RoadmapForm(request.GET, directions=_directions(lines), people=_people(lines), cycles=cycles)
    chosen = form.narrowing()
    left = narrowed(lines, chosen, today=today, ladder=ladder)
    title = f"Дорожная карта: {school.name}"
    if request.GET.get("as") == "xlsx":
        return attached(
            measures_workbook(left, title=f"{title}, {cycle.title}", today=today), f"{title}.xlsx"
        )
    kept = list(school.checkpoints.filter(cycle=cycle).order_by("due", "pk"))
    context = {
        "title": title,
        "crumbs": crumbs(),
        "school": school,
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "views": _views(request),
        "view": form.chosen("view"),
        "tabs": _tabs(request, lines, chosen),
        "late": sum(line.is_late(today) for line in lines),
        "gone": sum(is_left(line) for line in lines),
        "steps": stages.steps(
            stages_of(school.territory.path or ""),
            kept,
            (cycle.starts, cycle.ends),
            today=today if lines and school.is_open else None,
        ),
        "may_begin": bool(lines) and BEGIN_CHECKPOINT.can(request.actor, school),
        "proud": [line for line in lines if line.pride][:5],
        "lately": [line for line in lines if is_recent(line, today)],
        **_inherited(request, school, lines),
        "hand_over": _hand_over(request, school, chosen.person, lines),
        **_shown(request, form.chosen("view"), left, cycle, today, ladder, chosen),
    }
    return render(request, "roadmaps/roadmap.html", context)


def _shown(
    request: Request, view: str, left: list[Line], cycle: Cycle, today: date, ladder: Ladder, chosen: Chosen
) -> dict[str, object]:
    within = (cycle.starts, cycle.ends)
    empty = (
        "Таких мер нет. Сбросьте фильтры."
        if chosen.narrows
        else "Мер ещё нет: они придут сюда из документа, когда куратор его подтвердит."
    )
    match view:
        case "calendar":
            month = months.first_of_month(request.GET.get("month", ""), today=today, within=within)
            query = request.GET.copy()
            query.pop("month", None)
            undated, more = months.without_day(left)
            return {
                "month": months.calendar_of(left, month, today, day_url=partial(_day_url, request)),
                "months": months.month_tabs(within, month, f"?{query.urlencode()}&month="),
                "without_day": undated,
                "more_without_day": more,
            }
        case "board":
            return {"lanes": board.lanes(left, today=today, ladder=ladder)}
    page = Paginator(left, MEASURES_PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    if view == "timeline":
        return {
            "table": months.timeline(rows, within, today, empty=empty),
            "legend": months.LEGEND if rows else "",
            "page": page,
        }
    return {"table": table(rows, today=today, ladder=ladder, empty=empty), "page": page}


def _views(request: Request) -> list[Tab]:
    """The same measures otherwise: what was chosen stays."""
    found = []
    for code, title in VIEWS:
        query = request.GET.copy()
        for name in ("view", "month", "page", *(["day"] if code == "calendar" else [])):
            query.pop(name, None)
        if code:
            query["view"] = code
        found.append(Tab(title, f"?{query.urlencode()}", current=request.GET.get("view", "") == code))
    return found


def _day_url(request: Request, day: date) -> str:
    """Everything of a day, as a table: what was chosen stays."""
    query = request.GET.copy()
    for name in ("view", "month", "page"):
        query.pop(name, None)
    query["day"] = day.isoformat()
    return f"?{query.urlencode()}"


def _inherited(request: Request, school: Organisation, lines: list[Line]) -> dict[str, object]:
    """Of a closed school: how many measures it left, and whether this person decides; of others, whom it absorbed.

    One query for a school that others joined.
    """
    if not school.is_open:
        left = sum(line.is_open for line in lines)
        return {"left": left, "may_settle": bool(left) and SETTLE.can(request.actor, school)}
    has_absorbed = getattr(school, "has_absorbed", False)
    return {"absorbed": list(school.absorbed.order_by("sort_name", "pk")[:20]) if has_absorbed else []}


def _hand_over(request: Request, school: Organisation, person: int | None, lines: list[Line]) -> str:
    """Where all measures of the person that is looked at are given to another; nothing where none are open."""
    held = any(line.is_asked and any(pk == person for pk, _ in line.people) for line in lines)
    if person is None or not held or not ANY_HAND_OVER.can(request.actor, school):
        return ""
    return reverse("roadmap-hand-over", args=[school.pk, person])


def _tabs(request: Request, lines: list[Line], chosen: Chosen) -> list[Tab]:
    counts, found = choosing.counted(lines), []
    for state, title in _TABS:
        query = request.GET.copy()
        for name in ("state", "page"):
            query.pop(name, None)
        if state:
            query["state"] = state
        if counts[state] or not state or state == chosen.state:
            found.append(
                Tab(title, f"?{query.urlencode()}", current=chosen.state == state, count=counts[state])
            )
    return found


def _directions(lines: list[Line]) -> list[tuple[int, str]]:
    found = {line.direction_id: line.direction for line in lines if line.direction_id is not None}
    return sorted(found.items(), key=lambda each: each[1])


def _people(lines: list[Line]) -> list[tuple[int, str]]:
    return sorted({person for line in lines for person in line.people}, key=lambda each: each[1])


@require_safe
def changes(request: Request, pk: int) -> HttpResponse:
    """What has happened on a school's roadmap since a day: a week ago where none is asked."""
    school, today = school_or_404(request, pk), timezone.localdate()
    cycle = cycle_or_404(request.GET.get("cycle", ""), list(Cycle.objects.all()))
    since = _day(request.GET.get("since", "")) or today - timedelta(days=7)
    found = Paginator(changes_since(school.pk, cycle.pk, since), CHANGES_PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    of_year = f"{reverse('roadmap', args=[school.pk])}?{urlencode({'cycle': cycle.code})}"
    context = {
        "title": "Что изменилось",
        "crumbs": crumbs(school, cycle=cycle.code),
        "school": school,
        "cycle": cycle,
        "since": since,
        "tabs": _spans(cycle, today, since),
        "page": page,
        "events": [
            Event(
                each.at,
                each.by_name,
                f"{each.verb}: {each.subject_title}",
                each.note,
                reverse(_PLACES[each.subject_kind], args=[each.subject_id])
                if each.subject_kind in _PLACES
                else of_year,
            )
            for each in page
        ],
    }
    return render(request, "roadmaps/changes.html", context)


#: where the subject of a change stands; the roadmap's own events lead to it
_PLACES = {"work": "roadmap-measure", "checkpoint": "roadmap-checkpoint"}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _spans(cycle: Cycle, today: date, since: date) -> list[Tab]:
    days = (
        ("За неделю", today - timedelta(days=7)),
        ("За месяц", today - LATELY),
        ("С начала года", cycle.starts),
    )
    return [
        Tab(title, f"?{urlencode({'cycle': cycle.code, 'since': day.isoformat()})}", current=day == since)
        for title, day in days
    ]
