"""Lists of visits: what was asked for, the rows, what stands on a school's page."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from opora.access import Actor
from opora.ordering import folded
from opora.statements import every
from opora.visits.models import Checked, Visit, Visitor
from opora.visits.queries.visibility import visible_to
from opora.visits.states import Mark, VisitState, Way


class Show(StrEnum):
    """What a list is narrowed to beside its filters."""

    ALL = ""
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"
    LATE = "late"
    #: on the spot, kept in `risks`: see `queries.verified`
    VERIFIED = "verified"


#: those of them that are visits
OF_VISITS = tuple(show for show in Show if show is not Show.VERIFIED)


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
    found = in_places(visible_to(actor).filter(cycle=chosen.cycle_id), chosen, "school")
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


def in_places[M: Model](found: QuerySet[M], chosen: Chosen, school: str) -> QuerySet[M]:
    """What of it is in the chosen school, territory and schools named so; `school` is the way to the school."""
    if chosen.school_id is not None:
        found = found.filter(**{school: chosen.school_id})
    if chosen.path:
        found = found.filter(**{f"{school}__territory__path__startswith": chosen.path})
    if chosen.school:
        found = found.filter(_named_like(chosen.school, school))
    return found


def _named_like(words: str, school: str) -> Q:
    """The condition that the school has every word in its name, or this very code."""
    parts = folded(words).split()
    if not parts:
        return Q()
    named = reduce(and_, (Q(**{f"{school}__sort_name__contains": part}) for part in parts))
    return named | Q(**{f"{school}__key__iexact": words.strip()})


def _shown(show: Show, today: date) -> Q:
    match show:
        case Show.ALL:
            return Q()
        case Show.LATE:
            return Q(state=VisitState.PLANNED, planned_on__lt=today)
        case _:
            return Q(state=show.value)


def counts(actor: Actor, chosen: Chosen, *, today: date) -> dict[Show, int]:
    """How many visits of each. One query."""
    rows = every(_counted, actor, chosen, today)
    return dict(zip(OF_VISITS, rows[0][1:] if rows else [0] * len(OF_VISITS), strict=True))


def _counted(actor: Actor, chosen: Chosen, today: date) -> QuerySet[Visit, Any]:
    """One row: they are of one year."""
    parts = {show.name: Count("pk", filter=_shown(show, today)) for show in OF_VISITS if show is not Show.ALL}
    by_year = found_by(actor, chosen, today=today).order_by().values_list("cycle_id")
    return by_year.annotate(ALL=Count("pk"), **parts)


def lines(
    actor: Actor, chosen: Chosen, *, today: date, start: int = 0, size: int | None = None
) -> list[Line]:
    """What is planned by its day, the rest the newest first. One query."""
    end = None if size is None else start + size
    return [line_of(*row) for row in every(_page, actor, chosen, today, start, end)]


def _page(actor: Actor, chosen: Chosen, today: date, start: int, end: int | None) -> QuerySet[Visit, Any]:
    found = _ordered(found_by(actor, chosen, today=today).filter(_shown(chosen.show, today)), chosen.show)
    # ids are put in order, not the words of ten thousand visits
    return told(_ordered(Visit.objects.filter(pk__in=found.values("pk")[start:end]), chosen.show))


def _ordered(found: QuerySet[Visit], show: Show) -> QuerySet[Visit]:
    if show in {Show.PLANNED, Show.LATE}:
        return found.order_by("planned_on", "planned_at", "pk")
    return found.alias(day=Coalesce("visited_on", "planned_on")).order_by("-day", "-pk")


def told(found: QuerySet[Visit]) -> QuerySet[Visit, Any]:
    """All that a row says, for `line_of`: the school, who goes, how many items of the checklist were answered «нет».

    Counted apart: a join would group by every word of the visit.
    """
    no = Checked.objects.filter(visit=OuterRef("pk"), mark=Mark.NO).order_by().values("visit")
    counted = Coalesce(Subquery(no.annotate(many=Count("pk")).values("many")), 0)
    names = Visitor.objects.filter(visit=OuterRef("pk")).order_by("id").values("name")
    return found.annotate(no=counted, names=ArraySubquery(names)).values_list(
        *(
            "pk",
            "school_id",
            "school__name",
            "school__key",
            "school__territory__name",
            "kind_title",
            "way",
            "state",
        ),
        *(
            "visited_on",
            "planned_on",
            "planned_at",
            "minutes",
            "names",
            "companions",
            "purpose",
            "noted_by_name",
        ),
        *("is_open_to_school", "no"),
    )


def line_of(
    pk: int,
    school_id: int,
    school: str,
    key: str,
    place: str,
    kind: str,
    way: str,
    state: str,
    visited_on: date | None,
    planned_on: date | None,
    planned_at: time | None,
    minutes: int | None,
    names: list[str],
    companions: str,
    purpose: str,
    noted_by: str,
    is_open: bool,
    no: int,
) -> Line:
    """The row of a visit that is `told`."""
    return Line(
        pk, school_id, school, key, place, kind, Way(way), VisitState(state),
        day=visited_on or planned_on,
        at=planned_at if visited_on is None else None,
        minutes=minutes,
        who=", ".join(filter(None, [*names, companions])),
        purpose=purpose,
        noted_by=noted_by,
        is_open=is_open,
        planned_on=planned_on,
        no=no,
    )  # fmt: skip


def who_goes(visit: Visit) -> str:
    """Names of people of the installation and of others. The visitors are to be fetched already."""
    return ", ".join(filter(None, [*(each.name for each in visit.visitors.all()), visit.companions]))


def visitors_seen_by(actor: Actor, cycle_id: int, path: str = "") -> list[tuple[int, str]]:
    """Who went or goes to schools of the scope below the path this year: (person, name). One query."""
    return sorted(every(_visitors, actor, cycle_id, path), key=_by_name)


def _visitors(actor: Actor, cycle_id: int, path: str) -> QuerySet[Visitor, tuple[int, str]]:
    visits = visible_to(actor).filter(cycle=cycle_id).order_by().values("pk")
    if path:
        visits = visits.filter(school__territory__path__startswith=path)
    return Visitor.objects.filter(visit__in=visits).order_by().values_list("person_id", "name").distinct()


def _by_name(pair: tuple[int, str]) -> tuple[str, int]:
    return folded(pair[1]), pair[0]
