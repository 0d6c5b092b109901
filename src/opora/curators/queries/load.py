"""Curators and their schools: who has too many, who has none, which schools stand without a curator."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from opora.access import Actor
from opora.curators.queries.definition import curatorship_of
from opora.curators.queries.visibility import candidates_visible_to
from opora.curators.states import CandidateState
from opora.cycles.models import Cycle
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.roadmaps.models import Work
from opora.roadmaps.states import WorkState
from opora.visits.models import Visit
from opora.visits.queries.people import curated_by, curated_schools
from opora.visits.queries.planner import helped_schools
from opora.visits.states import VisitState, Way

#: visits in presence are counted over so many days
DAYS = 30


@dataclass(frozen=True, slots=True)
class AtSchool:
    """A school of a curator: visits in presence of the last 30 days, what waits for the curator there."""

    pk: int
    name: str
    place: str
    visits: int
    works: int
    documents: int


@dataclass(frozen=True, slots=True)
class Curator:
    """A curator's load. `elsewhere` counts schools outside the scope of who looks."""

    person_id: int
    name: str
    schools: tuple[AtSchool, ...]
    elsewhere: int

    @property
    def many(self) -> int:
        return len(self.schools) + self.elsewhere

    @property
    def visits(self) -> int:
        return sum(each.visits for each in self.schools)

    @property
    def works(self) -> int:
        return sum(each.works for each in self.schools)

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.schools)


@dataclass(frozen=True, slots=True)
class Alone:
    """A school that is helped and has no curator."""

    pk: int
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Load:
    """`ready`: candidates with a contract and no school yet, (id, name). `fewest`–`most` schools are usual."""

    curators: tuple[Curator, ...]
    alone: tuple[Alone, ...]
    ready: tuple[tuple[int, str], ...]
    fewest: int
    most: int


def load(actor: Actor, cycle: Cycle, *, today: date, path: str = "") -> Load:
    """Schools that are helped in the year, in and below `path`. A number of queries that does not grow."""
    schools = helped_schools(actor, cycle, on=today)
    if path:
        schools = schools.filter(territory__path__startswith=path)
    rows = list(
        schools.order_by("sort_name", "pk").values_list("pk", "name", "territory__name", "territory__path")
    )
    ids = [pk for pk, *_ in rows]
    curated = curated_schools(ids, first=today, last=today)
    people = dict.fromkeys(each.person_id for each in curated)
    visits, works, documents = _visits(list(people), ids, today), _works(ids, cycle), _documents(ids, cycle)
    everywhere = Counter(
        person
        for person, _ in {(e.person_id, e.school_id) for e in curated_by(people, first=today, last=today)}
    )
    named = {pk: (name, place) for pk, name, place, _ in rows}
    own: dict[int, dict[int, AtSchool]] = {}
    names = {}
    for each in curated:
        names[each.person_id] = each.name
        own.setdefault(each.person_id, {})[each.school_id] = AtSchool(
            each.school_id,
            *named[each.school_id],
            visits[each.person_id, each.school_id],
            works[each.school_id],
            documents[each.school_id],
        )
    held = {each.school_id for each in curated}
    own_path = actor.scope.territory_paths[:1] if actor.scope else ()
    usual = curatorship_of(path or "".join(own_path))
    return Load(
        curators=tuple(
            sorted(
                (
                    Curator(
                        person,
                        names[person],
                        tuple(sorted(at.values(), key=lambda each: (each.name, each.pk))),
                        everywhere[person] - len(at),
                    )
                    for person, at in own.items()
                ),
                key=lambda each: (-each.many, each.name, each.person_id),
            )
        ),
        alone=tuple(Alone(pk, name, place) for pk, name, place, _ in rows if pk not in held),
        ready=_ready(actor, cycle, path),
        fewest=usual.fewest,
        most=usual.most,
    )


def _visits(people: list[int], schools: list[int], today: date) -> Counter[tuple[int, int]]:
    rows = (
        Visit.objects.filter(
            school__in=schools,
            visitors__person__in=people,
            state=VisitState.DONE,
            way=Way.PRESENCE,
            counts=True,
            visited_on__gt=today - timedelta(days=DAYS),
            visited_on__lte=today,
        )
        .order_by()
        .values_list("visitors__person", "school_id")
        .annotate(many=Count("pk", distinct=True))
    )
    return Counter({(person, school): many for person, school, many in rows})


def _works(schools: list[int], cycle: Cycle) -> Counter[int]:
    rows = (
        Work.objects.filter(school__in=schools, cycle=cycle, state=WorkState.REPORTED)
        .order_by()
        .values_list("school_id")
        .annotate(many=Count("pk"))
    )
    return Counter(dict(rows))


def _documents(schools: list[int], cycle: Cycle) -> Counter[int]:
    rows = (
        Document.objects.filter(school__in=schools, cycle=cycle, state=DocumentState.REVIEW)
        .order_by()
        .values_list("school_id")
        .annotate(many=Count("pk"))
    )
    return Counter({school: many for school, many in rows if school is not None})


def _ready(actor: Actor, cycle: Cycle, path: str) -> tuple[tuple[int, str], ...]:
    found = candidates_visible_to(actor).filter(cycle=cycle, state=CandidateState.CONTRACTED)
    if path:
        found = found.filter(territory__path__startswith=path)
    return tuple(found.order_by("name", "pk").values_list("pk", "name"))
