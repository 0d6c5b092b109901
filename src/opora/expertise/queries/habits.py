"""Decisions of reviewers with what came of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from opora.access import Actor
from opora.documents.states import Outcome
from opora.expertise.habits import Habits, Reviewed
from opora.expertise.states import RoundState

# a version has one expertise that counts: that of the newest closed round
_DECISIONS = """
SELECT w.decided_by_id, w.decided_by_name, v.made_at, w.opened_at, w.decided_at, w.outcome,
       (SELECT count(*) FROM documents_remark m WHERE m.version_id = v.id AND m.made_by_id = w.decided_by_id),
       (SELECT sum((mark->>'points')::int) FROM jsonb_array_elements(w.marks) mark),
       e.points, e.zone
FROM documents_review w
JOIN documents_documentversion v ON v.id = w.version_id
JOIN documents_document d ON d.id = v.document_id
JOIN organisations_organisation o ON o.id = d.school_id
JOIN organisations_territory t ON t.id = o.territory_id
LEFT JOIN LATERAL (
    SELECT en.points, en.zone FROM expertise_entry en JOIN expertise_round r ON r.id = en.round_id
    WHERE en.version_id = v.id AND r.state = %(closed)s ORDER BY r.state_since DESC, r.id DESC LIMIT 1
) e ON TRUE
WHERE d.cycle_id = %(cycle)s AND w.decided_by_id IS NOT NULL AND {whose}
ORDER BY w.decided_by_name, w.decided_by_id, w.decided_at
"""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who decides about documents. `visits` are first visits recorded in the same year."""

    person_id: int
    name: str
    habits: Habits
    visits: int = 0


def own_habits(actor: Actor, cycle_id: int, lowest: str) -> Reviewer | None:
    """The actor's own decisions of a year; None where there are none. Two queries."""
    if actor.person_id is None:
        return None
    found = _reviewers("w.decided_by_id = %(person)s", cycle_id, lowest, {"person": actor.person_id})
    return found[0] if found else None


def reviewers_below(paths: Iterable[str], cycle_id: int, lowest: str) -> list[Reviewer]:
    """Everybody who decided about schools below these territories, by name. Two queries."""
    whose = "EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS p WHERE starts_with(t.path, p))"
    return _reviewers(whose, cycle_id, lowest, {"paths": list(paths)})


def habits_of(people: Iterable[int], path: str, cycle_id: int, lowest: str) -> dict[int, Habits]:
    """The decisions of these people about schools below the path. Two queries."""
    whose = "w.decided_by_id = ANY(%(people)s) AND starts_with(t.path, %(path)s)"
    found = _reviewers(whose, cycle_id, lowest, {"people": list(people), "path": path})
    decisions: dict[int, list[Reviewed]] = defaultdict(list)
    for each in found:  # somebody who changed their name stands there twice
        decisions[each.person_id] += each.habits.found
    return {person: Habits(each) for person, each in decisions.items()}


def _reviewers(whose: str, cycle_id: int, lowest: str, values: dict[str, Any]) -> list[Reviewer]:
    values |= {"cycle": cycle_id, "closed": RoundState.CLOSED.value}
    with connection.cursor() as cursor:
        cursor.execute(_DECISIONS.format(whose=whose), values)
        rows = cursor.fetchall()
        cursor.execute(_VISITS, {"cycle": cycle_id})
        visits = dict(cursor.fetchall())
    by_person: dict[tuple[int, str], list[Reviewed]] = defaultdict(list)
    for person, name, sent, opened, decided, outcome, remarks, own, later, zone in rows:
        is_confirmed = outcome == Outcome.CONFIRMED
        own_sum = own if is_confirmed else None
        by_person[person, name].append(
            Reviewed(sent, opened, decided, is_confirmed, remarks, own_sum, later, zone == lowest)
        )
    return [
        Reviewer(person, name, Habits(found), visits.get(name, 0))
        for (person, name), found in by_person.items()
    ]


_VISITS = """
SELECT v.recorded_by_name, count(*) FROM risks_verification v
JOIN risks_direction d ON d.id = v.direction_id
WHERE d.cycle_id = %(cycle)s GROUP BY v.recorded_by_name
"""
