"""How regularly curators visited their schools in a year: plain counts and the gaps between visits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.risks.models import Verification
from opora.visits.models import Visit
from opora.visits.phases import courses
from opora.visits.queries.definitions import rhythms_for
from opora.visits.queries.people import Curated, curated_by
from opora.visits.rhythm import Gaps, gaps_of
from opora.visits.states import VisitState, Way


@dataclass(frozen=True, slots=True)
class Regularity:
    """Of one curator in one year, up to a day.

    `presence` and `online` are visits of their schools that they took part in. `gaps` are times between visits in
    presence of a school that was theirs, `late` those longer than the rhythm; `longest` is in days. Whoever of
    several curators of a school was there, the school was not alone: gaps are those of the school.
    """

    schools: int = 0
    presence: int = 0
    online: int = 0
    gaps: int = 0
    late: int = 0
    longest: int = 0


def regularity(person_ids: Collection[int], cycle: Cycle, *, on: date) -> dict[int, Regularity]:
    """Of every person asked for, those without schools too. The number of queries does not grow."""
    last = min(on, cycle.ends)
    if last < cycle.starts:
        return dict.fromkeys(person_ids, Regularity())
    held = curated_by(person_ids, first=cycle.starts, last=last)
    ids = {each.school_id for each in held}
    paths = dict(Organisation.objects.filter(pk__in=ids).order_by().values_list("pk", "territory__path"))
    rhythms = rhythms_for({path or "" for path in paths.values()})
    course, days = courses(cycle, ids), _days(ids, cycle, last)
    own = _own(person_ids, ids, cycle, last)
    found = {}
    for person in person_ids:
        mine = [each for each in held if each.person_id == person]
        gaps = Gaps()
        for each in _merged(mine):
            rhythm = rhythms.get(paths.get(each.school_id) or "")
            if rhythm is None:
                continue
            of = course.of(each.school_id, by_documents=rhythm.by_documents)
            gaps = gaps.plus(gaps_of(of, rhythm, days.get(each.school_id, ()), *_span(each, cycle, last)))
        schools = {each.school_id for each in mine}
        presence, online = (
            sum(w == way and school in schools for school, w in own.get(person, ())) for way in Way
        )
        found[person] = Regularity(len(schools), presence, online, gaps.all, gaps.late, gaps.longest)
    return found


def _merged(held: Iterable[Curated]) -> list[Curated]:
    """One span a school: somebody appointed anew was there all the time."""
    spans: dict[int, Curated] = {}
    for each in held:
        kept = spans.get(each.school_id)
        if kept is None:
            spans[each.school_id] = each
            continue
        since = None if kept.since is None or each.since is None else min(kept.since, each.since)
        until = None if kept.until is None or each.until is None else max(kept.until, each.until)
        spans[each.school_id] = Curated(each.person_id, each.name, each.school_id, since, until)
    return list(spans.values())


def _span(each: Curated, cycle: Cycle, last: date) -> tuple[date, date]:
    return max(cycle.starts, each.since or cycle.starts), min(last, each.until or last)


def _done(ids: Collection[int], cycle: Cycle, last: date) -> QuerySet[Visit]:
    return Visit.objects.filter(
        school__in=ids, cycle=cycle, state=VisitState.DONE, counts=True, visited_on__lte=last
    ).order_by()


def _days(ids: Collection[int], cycle: Cycle, last: date) -> dict[int, list[date]]:
    """Days on which somebody was in the school, verifications of risks among them. Two queries."""
    verified = Verification.objects.filter(
        direction__school__in=ids, direction__cycle=cycle, visited_on__lte=last
    )
    rows = [
        *_done(ids, cycle, last).filter(way=Way.PRESENCE).values_list("school_id", "visited_on"),
        *verified.order_by().values_list("direction__school_id", "visited_on"),
    ]
    days: dict[int, list[date]] = {}
    for school, day in rows:
        if day is not None:
            days.setdefault(school, []).append(day)
    return days


def _own(
    person_ids: Collection[int], ids: Collection[int], cycle: Cycle, last: date
) -> dict[int, list[tuple[int, str]]]:
    """Visits of each person: (school, way). One query."""
    rows = _done(ids, cycle, last).filter(visitors__person__in=list(person_ids))
    own: dict[int, list[tuple[int, str]]] = {}
    for person, school, way in rows.values_list("visitors__person", "school_id", "way"):
        own.setdefault(person, []).append((school, way))
    return own
