"""A curator's own result, and the same for the coordinators of the curator's schools."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.expertise.models import Entry
from opora.expertise.presenters import curators as drawn
from opora.expertise.presenters import results as words
from opora.expertise.presenters.words import zone_badge
from opora.expertise.queries.curators import figures_of
from opora.expertise.queries.school import result_of
from opora.expertise.queries.visibility import work_read_by
from opora.expertise.views.lookup import crumbs
from opora.ui.components import Crumb
from opora.visits.queries.listing import Show
from opora.visits.states import Way


@require_safe
def curator(request: Request, pk: int) -> HttpResponse:
    """Score, zone, words of each criterion, advice, the figures; never who scored."""
    entry = work_read_by(request.actor, pk)
    if entry is None:
        raise Http404
    found = result_of(entry)
    is_own = entry.curator_id == request.actor.person_id
    back = (
        Crumb("Как вы проверяете документы", reverse("expertise-reviewing"))
        if is_own
        else Crumb(f"Итоги: {entry.round.title}", reverse("expertise-results", args=[entry.round_id]))
    )
    figures = figures_of(entry)
    context = {
        "title": "Экспертиза вашей работы" if is_own else entry.curator_name,
        "crumbs": [*crumbs(), back],
        "of": entry.round,
        "zone": zone_badge(found.sheet, entry.zone),
        "facts": words.result_facts(found, {}),
        "table": words.result_table(found) if found.sheets else None,
        "weak": words.weak_places(found),
        "advice": words.advice_lines(found),
        "figures": drawn.figure_facts(figures),
        "visit_facts": drawn.visit_facts(figures, _visits_url(entry)),
        "visits": drawn.visits_words(figures),
    }
    return render(request, "expertise/curator.html", context)


def _visits_url(entry: Entry) -> str:
    """The curator's visits of the year, for those who see visits."""
    asked = {
        "cycle": entry.round.cycle.code,
        "who": entry.curator_id,
        "way": Way.PRESENCE.value,
        "show": Show.DONE.value,
    }
    return f"{reverse('visits')}?{urlencode(asked)}"
