"""The register and the load: who is on the way, who is a curator, which school has none."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.appointments.rules import SEE_PEOPLE
from opora.curators.forms.listing import SHOWN, ListForm
from opora.curators.presenters import load as load_pages
from opora.curators.presenters import register as pages
from opora.curators.printouts.sheets import load_workbook, register_workbook
from opora.curators.queries.definition import curatorship_of
from opora.curators.queries.load import load
from opora.curators.queries.register import DIRECT, Chosen, counts, lines
from opora.curators.rules import COORDINATORS, SEE
from opora.curators.states import CandidateState
from opora.curators.views.lookup import PER_PAGE, places_of
from opora.ui.downloads import attached


@require_safe
def register(request: Request) -> HttpResponse:
    """Every candidate of the scope with all steps; with `as=xlsx` the same as a workbook."""
    actor, today = request.actor, timezone.localdate()
    SEE.check(actor, None)
    places = places_of(actor)
    form = ListForm(
        request.GET,
        cycles=places.cycles,
        territories=places.territories,
        words="Имя, должность, место работы",
        shown=SHOWN,
    )
    state = request.GET.get("state", "")
    path = places.path(form.chosen("territory"))
    own = actor.scope.territory_paths[:1] if actor.scope else ()
    chosen = Chosen(
        cycle=places.cycle(form.chosen("cycle")),
        path=path,
        words=form.chosen("q"),
        state=state if state in {DIRECT, *CandidateState.values} else "",
        show=form.chosen("show"),
        stuck_days=curatorship_of(path or "".join(own)).stuck_days,
    )
    if request.GET.get("as") == "xlsx":
        data = register_workbook(lines(actor, chosen, today=today), today=today)
        return attached(data, "Реестр кураторов.xlsx")
    found = counts(actor, chosen, today=today)
    many = found.get(chosen.state, 0) if chosen.state else sum(found.values())
    candidates = 0 if chosen.state == DIRECT else many - (0 if chosen.state else found.get(DIRECT, 0))
    page = Paginator(range(many), PER_PAGE).get_page(request.GET.get("page"))
    rows = lines(
        actor,
        chosen,
        today=today,
        start=(page.number - 1) * PER_PAGE,
        size=PER_PAGE,
        many_candidates=candidates,
    )
    context = {
        "title": "Кураторы",
        "form": form,
        "active": form.active,
        "tabs": pages.tabs(found, chosen.state, _without_state(request.GET)),
        "table": pages.table(
            rows,
            today=today,
            stuck_days=chosen.stuck_days,
            narrowed=form.active > 0 or bool(chosen.state),
            with_place=len(places.territories) > 1,
            links_people=SEE_PEOPLE.can(actor, None),
        ),
        "page": page,
        "cycle": chosen.cycle,
        "may_propose": actor.acts_as(*COORDINATORS),
    }
    return render(request, "curators/register.html", context)


def _without_state(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in ("state", "page", "as"):
        kept.pop(name, None)
    return kept.urlencode()


@require_safe
def curator_load(request: Request) -> HttpResponse:
    """Schools without a curator on top, then curators from the most loaded on."""
    actor, today = request.actor, timezone.localdate()
    SEE.check(actor, None)
    places = places_of(actor)
    form = ListForm(request.GET, cycles=places.cycles, territories=places.territories)
    cycle = places.cycle(form.chosen("cycle"))
    found = load(actor, cycle, today=today, path=places.path(form.chosen("territory")))
    if request.GET.get("as") == "xlsx":
        return attached(load_workbook(found, today=today), "Нагрузка кураторов.xlsx")
    context = {
        "title": "Нагрузка кураторов",
        "form": form,
        "active": form.active,
        "cycle": cycle,
        "load": found,
        "stats": load_pages.stats(found),
        "alone": load_pages.alone_table(found, may_choose=actor.acts_as(*COORDINATORS)),
        "table": load_pages.load_table(found, today=today),
    }
    return render(request, "curators/load.html", context)
