"""Reading appointments: who is appointed in my scope, who may be managed, which years are open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from opora.access import Actor, Role, Scope, ScopeKind
from opora.appointments.models import Appointment
from opora.appointments.rules import APPOINT, READ_YEAR, SEE_PEOPLE, Grant, Year
from opora.appointments.scopes import grant_of, places_of, places_title
from opora.cycles.models import Cycle
from opora.history.models import Event
from opora.history.queries import Entry
from opora.ordering import folded
from opora.people.models import Invitation, Person

#: as many slips as somebody can cut out and hand over at a time
MOST_AT_ONCE = 200


def appointments_visible_to(actor: Actor) -> QuerySet[Appointment]:
    """Those that touch the actor's scope, past ones too; nothing for who may not see people."""
    if not SEE_PEOPLE.can(actor, None):
        return Appointment.objects.none()
    if actor.is_operator or actor.covers_territory(""):
        return Appointment.objects.all()
    assert actor.scope
    return Appointment.objects.filter(pk__in=RawSQL(*_touching(actor.scope)))  # noqa: S611 (the ORM worded it)


@lru_cache(maxsize=4096)
def _touching(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """The ids of appointments that touch the scope, worded once: a page asks for them several times."""
    of_schools = Appointment.schools.through._default_manager
    of_territories = Appointment.territories.through._default_manager
    inside: list[QuerySet[Any]] = [of_schools.filter(organisation__in=scope.school_ids)]
    for path in scope.territory_paths:
        inside += [
            of_territories.filter(territory__path__startswith=path),
            of_schools.filter(organisation__territory__path__startswith=path),
        ]
    # each way is looked up by itself: joined, every school of an appointment would meet each of its territories
    touching = reduce(or_, (Q(pk__in=each.order_by().values("appointment")) for each in inside))
    try:
        text, values = Appointment.objects.filter(touching).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE FALSE", ()
    return text, tuple(values)


def visible_to(actor: Actor) -> QuerySet[Person]:
    """People with an appointment that touches the actor's scope."""
    if actor.is_operator or (
        SEE_PEOPLE.can(actor, None) and actor.acts_as(Role.ADMINISTRATOR) and actor.covers_territory("")
    ):
        return Person.objects.all()
    return Person.objects.filter(pk__in=appointments_visible_to(actor).values("person_id"))


def all_of(person: Person) -> QuerySet[Appointment]:
    """Every appointment of the person, in total order."""
    return _with_places(Appointment.objects.filter(person=person)).order_by("id")


def lasting_appointments_of(person_ids: Iterable[int], *, on: date) -> list[Appointment]:
    """In force on the day or to come."""
    found = _with_places(Appointment.objects.filter(person__in=list(person_ids))).order_by("id")
    return [each for each in found if not each.is_over(on)]


def managed_grants(person: Person, *, on: date) -> list[Grant]:
    """What decides who manages the person: the appointments that last, else all there ever were.

    Somebody never appointed belongs to the administrator: the grant of the highest role stands for that.
    """
    appointments = list(all_of(person))
    deciding = [each for each in appointments if not each.is_over(on)] or appointments
    if not deciding:
        return [Grant(person_id=person.pk, role=Role.ADMINISTRATOR, scope_kind=ScopeKind.FEDERATION)]
    return [grant_of(each) for each in deciding]


def may_manage(actor: Actor, person: Person, *, on: date) -> bool:
    return all(APPOINT.can(actor, grant) for grant in managed_grants(person, on=on))


def cycles_readable_by(actor: Actor) -> list[Cycle]:
    """Programme years whose data the actor may read, the latest first."""
    return [c for c in Cycle.objects.all() if READ_YEAR.can(actor, Year(id=c.pk, starts=c.starts))]


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment as a list shows it."""

    id: int
    role: Role
    scope: str
    year: str
    term: tuple[date | None, date | None]
    in_force: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the list; `held` are the appointments visible to the one who looks."""

    id: int
    name: str
    post: str
    held: tuple[Held, ...]
    signed_in_at: datetime | None
    invited_until: datetime | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What the list is narrowed to; empty fields narrow nothing."""

    words: str = ""
    role: str = ""
    cycle_id: int | None = None
    not_signed_in: bool = False
    past: bool = False


def people_like(actor: Actor, choice: Choice, *, on: date) -> QuerySet[Person]:
    """Visible people that the choice leaves, in order of names."""
    appointments = narrowed(appointments_visible_to(actor), choice, on=on)
    # whoever has a visible appointment is visible
    people = Person.objects.filter(Exists(appointments.filter(person=OuterRef("pk")).order_by()))
    if choice.not_signed_in:
        people = people.filter(last_login__isnull=True, is_active=True)
    for word in folded(choice.words).split():
        people = people.filter(sort_name__contains=word)
    return people.order_by("sort_name", "id")


def narrowed(appointments: QuerySet[Appointment], choice: Choice, *, on: date) -> QuerySet[Appointment]:
    """Appointments of the chosen role and year; only those that last unless past ones are asked for."""
    if not choice.past:
        appointments = appointments.filter(Q(until__isnull=True) | Q(until__gte=on), revoked_at__isnull=True)
    if choice.role:
        appointments = appointments.filter(role=choice.role)
    if choice.cycle_id:
        appointments = appointments.filter(cycle_id=choice.cycle_id)
    return appointments


def person_rows(
    people: list[Person], actor: Actor, choice: Choice, *, on: date, at: datetime
) -> list[PersonRow]:
    """The rows of one page of the list: a fixed number of queries however many people."""
    appointments = narrowed(appointments_visible_to(actor), choice, on=on).filter(person__in=people)
    held = _held_of(appointments, on)
    invited = dict(
        Invitation.objects.filter(person__in=people, accepted_at=None, revoked_at=None, expires_at__gt=at)
        .order_by("id")
        .values_list("person_id", "expires_at")
    )
    return [
        PersonRow(
            id=p.pk,
            name=p.full_name,
            post=p.post,
            held=tuple(held.get(p.pk, [])),
            signed_in_at=p.last_login,
            invited_until=invited.get(p.pk),
            is_active=p.is_active,
        )
        for p in people
    ]


_HELD = """
SELECT a.person_id, a.id, a.role, a.scope_kind, c.title, a.since, a.until, a.revoked_at IS NOT NULL,
       ARRAY(SELECT t.name FROM appointments_appointment_territories l
             JOIN organisations_territory t ON t.id = l.territory_id WHERE l.appointment_id = a.id),
       ARRAY(SELECT o.name FROM appointments_appointment_schools l
             JOIN organisations_organisation o ON o.id = l.organisation_id WHERE l.appointment_id = a.id)
FROM appointments_appointment a LEFT JOIN cycles_cycle c ON c.id = a.cycle_id
WHERE a.id IN ({}) ORDER BY a.id
"""


def _held_of(appointments: QuerySet[Appointment], on: date) -> dict[int, list[Held]]:
    """The appointments as `_held` tells them, by person: one written query, without their places' rows."""
    try:
        chosen, values = appointments.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(chosen), values)
        rows = cursor.fetchall()
    held: dict[int, list[Held]] = {}
    for person_id, pk, role, kind, year, since, until, is_revoked, territories, schools in rows:
        over = is_revoked or (until is not None and until < on)
        title = places_title(ScopeKind(kind), territories or schools)
        begun = since is None or since <= on
        each = Held(pk, Role(role), title, year or "", (since, until), begun and not over)
        held.setdefault(person_id, []).append(each)
    return held


def held_by_each(people: Iterable[Person], *, on: date) -> dict[int, list[Held]]:
    """The lasting appointments of each, whoever looks: for the invited person's own eyes."""
    held: dict[int, list[Held]] = {}
    appointments = _with_places(Appointment.objects.filter(person__in=list(people)))
    for each in appointments.select_related("cycle").order_by("id"):
        if not each.is_over(on):
            held.setdefault(each.person_id, []).append(_held(each, on))
    return held


def held_by(person: Person, *, on: date) -> list[Held]:
    return held_by_each([person], on=on).get(person.pk, [])


def waiting_for_invitation(actor: Actor, choice: Choice, *, on: date) -> list[Person]:
    """Those the choice leaves who have not signed in yet and whom the actor may manage; at most 200."""
    people = list(people_like(actor, replace(choice, not_signed_in=True), on=on)[:MOST_AT_ONCE])
    grants: dict[int, list[Grant]] = {}
    for each in _with_places(Appointment.objects.filter(person__in=people)).order_by("id"):
        if not each.is_over(on):
            grants.setdefault(each.person_id, []).append(grant_of(each))
    return [
        person
        for person in people
        if person.pk in grants and all(APPOINT.can(actor, grant) for grant in grants[person.pk])
    ]


def _held(appointment: Appointment, on: date) -> Held:
    begun = appointment.since is None or appointment.since <= on
    return Held(
        id=appointment.pk,
        role=Role(appointment.role),
        scope=places_of(appointment).title,
        year=appointment.cycle.title if appointment.cycle else "",
        term=(appointment.since, appointment.until),
        in_force=begun and not appointment.is_over(on),
    )


def visible_appointments_of(person: Person, actor: Actor) -> list[Appointment]:
    """The person's appointments that touch the actor's scope, the latest first."""
    found = _with_places(appointments_visible_to(actor).filter(person=person))
    return list(
        found.select_related("cycle", "person", "replaces__person", "replaced_by__person").order_by("-id")
    )


def own_appointments(person: Person) -> QuerySet[Appointment]:
    """All of one's own, past ones too, the latest first."""
    found = _with_places(Appointment.objects.filter(person=person))
    return found.select_related("cycle", "person", "replaces__person", "replaced_by__person").order_by("-id")


def timeline_of(person: Person, appointments: list[Appointment], *, limit: int = 50) -> list[Entry]:
    """What happened to the account and to these appointments, the newest first."""
    events = Event.objects.filter(
        Q(subject_kind="person", subject_id=person.pk)
        | Q(subject_kind="appointment", subject_id__in=[a.pk for a in appointments])
    )
    return [
        Entry(at=e.at, by=e.by_name, capacity=e.by_capacity, verb=e.verb, title=e.subject_title, note=e.note)
        for e in events[:limit]
    ]


def open_invitation_of(person: Person, *, at: datetime) -> Invitation | None:
    return Invitation.objects.filter(
        person=person, accepted_at=None, revoked_at=None, expires_at__gt=at
    ).first()


def _with_places(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return appointments.prefetch_related("territories", "schools__territory")
