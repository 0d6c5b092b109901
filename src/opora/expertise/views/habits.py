"""How documents are reviewed: one's own figures, and those of a territory's reviewers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.documents.queries.definitions import expert_sheet
from opora.expertise.habits import Habits
from opora.expertise.presenters import curators
from opora.expertise.presenters import habits as words
from opora.expertise.queries.habits import Reviewer, own_habits, reviewers_below
from opora.expertise.queries.visibility import own_work
from opora.expertise.rules import REVIEWERS_OF_TERRITORY, REVIEWS
from opora.expertise.views.lookup import crumbs


@require_safe
def habits(request: Request) -> HttpResponse:
    """A curator sees the own figures first, as help; a coordinator those of the territory as well."""
    actor = request.actor
    REVIEWS.check(actor, None)
    asked = request.GET.get("cycle", "")
    cycle = Cycle.objects.filter(code=asked).first() if asked else Cycle.objects.first()
    if cycle is None:
        raise Http404
    paths = actor.scope.territory_paths if actor.scope else ()
    sheet = expert_sheet(next(iter(paths), ""))
    lowest = min(sheet.zones, key=lambda zone: zone.first).code
    own = own_habits(actor, cycle.pk, lowest)
    seen = REVIEWERS_OF_TERRITORY.can(actor, None)
    everybody: list[Reviewer] = reviewers_below(paths, cycle.pk, lowest) if seen else []
    others = Habits([each for one in everybody for each in one.habits.found]) if everybody else None
    context = {
        "title": "Как проверяют документы" if seen else "Как вы проверяете документы",
        "crumbs": crumbs(),
        "cycle": cycle,
        "own": words.facts(own.habits, others) if own else [],
        "advice": words.advice(own.habits) if own else [],
        "calibration": words.calibration(own.habits) if own else [],
        "not_yet": words.why_not_yet(own.habits) if own and not own.habits.is_enough else "",
        "table": words.table(everybody) if seen else None,
        "results": curators.own_results(own_work(actor)),
    }
    return render(request, "expertise/habits.html", context)
