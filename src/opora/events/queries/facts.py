"""What was held, for marks of execution, reports and dashboards. Counts, no words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from opora.access.paths import inside
from opora.events.models import Attendance, Session
from opora.events.states import SessionState


@dataclass(frozen=True, slots=True)
class Facts:
    """`events` that had at least one day held, `held` and `planned` days, `people` who came in all (somebody who
    came twice counts twice), `schools` known to have come (and those that held their own), `last_on` the last day
    held."""

    events: int = 0
    held: int = 0
    planned: int = 0
    people: int = 0
    schools: int = 0
    last_on: date | None = None


_HELD = Q(state=SessionState.HELD)
_COUNTED = {
    "events": Count("event", distinct=True, filter=_HELD),
    "held": Count("pk", distinct=True, filter=_HELD),
    "planned": Count("pk", distinct=True, filter=Q(state=SessionState.PLANNED)),
    "last_on": Max("last", filter=_HELD),
}


def facts(
    *,
    cycle_id: int | None = None,
    path: str = "",
    school_ids: Collection[int] | None = None,
    kinds: Collection[str] = (),
    sorts: Collection[str] = (),
    factor: str = "",
    links: Collection[tuple[str, int]] = (),
    first: date | None = None,
    last: date | None = None,
) -> Facts:
    """Everything together. Four queries.

    `path`: organised by this territory, one below it or a school of theirs. `school_ids`: organised by these
    schools, or they were invited. `links`: tied to any of these things. Empty narrows nothing.
    """
    sessions = _narrowed(cycle_id, path, school_ids, kinds, sorts, factor, links, first, last)
    return _told(sessions, None).get(None, Facts())


def facts_by_kind(
    *, cycle_id: int | None = None, path: str = "", school_ids: Collection[int] | None = None
) -> dict[str, Facts]:
    """{code of the form: facts}. Four queries."""
    return _told(_narrowed(cycle_id, path, school_ids), "event__kind")


def facts_by_link(kind: str, ids: Iterable[int]) -> dict[int, Facts]:
    """{number of the thing: facts of the events tied to it}; of things of one kind. Four queries."""
    wanted = sorted(set(ids))
    sessions = Session.objects.filter(event__links__kind=kind, event__links__thing_id__in=wanted)
    return _told(sessions, "event__links__thing_id")


def _narrowed(
    cycle_id: int | None,
    path: str,
    school_ids: Collection[int] | None = None,
    kinds: Collection[str] = (),
    sorts: Collection[str] = (),
    factor: str = "",
    links: Collection[tuple[str, int]] = (),
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Session]:
    sessions = Session.objects.all()
    if cycle_id is not None:
        sessions = sessions.filter(event__cycle=cycle_id)
    if path:
        sessions = sessions.filter(
            inside("event__territory__path", [path]) | inside("event__school__territory__path", [path])
        )
    if school_ids is not None:
        own = Q(event__school__in=school_ids) | Q(event__invited__school__in=school_ids)
        sessions = sessions.filter(pk__in=Session.objects.filter(own).values("pk"))
    if kinds:
        sessions = sessions.filter(event__kind__in=kinds)
    if sorts:
        sessions = sessions.filter(event__sort__in=sorts)
    if factor:
        sessions = sessions.filter(event__factors__contains=[factor])
    if links:
        tied = Q()
        for kind, thing_id in links:
            tied |= Q(event__links__kind=kind, event__links__thing_id=thing_id)
        sessions = sessions.filter(pk__in=Session.objects.filter(tied).values("pk"))
    if first is not None:
        sessions = sessions.filter(last__gte=first)
    if last is not None:
        sessions = sessions.filter(date__lte=last)
    return sessions


def _told(sessions: QuerySet[Session], by: str | None) -> dict[Any, Facts]:
    """By the value of a field, or all together under None."""
    sessions = sessions.order_by()
    people = _by(sessions.filter(_HELD), by, Sum("came"))
    schools = _schools(sessions.filter(_HELD), by)
    if by is None:
        counted = sessions.aggregate(**_COUNTED)
        return {None: Facts(**counted, people=people.get(None) or 0, schools=len(schools.get(None, ())))}
    return {
        row.pop(by): Facts(**row, people=people.get(key) or 0, schools=len(schools.get(key, ())))
        for row in sessions.values(by).annotate(**_COUNTED)
        for key in (row[by],)
    }


def _by(sessions: QuerySet[Session], by: str | None, figure: Sum) -> dict[Any, int | None]:
    if by is None:
        return {None: sessions.aggregate(figure=figure)["figure"]}
    return dict(sessions.values_list(by).annotate(figure=figure).values_list(by, "figure"))


def _schools(sessions: QuerySet[Session], by: str | None) -> dict[Any, set[int]]:
    """Schools of which somebody is known to have come, and those that held it at home."""
    key = [f"session__{by}"] if by else []
    came = Attendance.objects.filter(session__in=sessions.values("pk"), came__gt=0).order_by()
    home = sessions.exclude(event__school=None)
    found: dict[Any, set[int]] = {}
    rows = [
        *came.values_list(*key, "school_id").distinct(),
        *home.values_list(*([by] if by else []), "event__school_id").distinct(),
    ]
    for row in rows:
        found.setdefault(row[0] if by else None, set()).add(row[-1])
    return found
