"""From a signed-in person to an Actor: one query, from the appointments in force today."""

from datetime import date

from django.db import connection

from opora.access import Actor, Capacity, Role, Scope, ScopeKind
from opora.people.actions import remember_capacity
from opora.people.models import Person

SESSION_KEY = "capacity"


# every page asks this: written out, it costs a tenth of what building it through the ORM does
_IN_FORCE = """
SELECT a.id, a.role, a.scope_kind, a.cycle_id,
       ARRAY(SELECT t.path FROM appointments_appointment_territories l
             JOIN organisations_territory t ON t.id = l.territory_id WHERE l.appointment_id = a.id),
       ARRAY(SELECT t.name FROM appointments_appointment_territories l
             JOIN organisations_territory t ON t.id = l.territory_id WHERE l.appointment_id = a.id),
       ARRAY(SELECT l.organisation_id FROM appointments_appointment_schools l WHERE l.appointment_id = a.id),
       ARRAY(SELECT o.name FROM appointments_appointment_schools l
             JOIN organisations_organisation o ON o.id = l.organisation_id WHERE l.appointment_id = a.id),
       (SELECT v.content ->> 'zone' FROM catalogues_definition d
        JOIN catalogues_version v ON v.definition_id = d.id AND v.state = 'published'
        WHERE d.kind = 'local-time' AND d.code = 'clock' AND starts_with(coalesce(
            (SELECT min(t.path) FROM appointments_appointment_territories l
             JOIN organisations_territory t ON t.id = l.territory_id WHERE l.appointment_id = a.id),
            (SELECT min(t.path) FROM appointments_appointment_schools l
             JOIN organisations_organisation o ON o.id = l.organisation_id
             JOIN organisations_territory t ON t.id = o.territory_id WHERE l.appointment_id = a.id),
            ''), d.territory_path)
        ORDER BY length(d.territory_path) DESC LIMIT 1)
FROM appointments_appointment a
WHERE a.person_id = %(person)s AND a.revoked_at IS NULL
  AND (a.since IS NULL OR a.since <= %(on)s) AND (a.until IS NULL OR a.until >= %(on)s)
ORDER BY a.id
"""


def capacities_of(person: Person, *, on: date) -> tuple[Capacity, ...]:
    """The person's capacities on the day, in the order of the roles' list, then of appointment."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"person": person.pk, "on": on})
        rows = cursor.fetchall()
    found = [
        Capacity(
            appointment_id=pk,
            role=Role(role),
            scope=_scope(ScopeKind(kind), paths, school_pks),
            scope_title=_scope_title(ScopeKind(kind), places, school_names),
            cycle_id=cycle_id,
            time_zone=zone or "",
        )
        for pk, role, kind, cycle_id, paths, places, school_pks, school_names, zone in rows
    ]
    order = list(Role)
    return tuple(sorted(found, key=lambda c: (order.index(c.role), c.appointment_id)))


def _scope(kind: ScopeKind, paths: list[str], school_ids: list[int]) -> Scope:
    # the empty prefix covers every territory
    return Scope(
        kind=kind,
        territory_paths=("",) if kind is ScopeKind.FEDERATION else tuple(sorted(paths)),
        school_ids=frozenset(school_ids),
    )


def _scope_title(kind: ScopeKind, places: list[str], schools: list[str]) -> str:
    if kind is ScopeKind.FEDERATION:
        return "Российская Федерация"
    names = sorted(places or schools)
    if len(names) <= 1:
        return "".join(names)
    return f"{names[0]} и ещё {len(names) - 1}"


def actor_for(person: Person, *, on: date, chosen: int | None = None) -> Actor:
    """The actor in the chosen capacity, else in the one last used, else in the first one."""
    capacities = capacities_of(person, on=on)
    by_appointment = {c.appointment_id: c for c in capacities}
    capacity = by_appointment.get(chosen or 0) or by_appointment.get(person.acted_by or 0)
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        capacity=capacity or (capacities[0] if capacities else None),
        capacities=capacities,
    )


def keep_capacity(person: Person, actor: Actor) -> None:
    """Remember in which capacity somebody begins to act, so that a later appointment does not change it.

    Writes once: as long as the capacity remembered is in force, there is nothing to do.
    """
    if actor.capacity and all(c.appointment_id != person.acted_by for c in actor.capacities):
        remember_capacity(person_id=person.pk, appointment_id=actor.capacity.appointment_id)
