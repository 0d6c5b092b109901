"""The schools of a territory that are helped in a year: listed, in a programme, or entrusted to a curator."""

from datetime import date

from opora.access import Role
from opora.cycles.states import Mode
from opora.identification.queries.helped import HELPED_AS, HELPED_LISTS
from opora.identification.states import ListKind, ListState
from opora.organisations.states import OrganisationKind
from opora.overview.facts import School
from opora.overview.queries.rows import rows

# the nearest list of ШНОР comes first: its line is the one that is opened
_SCHOOLS = """
SELECT s.id, s.name, t.name, t.path, e.kinds, e.lists, e.entries, coalesce(e.repeated, false),
       p.names, coalesce(p.is_after, false), c.names, c.since
FROM organisations_organisation s
JOIN organisations_territory t ON t.id = s.territory_id
LEFT JOIN (
    SELECT e.school_id, array_agg(l.kind ORDER BY l.kind = %(low)s DESC, l.id DESC) AS kinds,
           array_agg(l.id ORDER BY l.kind = %(low)s DESC, l.id DESC) AS lists,
           array_agg(e.id ORDER BY l.kind = %(low)s DESC, l.id DESC) AS entries, bool_or(e.repeated) AS repeated
    FROM identification_listentry e JOIN identification_yearlist l ON l.id = e.year_list_id
    WHERE l.cycle_id = %(cycle)s AND l.state = %(approved)s AND l.kind = ANY(%(kinds)s) AND e.listed
    GROUP BY e.school_id) e ON e.school_id = s.id
LEFT JOIN (
    SELECT p.school_id, array_agg(g.name ORDER BY g.name, g.id) AS names, bool_and(p.mode = %(after)s) AS is_after
    FROM cycles_participation p JOIN cycles_programme g ON g.id = p.programme_id
    WHERE p.cycle_id = %(cycle)s AND p.mode = ANY(%(modes)s) AND (p.until IS NULL OR p.until >= %(today)s)
    GROUP BY p.school_id) p ON p.school_id = s.id
LEFT JOIN (
    SELECT l.organisation_id AS school_id, min(a.since) AS since,
           array_agg(DISTINCT concat_ws(' ', n.surname, left(n.given_name, 1) || '.',
                     nullif(left(n.patronymic, 1), '') || '.')) AS names
    FROM appointments_appointment a
    JOIN appointments_appointment_schools l ON l.appointment_id = a.id
    JOIN people_person n ON n.id = a.person_id
    WHERE a.role = %(curator)s AND a.revoked_at IS NULL AND (a.since IS NULL OR a.since <= %(today)s)
      AND (a.until IS NULL OR a.until >= %(today)s)
    GROUP BY l.organisation_id) c ON c.school_id = s.id
WHERE s.kind = %(school)s AND s.closed_on IS NULL AND starts_with(t.path, %(path)s)
  AND (e.school_id IS NOT NULL OR p.school_id IS NOT NULL OR c.school_id IS NOT NULL)
ORDER BY s.sort_name, s.id
"""


def helped_schools(path: str, cycle_id: int, *, today: date) -> list[School]:
    """In order of names. That the actor sees the territory has been asked. One query."""
    found = rows(
        _SCHOOLS,
        {
            "path": path,
            "cycle": cycle_id,
            "today": today,
            "school": OrganisationKind.SCHOOL.value,
            "approved": ListState.APPROVED.value,
            "low": ListKind.LOW.value,
            "kinds": [kind.value for kind in HELPED_LISTS],
            "modes": [mode.value for mode in HELPED_AS],
            "after": Mode.AFTERCARE.value,
            "curator": Role.CURATOR.value,
        },
    )
    return [_school(*row) for row in found]


def _school(
    pk: int, name: str, place: str, path: str | None, kinds: list[str] | None, lists: list[int] | None,
    entries: list[int] | None, repeated: bool, programmes: list[str] | None, is_after: bool,
    curators: list[str] | None, since: date | None,
) -> School:  # fmt: skip
    return School(
        pk,
        name,
        place,
        path or "",
        tuple(dict.fromkeys(kinds or ())),
        (lists[0], entries[0]) if lists and entries else None,
        repeated,
        tuple(programmes or ()),
        is_after,
        tuple(curators or ()),
        since,
    )
