"""Facts of meetings: how many took place in the territory, at its schools and below, within the term of the row."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from opora.access.paths import inside
from opora.catalogues.local_time import local
from opora.meetings.models import Meeting
from opora.meetings.states import TOOK_PLACE, MeetingKind
from opora.plans.facts.base import Ask, FactFigure, FactSource, cycles_asked, latest, within


def _held(asks: Sequence[Ask]) -> list[FactFigure]:
    """One query. A row that names schools counts what they held themselves and what was held for the territory."""
    paths = sorted({ask.path for ask in asks})
    here: Q = inside("territory__path", paths) | inside("school__territory__path", paths)
    rows = [
        (cycle, kind, own or of_school or "", local(starts_at, zone).date())
        for cycle, kind, own, of_school, starts_at, zone in Meeting.objects.filter(
            here, cycle__in=cycles_asked(asks), state__in=TOOK_PLACE
        )
        .order_by("starts_at", "pk")
        .values_list("cycle_id", "kind", "territory__path", "school__territory__path", "starts_at", "zone")
    ]
    figures = []
    for ask in asks:
        days = [
            day
            for cycle, kind, path, day in rows
            if cycle == ask.cycle_id
            and path.startswith(ask.path)
            and ask.of in ("", kind)
            and within(ask, day)
        ]
        figures.append(FactFigure(len(days), None, "совещаний прошло", reverse("meetings"), latest(days)))
    return figures


def _kinds(_: str) -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in MeetingKind]


SOURCES = (FactSource("meetings", "Совещания прошли", _held, _kinds, counts=True),)
