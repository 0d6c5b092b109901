"""From a signed-in person to an Actor: one query, from the appointments in force today."""

from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from opora.access import Actor, Capacity, Role, Scope, ScopeKind
from opora.appointments.models import Appointment
from opora.people.models import Person

SESSION_KEY = "capacity"


def capacities_of(person: Person, *, on: date) -> tuple[Capacity, ...]:
    """The person's capacities on the day, in the order of the roles' list, then of appointment."""
    rows = (
        Appointment.objects.filter(person=person)
        .in_force(on)
        .annotate(
            paths=ArrayAgg(
                "territories__path", distinct=True, filter=Q(territories__isnull=False), default=[]
            ),
            places=ArrayAgg(
                "territories__name", distinct=True, filter=Q(territories__isnull=False), default=[]
            ),
            school_pks=ArrayAgg("schools", distinct=True, filter=Q(schools__isnull=False), default=[]),
            school_names=ArrayAgg(
                "schools__name", distinct=True, filter=Q(schools__isnull=False), default=[]
            ),
        )
        .order_by("id")
        .values_list("id", "role", "scope_kind", "cycle_id", "paths", "places", "school_pks", "school_names")
    )
    found = [
        Capacity(
            appointment_id=pk,
            role=Role(role),
            scope=_scope(ScopeKind(kind), paths, school_pks),
            scope_title=_scope_title(ScopeKind(kind), places, school_names),
            cycle_id=cycle_id,
        )
        for pk, role, kind, cycle_id, paths, places, school_pks, school_names in rows
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
    """The actor in the chosen capacity, or in the first one."""
    capacities = capacities_of(person, on=on)
    capacity = next((c for c in capacities if c.appointment_id == chosen), None)
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        capacity=capacity or (capacities[0] if capacities else None),
        capacities=capacities,
    )
