"""Facts of events: days that were held in the territory and by its schools, and those tied to the row itself."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from opora.access.paths import inside
from opora.events.models import Session
from opora.events.queries.facts import Facts, facts_by_link
from opora.events.states import SessionState, Sort
from opora.plans.facts.base import Ask, FactFigure, FactSource, cycles_asked, latest, within

_SORTS = {
    "event": ("мероприятия", frozenset({Sort.EVENT})),
    "consultation": ("консультации", frozenset({Sort.ONE, Sort.MANY})),
    "course": ("курсы", frozenset({Sort.COURSE})),
}
_ANY = frozenset(Sort)
#: as rows of plans are called by those who point at them
ROW = "plan-row"


def _held(asks: Sequence[Ask]) -> list[FactFigure]:
    """Days held within the term of the row. One query."""
    paths = sorted({ask.path for ask in asks})
    here: Q = inside("event__territory__path", paths) | inside("event__school__territory__path", paths)
    rows = [
        (cycle, sort, own or of_school or "", last)
        for cycle, sort, own, of_school, last in Session.objects.filter(
            here, event__cycle__in=cycles_asked(asks), state=SessionState.HELD
        )
        .order_by("last", "pk")
        .values_list(
            *(
                "event__cycle_id",
                "event__sort",
                "event__territory__path",
                "event__school__territory__path",
                "last",
            )
        )
    ]
    figures = []
    for ask in asks:
        words, sorts = _SORTS.get(ask.of, ("мероприятия", _ANY))
        days = [
            day
            for cycle, sort, path, day in rows
            if cycle == ask.cycle_id and path.startswith(ask.path) and sort in sorts and within(ask, day)
        ]
        said = f"дней, когда проводили {words}"
        figures.append(FactFigure(len(days), None, said, reverse("events"), latest(days)))
    return figures


def _tied(asks: Sequence[Ask]) -> list[FactFigure]:
    """Days held of the events that people have tied to the row. Three queries."""
    found = facts_by_link(ROW, [ask.row for ask in asks])
    figures = []
    for ask in asks:
        told = found.get(ask.row, Facts())
        total = told.held + told.planned if told.planned else None
        words = "дней связанных мероприятий проведено"
        figures.append(FactFigure(told.held, total, words, reverse("events"), told.last_on))
    return figures


def _sorts(_: str) -> list[tuple[str, str]]:
    return [(code, words) for code, (words, _) in _SORTS.items()]


SOURCES = (
    FactSource("events", "Мероприятия прошли", _held, _sorts, counts=True),
    FactSource("events-tied", "Мероприятия, связанные с этой строкой, прошли", _tied, counts=True),
)
