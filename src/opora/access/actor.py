"""The person who acts, in one capacity, as plain data.

An Actor is made from the appointments in force today (`opora.appointments`). Features ask it only what
stands here; none of them looks into the appointments table.
"""

import enum
from dataclasses import dataclass, field


class Role(enum.StrEnum):
    """In what capacity a person acts. The words shown to people stand in the catalogue of role texts."""

    SCHOOL_HEAD = "school_head"
    SCHOOL_COORDINATOR = "school_coordinator"
    WORKING_GROUP_MEMBER = "working_group_member"
    TEACHER = "teacher"
    CURATOR = "curator"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    AUTHORITY_HEAD = "authority_head"
    METHODIST = "methodist"
    REGIONAL_COORDINATOR = "regional_coordinator"
    REGIONAL_PROJECT_HEAD = "regional_project_head"
    EXPERT = "expert"
    FEDERAL_OPERATOR = "federal_operator"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"

    @property
    def title(self) -> str:  # type: ignore[override]  # the word of the house, not str.title()
        return ROLE_TITLES[self]


ROLE_TITLES: dict[Role, str] = {
    Role.SCHOOL_HEAD: "Директор школы",
    Role.SCHOOL_COORDINATOR: "Школьный координатор",
    Role.WORKING_GROUP_MEMBER: "Член рабочей группы",
    Role.TEACHER: "Учитель",
    Role.CURATOR: "Куратор",
    Role.MUNICIPAL_COORDINATOR: "Муниципальный координатор",
    Role.AUTHORITY_HEAD: "Руководитель органа управления образованием",
    Role.METHODIST: "Методист",
    Role.REGIONAL_COORDINATOR: "Региональный координатор",
    Role.REGIONAL_PROJECT_HEAD: "Руководитель регионального проекта",
    Role.EXPERT: "Эксперт",
    Role.FEDERAL_OPERATOR: "Федеральный оператор",
    Role.ADMINISTRATOR: "Администратор",
    Role.OBSERVER: "Наблюдатель",
}

SCHOOL_ROLES = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER, Role.TEACHER})
# Coordinators and above: those for whom a second factor is obligatory (switchable).
COORDINATING_ROLES = frozenset(
    {
        Role.MUNICIPAL_COORDINATOR,
        Role.AUTHORITY_HEAD,
        Role.REGIONAL_COORDINATOR,
        Role.REGIONAL_PROJECT_HEAD,
        Role.FEDERAL_OPERATOR,
        Role.ADMINISTRATOR,
    }
)


class ScopeKind(enum.StrEnum):
    """For whom an appointment is valid."""

    FEDERATION = "federation"
    REGION = "region"
    MUNICIPALITIES = "municipalities"
    MUNICIPALITY = "municipality"
    SCHOOLS = "schools"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Scope:
    """Territories as path prefixes («1/5/») and schools as ids; a federal scope is the root's path."""

    kind: ScopeKind
    territory_paths: tuple[str, ...] = ()
    school_ids: frozenset[int] = frozenset()

    def covers_territory(self, path: str) -> bool:
        """True where the territory at `path` lies inside this scope."""
        return any(path.startswith(own) for own in self.territory_paths)

    def covers_school(self, school_id: int, territory_path: str) -> bool:
        return school_id in self.school_ids or self.covers_territory(territory_path)


@dataclass(frozen=True, slots=True)
class Capacity:
    """One appointment in force: a role, for whom, in which programme year (None: until revoked).

    `time_zone` is the name of the clock of the place; empty: the installation's own.
    """

    appointment_id: int
    role: Role
    scope: Scope
    scope_title: str
    cycle_id: int | None = None
    time_zone: str = ""

    @property
    def title(self) -> str:
        return self.role.title


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person acting in `capacity`; without one they see only their own account."""

    person_id: int | None
    name: str
    capacity: Capacity | None = None
    capacities: tuple[Capacity, ...] = field(default=())
    is_operator: bool = False

    @property
    def role(self) -> Role | None:
        return self.capacity.role if self.capacity else None

    @property
    def scope(self) -> Scope | None:
        return self.capacity.scope if self.capacity else None

    @property
    def time_zone(self) -> str | None:
        """The clock by which this person's day begins; None: the installation's own."""
        return (self.capacity.time_zone if self.capacity else "") or None

    def acts_as(self, *roles: Role) -> bool:
        return self.is_operator or (self.capacity is not None and self.capacity.role in roles)

    def covers_school(self, school_id: int, territory_path: str) -> bool:
        if self.is_operator:
            return True
        return self.capacity is not None and self.capacity.scope.covers_school(school_id, territory_path)

    def covers_territory(self, path: str) -> bool:
        if self.is_operator:
            return True
        return self.capacity is not None and self.capacity.scope.covers_territory(path)


ANONYMOUS = Actor(person_id=None, name="")


def operator(name: str = "Оператор установки") -> Actor:
    """The installation's operator: commands given on the machine itself."""
    return Actor(person_id=None, name=name, is_operator=True)
