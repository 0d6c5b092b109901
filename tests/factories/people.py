"""People, appointments and the cast of named roles.

Everything is written through the models: no rights are asked, no history is made.
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from opora.access import Actor, Role, ScopeKind
from opora.appointments.models import Appointment
from opora.appointments.session import actor_for, keep_capacity
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.people.models import Person

TODAY = date(2026, 9, 14)
CREATED = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
PASSWORD = "lesnaya-polyana-42"

_numbers = itertools.count(1)

type Place = Territory | Organisation


def person(surname: str = "Иванова", *, password: str = "", **values: Any) -> Person:
    """Somebody who can sign in by `login`; with `login=None`, somebody only invited."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "login": f"person{number}",
        "given_name": "Мария",
        "patronymic": "Петровна",
        "created_at": CREATED,
    }
    made = Person(surname=surname, **(defaults | values))
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    return made


def appointment(somebody: Person, role: Role, *scope: Place, **values: Any) -> Appointment:
    """An appointment to the territories or schools given; to nothing: to the federation."""
    territories = [place for place in scope if isinstance(place, Territory)]
    schools = [place for place in scope if isinstance(place, Organisation)]
    made = Appointment.objects.create(
        person=somebody, role=role, scope_kind=_kind(territories, schools), **values
    )
    if made.scope_kind != ScopeKind.FEDERATION:
        made.territories.set(territories)
    made.schools.set(schools)
    return made


def _kind(territories: list[Territory], schools: list[Organisation]) -> ScopeKind:
    if schools:
        return ScopeKind.SCHOOL if len(schools) == 1 else ScopeKind.SCHOOLS
    if len(territories) > 1:
        return ScopeKind.MUNICIPALITIES
    if not territories:
        return ScopeKind.FEDERATION
    return ScopeKind(territories[0].kind)


def appointed(role: Role, *scope: Place, surname: str = "Иванова", **values: Any) -> Person:
    """A person holding one appointment; `values` go to the person."""
    made = person(surname, **values)
    appointment(made, role, *scope)
    return made


def actor(role: Role, *scope: Place, on: date = TODAY, **values: Any) -> Actor:
    """The Actor of a person appointed to nothing else."""
    return actor_for(appointed(role, *scope, **values), on=on)


def signed_in(somebody: Person | Actor) -> Client:
    """A browser in which the person (or the actor's person) is signed in, and has been before."""
    client = Client()
    found = Person.objects.get(pk=somebody.person_id if isinstance(somebody, Actor) else somebody.pk)
    keep_capacity(found, actor_for(found, on=timezone.localdate()))
    # what `force_login` leaves behind, without the eight statements of a sign-in
    session = SessionStore()
    session[SESSION_KEY] = str(found.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = found.get_session_auth_hash()
    session.save(must_create=True)
    if found.last_login is None:
        Person.objects.filter(pk=found.pk).update(last_login=timezone.now())
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def territory(kind: TerritoryKind, code: str, name: str, parent: Territory | None = None) -> Territory:
    """The territory of this code, made when first asked for."""
    made, is_new = Territory.objects.get_or_create(
        code=code, defaults={"kind": kind, "name": name, "parent": parent}
    )
    if is_new:
        made.path = f"{parent.path if parent else ''}{made.pk}/"
        made.save(update_fields=["path"])
    return made


def school_of(place: Territory, key: str, name: str) -> Organisation:
    """The school of this key, made when first asked for."""
    made, _ = Organisation.objects.get_or_create(
        key=key, defaults={"territory": place, "name": name, "kind": OrganisationKind.SCHOOL}
    )
    return made


@dataclass(frozen=True, slots=True)
class World:
    """Two municipalities of one region, a foreign region; two schools at home, one in each other place."""

    federation: Territory
    region: Territory
    foreign_region: Territory
    municipality: Territory
    neighbour_municipality: Territory
    foreign_municipality: Territory
    school: Organisation
    second_school: Organisation
    neighbour_school: Organisation
    foreign_school: Organisation
    cycle: Cycle


def world() -> World:
    """The same world however often it is asked for inside a test."""
    federation = territory(TerritoryKind.FEDERATION, "RU", "Российская Федерация")
    region = territory(TerritoryKind.REGION, "R59", "Приречная область", federation)
    foreign_region = territory(TerritoryKind.REGION, "R60", "Заозёрный край", federation)
    home = territory(TerritoryKind.MUNICIPALITY, "M1", "Берёзовский округ", region)
    neighbour = territory(TerritoryKind.MUNICIPALITY, "M2", "Еловский район", region)
    foreign = territory(TerritoryKind.MUNICIPALITY, "M3", "Дальний район", foreign_region)
    cycle, _ = Cycle.objects.get_or_create(
        code="2026",
        defaults={"title": "2026/27", "starts": date(2026, 9, 1), "ends": date(2027, 8, 31)},
    )
    return World(
        federation=federation,
        region=region,
        foreign_region=foreign_region,
        municipality=home,
        neighbour_municipality=neighbour,
        foreign_municipality=foreign,
        school=school_of(home, "S1", "Берёзовская школа № 1"),
        second_school=school_of(home, "S2", "Берёзовская школа № 2"),
        neighbour_school=school_of(neighbour, "S3", "Еловская школа"),
        foreign_school=school_of(foreign, "S4", "Дальняя школа"),
        cycle=cycle,
    )


# part: (role, where it is appointed as a field of `World`, surname); «» is the federation, None nowhere at all
_PARTS: dict[str, tuple[Role | None, str, str]] = {
    "school_head": (Role.SCHOOL_HEAD, "school", "Директорова"),
    "school_coordinator": (Role.SCHOOL_COORDINATOR, "school", "Школьная"),
    "working_group_member": (Role.WORKING_GROUP_MEMBER, "school", "Рабочая"),
    "teacher": (Role.TEACHER, "school", "Учителева"),
    "neighbour_school_head": (Role.SCHOOL_HEAD, "neighbour_school", "Соседова"),
    "neighbour_school_coordinator": (Role.SCHOOL_COORDINATOR, "neighbour_school", "Ельникова"),
    "curator": (Role.CURATOR, "school", "Кураторова"),
    "neighbour_curator": (Role.CURATOR, "neighbour_school", "Помощникова"),
    "municipal_coordinator": (Role.MUNICIPAL_COORDINATOR, "municipality", "Окружная"),
    "neighbour_municipal_coordinator": (
        *(Role.MUNICIPAL_COORDINATOR, "neighbour_municipality"),
        "Районная",
    ),
    "foreign_municipal_coordinator": (Role.MUNICIPAL_COORDINATOR, "foreign_municipality", "Дальняя"),
    "authority_head": (Role.AUTHORITY_HEAD, "municipality", "Начальникова"),
    "methodist": (Role.METHODIST, "municipality", "Методистова"),
    "regional_coordinator": (Role.REGIONAL_COORDINATOR, "region", "Областная"),
    "foreign_regional_coordinator": (Role.REGIONAL_COORDINATOR, "foreign_region", "Заозёрная"),
    "regional_project_head": (Role.REGIONAL_PROJECT_HEAD, "region", "Проектная"),
    "expert": (Role.EXPERT, "region", "Экспертова"),
    "federal_operator": (Role.FEDERAL_OPERATOR, "", "Федеральная"),
    "administrator": (Role.ADMINISTRATOR, "", "Админова"),
    "observer": (Role.OBSERVER, "municipality", "Наблюдателева"),
    "stranger": (None, "", "Посторонняя"),
}


class Cast:
    """One actor for each part, made when first asked for: most tests need two or three of the twenty-one.

    «Neighbour» is the next municipality, «foreign» another region.
    """

    school_head: Actor
    school_coordinator: Actor
    working_group_member: Actor
    teacher: Actor
    neighbour_school_head: Actor
    neighbour_school_coordinator: Actor
    curator: Actor
    neighbour_curator: Actor
    municipal_coordinator: Actor
    neighbour_municipal_coordinator: Actor
    foreign_municipal_coordinator: Actor
    authority_head: Actor
    methodist: Actor
    regional_coordinator: Actor
    foreign_regional_coordinator: Actor
    regional_project_head: Actor
    expert: Actor
    federal_operator: Actor
    administrator: Actor
    observer: Actor
    stranger: Actor

    def __init__(self, of: World) -> None:
        self.world = of

    def __getattr__(self, name: str) -> Actor:
        if name not in _PARTS:
            raise AttributeError(name)
        role, place, surname = _PARTS[name]
        if role is None:
            made = actor_for(person(surname), on=TODAY)
        else:
            made = actor(role, *([getattr(self.world, place)] if place else []), surname=surname)
        setattr(self, name, made)
        return made

    def parts(self) -> dict[str, Actor]:
        """Every part by name, in the order above."""
        return {name: getattr(self, name) for name in _PARTS}


def cast(*, everybody: bool = False) -> Cast:
    """The cast in `world()`; each actor is a person of their own with one appointment in force.

    `everybody`: for tests that count people or list them, all are there at once.
    """
    made = Cast(world())
    if everybody:
        made.parts()
    return made
