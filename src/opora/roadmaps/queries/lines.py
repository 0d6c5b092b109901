"""A school's roadmap of a year as lines: everything a view of it shows, in two statements worded once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from opora.access.actor import SCHOOL_ROLES
from opora.roadmaps.ladder import Ladder
from opora.roadmaps.models import Work
from opora.roadmaps.states import OPEN, WorkState

#: offered beside a file that shows one of them
_MOST_OTHERS = 200
_STATES = {state.value: state for state in WorkState}


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its course. `when` is the term in words, `due` the day in force, `first_due` the one agreed.

    `people` are (id, name) of those who answer, `gone` the names of those of them who are not at the school any
    more; `named` and `executors` are what the document says; `agreed_title` is the title that was confirmed.
    `evidence` and `moves` are counts. `is_over`: the school is closed, nobody is asked for it.
    """

    id: int
    title: str
    result: str
    when: str
    resources: str
    form: str
    executors: tuple[str, ...]
    named: tuple[str, ...]
    participants: tuple[str, ...]
    agreed_title: str
    state: WorkState
    since: date
    starts: date | None
    due: date | None
    first_due: date | None
    done_on: date | None
    report: str
    pride: str
    cost: Decimal | None
    direction_id: int | None
    direction: str
    document_id: int
    document: str
    people: tuple[tuple[int, str], ...]
    evidence: int
    moves: int
    gone: tuple[str, ...] = ()
    is_over: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_asked(self) -> bool:
        """Whether the school still has it to do and can do it."""
        return self.is_open and not self.is_over

    @property
    def is_moved(self) -> bool:
        """Whether its term was put off."""
        return self.moves > 0

    @property
    def is_reworded(self) -> bool:
        """Whether the document calls it otherwise than was confirmed."""
        return self.agreed_title != self.title

    def is_late(self, today: date) -> bool:
        """The term is over and the school still has it to do: what waits for a curator is late for nobody."""
        return self.is_asked and self.due is not None and self.due < today

    def is_soon(self, today: date, ladder: Ladder) -> bool:
        return self.is_asked and ladder.is_soon(self.due, today)


_COLUMNS = """
SELECT w.id, m.title, m.result, m."when", m.resources, m.form, m.executors, m.named, m.participants,
       coalesce(w.agreed ->> 'title', m.title), w.state, w.state_since, w.starts, w.due, w.first_due, w.done_on,
       w.report, w.pride, w.cost, w.direction_id, coalesce(d.factor_title, ''), w.document_id, doc.title,
       (SELECT count(*) FROM roadmaps_evidence_works ew JOIN roadmaps_evidence e ON e.id = ew.evidence_id
        WHERE ew.work_id = w.id AND e.withdrawn_at IS NULL),
       (SELECT count(*) FROM roadmaps_postponement p WHERE p.work_id = w.id)
FROM roadmaps_work w
JOIN measures_measure m ON m.id = w.measure_id
JOIN documents_document doc ON doc.id = w.document_id
LEFT JOIN risks_direction d ON d.id = w.direction_id
"""
_OF_SCHOOL = (
    _COLUMNS + "WHERE w.school_id = %(school)s AND w.cycle_id = %(cycle)s ORDER BY w.due NULLS LAST, w.id"
)
_PEOPLE = """
WITH here AS MATERIALIZED (
  SELECT a.person_id FROM appointments_appointment a
  JOIN appointments_appointment_schools l ON l.appointment_id = a.id
  WHERE l.organisation_id = %(school)s AND a.role = ANY(%(roles)s) AND a.revoked_at IS NULL
    AND (a.since IS NULL OR a.since <= %(on)s) AND (a.until IS NULL OR a.until >= %(on)s)
)
SELECT r.work_id, p.id, trim(concat_ws(' ', p.surname, nullif(left(p.given_name, 1), '') || '.',
                                       nullif(left(p.patronymic, 1), '') || '.')),
       %(on)s::date IS NOT NULL AND NOT (p.is_active AND p.id IN (SELECT person_id FROM here))
FROM roadmaps_work w JOIN roadmaps_work_responsible r ON r.work_id = w.id JOIN people_person p ON p.id = r.person_id
WHERE w.school_id = %(school)s AND w.cycle_id = %(cycle)s ORDER BY p.sort_name, p.id
"""
_ROLES = sorted(role.value for role in SCHOOL_ROLES)


def lines_of(school_id: int, cycle_id: int, *, on: date | None = None, is_over: bool = False) -> list[Line]:
    """By term, what has none last. Two queries, one where the roadmap is empty.

    `on` is the day for which it is asked who is still at the school; without one nobody is told to have gone.
    """
    values = {"school": school_id, "cycle": cycle_id, "on": on, "roles": _ROLES}
    with connection.cursor() as cursor:
        cursor.execute(_OF_SCHOOL, values)
        found = cursor.fetchall()
        people: dict[int, list[tuple[int, str, bool]]] = {}
        if found:
            cursor.execute(_PEOPLE, values)
            for work, *person in cursor.fetchall():
                people.setdefault(work, []).append(tuple(person))
    return [_line(row, people.get(row[0], ()), is_over) for row in found]


def _line(row: Sequence[Any], people: Sequence[tuple[int, str, bool]], is_over: bool) -> Line:
    """The columns stand in the order of the fields; people come before the counts."""
    *of_work, evidence, moves = row
    of_work[6:9] = map(tuple, of_work[6:9])
    of_work[10] = _STATES[of_work[10]]
    named = tuple((pk, name) for pk, name, _ in people)
    gone = () if is_over else tuple(name for *_, name, is_gone in people if is_gone)
    values: tuple[Any, ...] = (*of_work, named, evidence, moves, gone, is_over)
    return Line(*values)


def others_of(work: Work) -> list[tuple[int, str]]:
    """Other measures of the school's year that one thing may show: id and title, by term. One query."""
    found = Work.objects.filter(school=work.school_id, cycle=work.cycle_id)
    found = found.exclude(pk=work.pk).exclude(state=WorkState.DROPPED).order_by("due", "pk")
    return list(found.values_list("pk", "measure__title")[:_MOST_OTHERS])
