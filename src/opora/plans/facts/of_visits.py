"""Facts of visits: schools where somebody has been in presence within the term of the row."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from opora.catalogues.queries import all_current
from opora.plans.facts.base import (
    Ask,
    FactFigure,
    FactSource,
    Known,
    cycles_asked,
    of_schools,
    schools_asked,
    within,
)
from opora.visits.kinds import KINDS
from opora.visits.models import Visit
from opora.visits.states import VisitState, Way


def _visited(asks: Sequence[Ask]) -> list[FactFigure]:
    """One query. Online does not stand for presence; what counts for no rhythm counts only where its kind is asked."""
    rows = list(
        Visit.objects.filter(
            state=VisitState.DONE,
            way=Way.PRESENCE,
            cycle__in=cycles_asked(asks),
            school__in=schools_asked(asks),
        )
        .order_by("visited_on", "pk")
        .values_list("cycle_id", "school_id", "kind", "counts", "visited_on")
    )
    figures = []
    for ask in asks:
        known: Known = {
            (cycle, school): day
            for cycle, school, kind, counts, day in rows
            if (kind == ask.of if ask.of else counts) and day is not None and within(ask, day)
        }
        url = f"{reverse('visits')}?{urlencode({'cycle': ask.cycle_code, 'kind': ask.of})}"
        figures.append(of_schools(ask, known, "школ, где были очно", url))
    return figures


def _kinds(path: str) -> list[tuple[str, str]]:
    return [(each.code, each.title) for each in all_current(KINDS, path)]


SOURCES = (FactSource("visits", "Школы посещены очно", _visited, _kinds),)
