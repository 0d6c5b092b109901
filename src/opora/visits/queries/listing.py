"""Lists of visits: what was asked for, the rows, what stands on a school's page."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import reduce
from operator import and_

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from opora.access import Actor
from opora.ordering import folded
from opora.visits.models import Visit, Visitor
from opora.visits.queries.visibility import visible_to
from opora.visits.states import Mark, VisitState, Way


class Show(StrEnum):
    """What a list is narrowed to beside its filters."""

    ALL = ""
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all». `who` is a person."""

    cycle_id: int
    path: str = ""
    school: str = ""
    kind: str = ""
    way: str = ""
    who: int | None = None
    first: date | None = None
    last: date | None = None
    show: Show = Show.ALL
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A visit in a list. `day` is that of the visit, else of the plan. `no`: to how many items
    of the checklist the answer was no."""

    pk: int
    school_id: int
    school: str
    key: str
    place: str
    kind: str
    way: Way
    state: VisitState
    day: date | None
    at: time | None
    minutes: int | None
    who: str
    purpose: str
    noted_by: str
    is_open: bool
    planned_on: date | None
    no: int

    def is_late(self, today: date) -> bool:
        """The planned day has passed and nothing is noted."""
        return self.state is VisitState.PLANNED and self.day is not None and self.day < today


def found_by(actor: Actor, chosen: Chosen, *, today: date) -> QuerySet[Visit]:
    """What the choice leaves, but for `show`."""
    found = visible_to(actor).filter(cycle=chosen.cycle_id)
    if chosen.school_id is not None:
        found = found.filter(school=chosen.school_id)
    if chosen.path:
        found = found.filter(school__territory__path__startswith=chosen.path)
    if chosen.school:
        found = found.filter(_named_like(chosen.school))
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.way:
        found = found.filter(way=chosen.way)
    if chosen.who is not None:
        found = found.filter(visitors__person=chosen.who)
    if chosen.first is not None:
        found = found.filter(
            Q(visited_on__gte=chosen.first) | Q(visited_on=None, planned_on__gte=chosen.first)
        )
    if chosen.last is not None:
        found = found.filter(Q(visited_on__lte=chosen.last) | Q(visited_on=None, planned_on__lte=chosen.last))
    return found


def _named_like(words: str) -> Q:
    """The condition that the school has every word in its name, or this very code."""
    parts = folded(words).split()
    if not parts:
        return Q()
    named = reduce(and_, (Q(school__sort_name__contains=part) for part in parts))
    return named | Q(school__key__iexact=words.strip())


def _shown(show: Show, today: date) -> Q:
    match show:
        case Show.ALL:
            return Q()
        case Show.LATE:
            return Q(state=VisitState.PLANNED, planned_on__lt=today)
        case _:
            return Q(state=show.value)


def counts(actor: Actor, chosen: Chosen, *, today: date) -> dict[Show, int]:
    """How many of each. One query."""
    parts = {show.name: Count("pk", filter=_shown(show, today)) for show in Show if show is not Show.ALL}
    row = found_by(actor, chosen, today=today).order_by().aggregate(ALL=Count("pk"), **parts)
    return {show: row[show.name] for show in Show}


def lines(
    actor: Actor, chosen: Chosen, *, today: date, start: int = 0, size: int | None = None
) -> list[Line]:
    """What is planned by its day, the rest the newest first. Two queries."""
    found = found_by(actor, chosen, today=today).filter(_shown(chosen.show, today))
    if chosen.show in {Show.PLANNED, Show.LATE}:
        found = found.order_by("planned_on", "planned_at", "pk")
    else:
        found = found.alias(day=Coalesce("visited_on", "planned_on")).order_by("-day", "-pk")
    return lines_of(found[start : None if size is None else start + size])


def lines_of(found: QuerySet[Visit]) -> list[Line]:
    """The rows of visits, with who goes. Two queries."""
    no = Count("checked", filter=Q(checked__mark=Mark.NO))
    return [
        Line(
            pk=each.pk,
            school_id=each.school_id,
            school=each.school.name,
            key=each.school.key,
            place=each.school.territory.name,
            kind=each.kind_title,
            way=Way(each.way),
            state=VisitState(each.state),
            day=each.visited_on or each.planned_on,
            at=each.planned_at if each.visited_on is None else None,
            minutes=each.minutes,
            who=who_goes(each),
            purpose=each.purpose,
            noted_by=each.noted_by_name,
            is_open=each.is_open_to_school,
            planned_on=each.planned_on,
            no=each.no,
        )
        for each in found.annotate(no=no).select_related("school__territory").prefetch_related("visitors")
    ]


def who_goes(visit: Visit) -> str:
    """Names of people of the installation and of others. The visitors are to be fetched already."""
    return ", ".join(filter(None, [*(each.name for each in visit.visitors.all()), visit.companions]))


def visitors_seen_by(actor: Actor, cycle_id: int) -> list[tuple[int, str]]:
    """Who went or goes to schools of the scope this year: (person, name). One query."""
    visits = visible_to(actor).filter(cycle=cycle_id).order_by().values("pk")
    rows = Visitor.objects.filter(visit__in=visits).order_by("name", "person_id")
    return sorted({(pk, name) for pk, name in rows.values_list("person_id", "name").distinct()}, key=_by_name)


def _by_name(pair: tuple[int, str]) -> tuple[str, int]:
    return folded(pair[1]), pair[0]
