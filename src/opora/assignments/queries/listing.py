"""Rows of lists: what a person asked for, and what came of one thing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from opora.access import Actor
from opora.access.paths import inside
from opora.appointments.models import Appointment
from opora.assignments.models import Assignment
from opora.assignments.queries.visibility import own, visible_to
from opora.assignments.states import OPEN, AssignmentState
from opora.inbox import SOON_DAYS
from opora.ordering import FoldedName, folded
from opora.statements import every


class Show(StrEnum):
    """What a list is narrowed to."""

    ALL = ""
    MINE = "mine"
    GIVEN_BY_ME = "given"
    LATE = "late"
    SOON = "soon"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person asked the list for; what is empty narrows nothing. `state` «open» is what is not finished."""

    words: str = ""
    school: str = ""
    state: str = ""
    show: Show = Show.ALL
    cycle_id: int | None = None
    path: str = ""
    origin: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. `home` is the school or the territory, `place` the municipality of a school."""

    pk: int
    what: str
    executor: str
    home: str
    place: str
    state: AssignmentState
    since: datetime
    due: date | None
    when: str
    answer_by: datetime | None
    given_by: str
    given_at: datetime
    origin: tuple[str, int] | None
    origin_title: str
    report: str
    answer: str
    person_id: int | None
    given_by_id: int | None

    @property
    def last_day(self) -> date | None:
        return timezone.localdate(self.answer_by) if self.answer_by else self.due

    def is_late(self, at: datetime) -> bool:
        if self.state is not AssignmentState.GIVEN:
            return False
        if self.answer_by is not None:
            return self.answer_by < at
        return self.due is not None and self.due < timezone.localdate(at)

    def is_soon(self, at: datetime) -> bool:
        """The last day has not passed and is within 14 days, today included."""
        if self.state is not AssignmentState.GIVEN or self.last_day is None or self.is_late(at):
            return False
        return (self.last_day - timezone.localdate(at)).days <= SOON_DAYS


def without_executor(on: date) -> Q:
    """The condition that the executor has an account and is appointed nowhere any more."""
    in_force = Appointment.objects.in_force(on).filter(person=OuterRef("person")).order_by()
    return Q(person__isnull=False) & ~Q(Exists(in_force))


def narrowed(
    actor: Actor, chosen: Chosen, *, today: date, at: datetime | None = None
) -> QuerySet[Assignment]:
    """Visible assignments that the choice leaves, but for its state. `at` is asked for those that are late."""
    found = visible_to(actor)
    match chosen.show:
        case Show.MINE:
            found = found.filter(own(actor))
        case Show.GIVEN_BY_ME:
            found = found.filter(given_by_id=actor.person_id or 0)
        case Show.LATE:
            found = found.filter(_late(at or timezone.now(), today), state=AssignmentState.GIVEN)
        case Show.SOON:
            last = today + timedelta(days=SOON_DAYS)
            found = found.filter(state=AssignmentState.GIVEN, due__gte=today, due__lte=last)
        case Show.ORPHANED:
            found = found.filter(without_executor(today), state__in=OPEN)
    if chosen.cycle_id is not None:
        found = found.filter(cycle_id=chosen.cycle_id)
    if chosen.path:
        found = found.filter(
            inside("school__territory__path", (chosen.path,)) | inside("territory__path", (chosen.path,))
        )
    if chosen.origin is not None:
        found = found.filter(origin_kind=chosen.origin[0], origin_id=chosen.origin[1])
    return _with_words(found, chosen)


def _late(at: datetime, today: date) -> Q:
    return Q(answer_by__lt=at) | Q(answer_by__isnull=True, due__lt=today)


def _with_words(found: QuerySet[Assignment], chosen: Chosen) -> QuerySet[Assignment]:
    words = folded(chosen.words).split()
    if words:
        text = FoldedName("what", "executor", "origin_title", "given_by_name")
        found = found.alias(text=text).filter(*(Q(text__contains=word) for word in words))
    for word in folded(chosen.school).split():
        found = found.filter(
            Q(school__sort_name__contains=word)
            | Q(territory__sort_name__contains=word)
            | Q(school__key__iexact=word)
        )
    return found


def counts(actor: Actor, chosen: Chosen, *, at: datetime) -> dict[str, int]:
    """How many of each state the choice leaves. One query."""
    return dict(every(_states, actor, chosen, *_moments(chosen, at)))


def _states(actor: Actor, chosen: Chosen, today: date, at: datetime | None) -> QuerySet[Assignment, Any]:
    found = narrowed(actor, chosen, today=today, at=at)
    return found.order_by().values_list("state").annotate(many=Count("pk"))


def _moments(chosen: Chosen, at: datetime) -> tuple[date, datetime | None]:
    """The day, and the moment where the choice depends on it: what is asked on a day is worded once."""
    return timezone.localdate(at), at if chosen.show is Show.LATE else None


def lines(
    actor: Actor, chosen: Chosen, *, at: datetime, start: int = 0, size: int | None = None
) -> list[Line]:
    """In order of the last day, what has none at the end. One query."""
    end = None if size is None else start + size
    return _lines(every(_page, actor, chosen, *_moments(chosen, at), start, end))


def _page(
    actor: Actor, chosen: Chosen, today: date, at: datetime | None, start: int, end: int | None
) -> QuerySet[Assignment, Any]:
    found = narrowed(actor, chosen, today=today, at=at)
    if chosen.state == "open":
        found = found.filter(state__in=OPEN)
    elif chosen.state:
        found = found.filter(state=chosen.state)
    return found.values_list(*_FIELDS)[start:end]


def of_origin(kind: str, origin_id: int) -> list[Line]:
    """What came of one thing, what is open first. The caller has decided that the thing is visible. One query."""
    return of_origins(kind, [origin_id])


def of_origins(kind: str, ids: Collection[int]) -> list[Line]:
    """The same of several things of a kind. One query, none for no things."""
    if not ids:
        return []
    rows = Assignment.objects.filter(origin_kind=kind, origin_id__in=ids).values_list(*_FIELDS)
    found = _lines(rows)
    return sorted(found, key=lambda line: line.state not in OPEN)


_FIELDS = (
    *("pk", "what", "executor", "school__name", "territory__name", "school__territory__name", "state"),
    *("state_since", "due", "when", "answer_by", "given_by_name", "given_at", "origin_kind", "origin_id"),
    *("origin_title", "report", "answer", "person_id", "given_by_id"),
)


def _lines(rows: Iterable[Any]) -> list[Line]:
    return [
        Line(
            pk=pk,
            what=what,
            executor=executor,
            home=school or territory or "",
            place=place or territory or "",
            state=AssignmentState(state),
            since=since,
            due=due,
            when=when,
            answer_by=answer_by,
            given_by=given_by,
            given_at=given_at,
            origin=(kind, origin_id) if origin_id is not None else None,
            origin_title=origin_title,
            report=report,
            answer=answer,
            person_id=person_id,
            given_by_id=given_by_id,
        )
        for (
            pk, what, executor, school, territory, place, state, since, due, when, answer_by, given_by, given_at,
            kind, origin_id, origin_title, report, answer, person_id, given_by_id,
        ) in rows
    ]  # fmt: skip
