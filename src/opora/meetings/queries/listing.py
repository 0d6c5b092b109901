"""Rows of the list of meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.expressions import OrderBy

from opora.access import Actor
from opora.access.paths import inside
from opora.assignments.models import Assignment
from opora.assignments.states import OPEN
from opora.catalogues.local_time import local
from opora.meetings.models import Meeting
from opora.meetings.queries.visibility import takes_part, visible_to
from opora.meetings.states import MeetingState
from opora.ordering import FoldedName, folded


class Show(StrEnum):
    """What a list is narrowed to."""

    ALL = ""
    MINE = "mine"
    UNMINUTED = "unminuted"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person asked the list for; what is empty narrows nothing."""

    words: str = ""
    home: str = ""
    kind: str = ""
    state: str = ""
    show: Show = Show.ALL
    cycle_id: int | None = None
    group_id: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list; `open` counts assignments of the meeting that are not finished."""

    pk: int
    title: str
    kind: str
    group: str
    home: str
    state: MeetingState
    starts_at: datetime
    zone: str
    number: str
    is_online: bool
    came: int
    asked: int
    open: int

    @property
    def local_start(self) -> datetime:
        return local(self.starts_at, self.zone)

    def waits(self, at: datetime) -> bool:
        """It should have been held by now, or its minutes are not signed."""
        return self.state is MeetingState.HELD or (self.state is MeetingState.PLANNED and self.starts_at < at)


def narrowed(actor: Actor, chosen: Chosen, *, at: datetime) -> QuerySet[Meeting]:
    """Visible meetings that the choice leaves, but for its state."""
    found = visible_to(actor)
    if chosen.show is Show.MINE:
        found = found.filter(takes_part(actor))
    if chosen.show is Show.UNMINUTED:
        found = found.filter(Q(state=MeetingState.HELD) | Q(state=MeetingState.PLANNED, starts_at__lt=at))
    for name, value in (("kind", chosen.kind), ("cycle_id", chosen.cycle_id), ("group_id", chosen.group_id)):
        if value:
            found = found.filter(**{name: value})
    if chosen.path:
        paths = (chosen.path,)
        found = found.filter(inside("school__territory__path", paths) | inside("territory__path", paths))
    words = folded(chosen.words).split()
    if words:
        text = FoldedName("title", "group__name", "place")
        found = found.alias(text=text).filter(*(Q(text__contains=word) for word in words))
    for word in folded(chosen.home).split():
        found = found.filter(Q(school__sort_name__contains=word) | Q(territory__sort_name__contains=word))
    return found


def counts(actor: Actor, chosen: Chosen, *, at: datetime) -> dict[str, int]:
    """How many of each state the choice leaves. One query."""
    rows = narrowed(actor, chosen, at=at).order_by().values_list("state").annotate(many=Count("pk"))
    return dict(rows)


_FIELDS = (
    *("pk", "title", "kind", "group__name", "school__name", "territory__name", "state", "starts_at"),
    *("zone", "number", "is_online"),
)


def lines(
    actor: Actor, chosen: Chosen, *, at: datetime, start: int = 0, size: int | None = None
) -> list[Line]:
    """What is to come, the nearest first, then the rest, the latest first. Three queries."""
    found = narrowed(actor, chosen, at=at)
    if chosen.state:
        found = found.filter(state=chosen.state)
    end = None if size is None else start + size
    rows = list(found.order_by(*_order(chosen, at)).values_list(*_FIELDS)[start:end])
    pks = [row[0] for row in rows]
    open_of, came_of = _open(pks), _came(pks)
    return [
        Line(
            pk, title, kind, group or "", school or territory or "", MeetingState(state), starts_at, zone,
            number, is_online, *came_of.get(pk, (0, 0)), open_of.get(pk, 0),
        )
        for pk, title, kind, group, school, territory, state, starts_at, zone, number, is_online in rows
    ]  # fmt: skip


def _order(chosen: Chosen, at: datetime) -> tuple[str | OrderBy, ...]:
    if chosen.state == MeetingState.PLANNED:
        return ("starts_at", "id")
    coming = Case(When(state=MeetingState.PLANNED, starts_at__gte=at, then="starts_at"))
    return (coming.asc(nulls_last=True), "-starts_at", "-id")


def _open(pks: Collection[int]) -> dict[int | None, int]:
    """How many assignments of each meeting are not finished."""
    found = Assignment.objects.filter(origin_kind="meeting", origin_id__in=pks, state__in=OPEN).order_by()
    return dict(found.values_list("origin_id").annotate(many=Count("pk")))


def _came(pks: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many came to each meeting, of how many asked."""
    here = Count("attendance", filter=Q(attendance__came__in=("present", "online")))
    found = Meeting.objects.filter(pk__in=pks).order_by().annotate(here=here, asked=Count("attendance"))
    return {pk: (here, asked) for pk, here, asked in found.values_list("pk", "here", "asked")}
