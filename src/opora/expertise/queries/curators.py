"""Curators as an object of expertise: who they are on a territory, and the facts of their work on the day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db import connection

from opora.access import Role
from opora.access.paths import inside
from opora.appointments.models import Appointment
from opora.documents.models import Document, Remark
from opora.documents.queries.definitions import expert_sheet
from opora.documents.states import DocumentState, RemarkState
from opora.expertise.curating import Answers, Figures, figures
from opora.expertise.habits import Habits
from opora.expertise.models import Entry, Round
from opora.expertise.naming import WORK
from opora.expertise.queries.habits import habits_of
from opora.expertise.queries.ties import ties_of
from opora.organisations.models import Organisation
from opora.visits.queries.regularity import regularity

type Circles = Mapping[int, list[Organisation]]


def curators(of: Round, *, today: date) -> list[Entry]:
    """An entry, not stored and without a number, for everybody who curates a school there. Two dozen queries."""
    names, circles = _circles(of, today)
    ties = ties_of(list(circles), cycle=of.cycle, today=today)
    lowest = min(expert_sheet(of.territory.path or "").zones, key=lambda zone: zone.first).code
    decided = habits_of(list(circles), of.territory.path or "", of.cycle_id, lowest)
    answers = _answers(of, names, circles, today)
    visited = regularity(list(circles), of.cycle, on=today)
    return [
        Entry(
            round=of,
            kind=WORK,
            curator_id=person,
            curator_name=names[person],
            facts={
                "schools": [[each.pk, each.territory.path or ""] for each in schools],
                "municipalities": sorted(
                    {each.territory_id for each in schools} | ties[person].municipalities
                ),
                "figures": figures(
                    len(schools), decided.get(person, Habits(())), answers[person], visited[person]
                ).dump(),
            },
        )
        for person, schools in circles.items()
    ]


def figures_of(entry: Entry) -> Figures:
    return Figures.parse(entry.facts["figures"])


def _circles(of: Round, today: date) -> tuple[dict[int, str], Circles]:
    """Names of curators and the schools of the territory that each has, by the id of the person."""
    path = of.territory.path or ""
    held = (
        Appointment.objects.in_force(today)
        .filter(inside("schools__territory__path", [path]), role=Role.CURATOR, person__is_active=True)
        .select_related("person")
        .prefetch_related("schools__territory")
        .order_by("person__sort_name", "person_id", "id")
        .distinct()
    )
    names: dict[int, str] = {}
    circles: dict[int, dict[int, Organisation]] = defaultdict(dict)
    for each in held:
        if each.cycle_id not in {None, of.cycle_id}:
            continue
        names[each.person_id] = each.person.full_name
        for school in each.schools.all():
            if (school.territory.path or "").startswith(path):
                circles[each.person_id][school.pk] = school
    return names, {person: sorted(found.values(), key=lambda s: s.pk) for person, found in circles.items()}


def _answers(of: Round, names: Mapping[int, str], circles: Circles, today: date) -> dict[int, Answers]:
    found = {person: Answers() for person in circles}
    schools = {school.pk for each in circles.values() for school in each}
    since = _waiting(of, schools)
    visits = _visits(of, schools)
    for person, own in circles.items():
        days = [(today - day).days for school in own for day in since.get(school.pk, ())]
        found[person] = replace(
            found[person],
            waiting=len(days),
            longest=max(days, default=None),
            visits=sum(visits.get((names[person], school.pk), 0) for school in own),
        )
    remarks = Remark.objects.filter(document__cycle=of.cycle_id, document__school__in=schools)
    for author, state in remarks.filter(made_by_id__in=circles).values_list("made_by_id", "state"):
        assert author is not None  # it is one of the curators
        before = found[author]
        found[author] = replace(
            before,
            remarks=before.remarks + 1,
            accepted=before.accepted + (state == RemarkState.ACCEPTED),
            mended=before.mended + (state == RemarkState.MENDED),
        )
    return found


def _waiting(of: Round, schools: Iterable[int]) -> dict[int, list[date]]:
    """Since when documents of each school lie with the curator."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = Document.objects.filter(cycle=of.cycle_id, school__in=schools, state=DocumentState.REVIEW)
    for school, since in rows.values_list("school_id", "state_since"):
        if school is not None:
            found[school].append(since)
    return found


_VISITS = """
SELECT v.recorded_by_name, d.school_id, count(*) FROM risks_verification v
JOIN risks_direction d ON d.id = v.direction_id
WHERE d.cycle_id = %s AND d.school_id = ANY(%s) GROUP BY 1, 2
"""


def _visits(of: Round, schools: Iterable[int]) -> dict[tuple[str, int], int]:
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, [of.cycle_id, list(schools)])
        return {(name, school): count for name, school, count in cursor.fetchall()}
