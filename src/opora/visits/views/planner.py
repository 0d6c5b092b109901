"""The planner: which schools wait for a visit, how far they are, what goes together."""

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access import Role
from opora.access.request import Request
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.ui.downloads import attached
from opora.visits.distances import Map, Stop, trips
from opora.visits.forms.filters import LATE, SOON, PlannerForm
from opora.visits.presenters import planner as words
from opora.visits.printouts.workbook import planner_workbook
from opora.visits.queries.nearby import Base, bases, companions
from opora.visits.queries.planner import Line, helped_schools, planner_lines
from opora.visits.queries.visibility import municipalities_to_choose
from opora.visits.queries.waiting import is_asked_for
from opora.visits.rules import CARD_KEEPERS, GO
from opora.visits.views.lookup import crumbs, cycle_or_404

PER_PAGE = 100
#: among so many of the most urgent schools trips are looked for
_MOST_STOPS = 100
_ROAD, _NEAR_KM = 1.3, 25.0


@require_safe
def planner(request: Request) -> HttpResponse:
    """With `as=xlsx` what is shown, as a workbook."""
    GO.check(request.actor, None)
    actor, today = request.actor, timezone.localdate()
    cycle = cycle_or_404(today)
    every = planner_lines(
        list(helped_schools(actor, cycle, on=today).select_related("territory")), cycle, today=today
    )
    places = municipalities_to_choose(request.actor)
    setting_out = bases(actor, every, on=today)
    form = PlannerForm(request.GET, territories=places, curators=_curators(request, every), bases=setting_out)
    rows = _narrowed(every, form, places, today)
    base = _base(form, setting_out)
    on = _map(every, base)
    if request.GET.get("as") == "xlsx":
        title = f"Посещения школ: кого пора посетить, {today:%d.%m.%Y}"
        return attached(planner_workbook(rows, on, title=title, today=today), f"{title}.xlsx")
    waiting = [row for row in rows if is_asked_for(row, today)]
    by_id = {row.pk: row for row in rows}
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    with_curator = actor.role is not Role.CURATOR
    context = {
        "title": "Кого пора посетить",
        "crumbs": crumbs(),
        "cycle": cycle,
        "form": form,
        "active": form.active,
        "stats": words.stats(rows, today),
        "rhythm": words.rhythm_words(every),
        "distance_lead": words.distance_lead(
            on,
            base.name if base else "",
            may_choose=bool(setting_out),
            keeps_cards=actor.role in CARD_KEEPERS,
        ),
        "without_place": sum(row.at is None for row in rows),
        "table": words.table(
            page.object_list,  # type: ignore[arg-type]
            on,
            today,
            with_place=bool(places),
            with_curator=with_curator,
            plans=True,
            empty=_empty_words(narrowed=bool(form.active), is_curator=not with_curator),
        ),
        "page": page,
        "trips": words.shown_trips(trips(_stops(waiting, today), on), by_id, today),
        "companions": words.companions_words(
            companions(actor, waiting, road=on.road, near_km=on.near_km, today=today)
        ),
    }
    return render(request, "visits/planner.html", context)


def _curators(request: Request, rows: Sequence[Line]) -> list[tuple[int, str]]:
    if request.actor.role is Role.CURATOR:
        return []
    found = {each.person_id: each.name for row in rows for each in row.curators}
    return sorted(found.items(), key=lambda pair: (folded(pair[1]), pair[0]))


def _narrowed(
    rows: Sequence[Line], form: PlannerForm, places: Sequence[Territory], today: date
) -> list[Line]:
    show, curator, parts = form.chosen("show"), form.chosen("curator"), folded(form.chosen("q")).split()
    place = next((each for each in places if each.code == form.chosen("territory")), None)
    found = []
    for row in rows:
        if show == LATE and not row.due.is_late(today):
            continue
        if show == SOON and not (row.due.is_late(today) or row.due.is_soon(today)):
            continue
        if curator and all(str(each.person_id) != curator for each in row.curators):
            continue
        if place is not None and not row.path.startswith(place.path or ""):
            continue
        if not all(part in folded(row.name) for part in parts):
            continue
        found.append(row)
    return found


def _base(form: PlannerForm, setting_out: Sequence[Base]) -> Base | None:
    """The one chosen, else one's own place; None where that is not on the map."""
    asked = form.chosen("base")
    chosen = next((each for each in setting_out if str(each.pk) == asked), None)
    return chosen or next((each for each in setting_out if each.is_own), None)


def _map(rows: Sequence[Line], base: Base | None) -> Map:
    """As the rhythm of the first school says: all of a list lie in one region."""
    rhythm = next((row.rhythm for row in rows if row.rhythm is not None), None)
    road = float(rhythm.road) if rhythm else _ROAD
    near = float(rhythm.near_km) if rhythm else _NEAR_KM
    return Map(road=road, near_km=near, base=base.at if base else None)


def _stops(rows: Sequence[Line], today: date) -> list[Stop]:
    return [
        Stop(row.pk, row.name, row.at, row.due.days_left(today) or 0) for row in rows if row.at is not None
    ][:_MOST_STOPS]


def _empty_words(*, narrowed: bool, is_curator: bool) -> str:
    if narrowed:
        return "Под выбранные условия ни одна школа не подошла. Измените их или сбросьте."
    if is_curator:
        return "За вами не закреплено ни одной школы. Обратитесь к муниципальному координатору."
    return "Школ этого года ещё нет: утвердите список, отметьте участие или назначьте кураторов."
