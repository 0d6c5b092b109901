"""Lists and entries as pages show them."""

import enum
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from opora.access import Actor, Role
from opora.access.paths import inside
from opora.identification.models import ListEntry, YearList
from opora.identification.states import IN_FORCE_STATES, OPEN_STATES, ListKind, ListState
from opora.objections.models import Objection
from opora.objections.states import ObjectionState, SubjectKind

# Those who answer for the list see it from the first draft.
_FROM_DRAFT = frozenset(
    {
        *(Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR),
        *(Role.REGIONAL_PROJECT_HEAD, Role.FEDERAL_OPERATOR, Role.ADMINISTRATOR),
    }
)
# The school's own people see their row once it is open for objections; everybody else once approved.
_FROM_OBJECTIONS = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR})


class Show(enum.StrEnum):
    """Which schools of a list are shown."""

    LISTED = "listed"
    CHANGED = "changed"
    NEAR = "near"
    DOUBTFUL = "doubtful"
    ALL = "all"


def visible_to(actor: Actor) -> QuerySet[YearList]:
    """The lists of the actor's places, in the states that their role may see."""
    lists = YearList.objects.select_related("cycle", "territory")
    if actor.is_operator:
        return lists
    if actor.scope is None:
        return lists.none()
    if "" in actor.scope.territory_paths:
        return lists.filter(state__in=states_seen_by(actor))
    own = ListEntry.objects.filter(_own(actor), year_list=OuterRef("pk"))
    covered = inside("territory__path", actor.scope.territory_paths)
    return lists.filter(covered | Exists(own), state__in=states_seen_by(actor))


def decided_by(actor: Actor) -> QuerySet[YearList]:
    """The lists of the actor's own territories: nobody decides about others, though they may see them."""
    lists = YearList.objects.select_related("cycle", "territory").order_by()
    if actor.is_operator:
        return lists
    if actor.scope is None or not actor.scope.territory_paths:
        return lists.none()
    covered = inside("territory__path", actor.scope.territory_paths)
    return lists.filter(covered, state__in=states_seen_by(actor))


def find_list(actor: Actor, pk: int) -> YearList | None:
    """The list if it is among `visible_to`: the plain case is decided without asking for its rows."""
    found = YearList.objects.select_related("cycle", "territory").order_by().filter(pk=pk).first()
    if found is None:
        return None
    is_covered = actor.covers_territory(found.territory.path or "")
    if is_covered and (actor.is_operator or found.state in states_seen_by(actor)):
        return found
    return visible_to(actor).filter(pk=pk).first()


def entries_visible_to(actor: Actor, year_list: YearList) -> QuerySet[ListEntry]:
    """The rows of a visible list: all to those who see its territory, to others those in their scope."""
    entries = year_list.entries.all()
    sees_all = actor.covers_territory(year_list.territory.path or "")
    return entries if sees_all else entries.filter(_own(actor))


def _sees_everything(actor: Actor) -> bool:
    return actor.is_operator or (actor.scope is not None and "" in actor.scope.territory_paths)


def states_seen_by(actor: Actor) -> tuple[ListState, ...]:
    """In which states a list of one's own places is shown."""
    if actor.is_operator or actor.role in _FROM_DRAFT:
        return tuple(ListState)
    if actor.role in _FROM_OBJECTIONS:
        return (ListState.OBJECTIONS, *IN_FORCE_STATES)
    return IN_FORCE_STATES


def _own(actor: Actor) -> Q:
    assert actor.scope is not None
    own = Q(school_id__in=actor.scope.school_ids)
    return own | inside("school__territory__path", actor.scope.territory_paths)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list in the list of lists; counts are of the rows that the actor sees."""

    pk: int
    kind: ListKind
    cycle: str
    territory: str
    number: int
    state: ListState
    listed: int
    repeated: int
    objections_until: date | None
    approved_at: datetime | None


def list_rows(actor: Actor, *, cycle_id: int | None = None, kind: str = "") -> list[ListRow]:
    """Newest year first, then by territory. One query."""
    mine = Q() if _sees_everything(actor) else _entries_own(actor)
    found = visible_to(actor).annotate(
        listed_count=Count("entries", filter=Q(entries__listed=True) & mine),
        repeated_count=Count("entries", filter=Q(entries__listed=True, entries__repeated=True) & mine),
    )
    if cycle_id is not None:
        found = found.filter(cycle_id=cycle_id)
    if kind:
        found = found.filter(kind=kind)
    # counting groups the rows, and the order of the model says nothing about groups
    found = found.order_by("-cycle__starts", "territory__sort_name", "kind", "-number", "id")
    return [
        ListRow(
            pk=pk,
            kind=ListKind(kind),
            cycle=cycle,
            territory=territory,
            number=number,
            state=ListState(state),
            listed=listed,
            repeated=repeated,
            objections_until=until,
            approved_at=approved_at,
        )
        for pk, kind, cycle, territory, number, state, listed, repeated, until, approved_at in found.values_list(
            *("pk", "kind", "cycle__title", "territory__name", "number", "state"),
            *("listed_count", "repeated_count", "objections_until", "approved_at"),
        )
    ]


def _entries_own(actor: Actor) -> Q:
    if actor.scope is None:
        return Q(pk__in=[])
    own = Q(entries__school_id__in=actor.scope.school_ids)
    return own | inside("entries__school__territory__path", actor.scope.territory_paths)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The figures above the rows. Sizes are sums over the schools whose size is known; None: nobody's is."""

    schools: int
    listed: int
    repeated: int
    entered: int
    left: int
    manual: int
    near: int
    doubtful: int
    pupils: int | None
    listed_pupils: int | None
    teachers: int | None
    listed_teachers: int | None

    def rows(self, show: Show) -> int:
        """How many rows a tab has."""
        return {
            Show.LISTED: self.listed,
            Show.CHANGED: self.entered + self.left,
            Show.NEAR: self.near,
            Show.DOUBTFUL: self.doubtful,
            Show.ALL: self.schools,
        }[show]


_NEAR = Q(outcome__minus=True) | Q(outcome__plus=True)
_DOUBTFUL = Q(outcome__has_key="doubtful") & ~Q(outcome__doubtful=[])
_CHANGED = Q(entered=True) | Q(left=True)


# Written by hand: twelve aggregates cost the ORM more to put together than the database to answer.
# `listentry` alone has these columns, whatever the rows are narrowed by.
_TOTALS = """ARRAY[
    count(*),
    count(*) FILTER (WHERE listed),
    count(*) FILTER (WHERE listed AND repeated),
    count(*) FILTER (WHERE entered),
    count(*) FILTER (WHERE "left"),
    count(*) FILTER (WHERE manual_listed IS NOT NULL),
    count(*) FILTER (WHERE outcome @> '{"minus": true}' OR outcome @> '{"plus": true}'),
    count(*) FILTER (WHERE jsonb_array_length(coalesce(outcome -> 'doubtful', '[]')) > 0),
    sum(pupils),
    sum(pupils) FILTER (WHERE listed),
    sum(teachers),
    sum(teachers) FILTER (WHERE listed)
]"""


def page_of(entries: QuerySet[ListEntry]) -> ListPage:
    """One query."""
    totals = RawSQL(_TOTALS, ())  # noqa: S611 (fixed text, no values in it)
    return ListPage(*entries.order_by().annotate(totals=totals).values_list("totals", flat=True)[0])


def entry_rows(entries: QuerySet[ListEntry], show: Show) -> QuerySet[ListEntry]:
    """The rows of one tab, in the order of the list."""
    match show:
        case Show.LISTED:
            return entries.filter(listed=True)
        case Show.CHANGED:
            return entries.filter(_CHANGED)
        case Show.NEAR:
            return entries.filter(_NEAR)
        case Show.DOUBTFUL:
            return entries.filter(_DOUBTFUL)
        case Show.ALL:
            return entries


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A school in the table of a list; `outcome` as `record.as_record` wrote it."""

    pk: int
    school_name: str
    listed: bool
    repeated: bool
    entered: bool
    left: bool
    manual_listed: bool | None
    note: str
    outcome: dict[str, Any]


def rows_of(entries: QuerySet[ListEntry]) -> list[EntryRow]:
    """The entries as a table shows them. One query."""
    return [
        EntryRow(*row)
        for row in entries.values_list(
            *(
                "pk",
                "school_name",
                "listed",
                "repeated",
                "entered",
                "left",
                "manual_listed",
                "note",
                "outcome",
            )
        )
    ]


def open_list(kind: str, cycle_id: int, territory_id: int) -> YearList | None:
    """The draft of this kind, year and territory, if there is one."""
    return YearList.objects.filter(
        kind=kind, cycle_id=cycle_id, territory_id=territory_id, state__in=OPEN_STATES
    ).first()


def unanswered(year_list: YearList) -> int:
    """Objections to this list's entries that wait for an answer."""
    return Objection.objects.filter(
        subject_kind=SubjectKind.LISTING,
        subject_id__in=year_list.entries.values("pk"),
        state=ObjectionState.OPEN,
    ).count()
