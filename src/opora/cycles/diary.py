"""The stages of programme years on a calendar."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.cycles.models import Stage
from opora.cycles.periods import Period, Rhythm, occurrences, parse
from opora.diary import Entry
from opora.statements import every

KIND = "Этап года"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Stages with days of their own; what goes on all year, or weekly without a weekday, has none. One query."""
    if actor.capacity is None and not actor.is_operator:
        return []
    return [
        Entry(
            key=f"stage-{stage.pk}-{place}",
            kind=KIND,
            title=stage.title,
            url=reverse("year", args=[stage.cycle.code]),
            first=begins,
            last=ends,
        )
        for stage in every(_standing, first, last)
        for place, begins, ends in _days(stage)
        if begins <= last and ends >= first
    ]


def _standing(first: date, last: date) -> QuerySet[Stage]:
    return Stage.objects.filter(starts__lte=last, ends__gte=first).select_related("cycle")


def _days(stage: Stage) -> Iterator[tuple[str, date, date]]:
    """Each time that the stage stands on: a name of it that stays, its first and its last day."""
    within = (stage.cycle.starts, stage.cycle.ends)
    period = parse(stage.term, within=within)
    if period.rhythm is Rhythm.ONCE:
        yield from _spans(period)
    elif period.rhythm is Rhythm.WEEKLY and period.weekday is not None:
        for day in occurrences(period, within=within):
            yield day.isoformat(), day, day


def _spans(period: Period) -> Iterator[tuple[str, date, date]]:
    """A span open on one side is the day that it names."""
    for number, span in enumerate(period.spans, 1):
        begins, ends = span.first or span.last, span.last or span.first
        if begins is not None and ends is not None:
            yield str(number), begins, ends
