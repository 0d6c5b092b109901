"""Who may appoint whom, see whom, and read which years. The tables below are the decision."""

from dataclasses import dataclass
from datetime import date

from opora.access import Actor, Permission, Role, Rule, ScopeKind, rule

#: Whom each role may appoint, inside its own scope. Nobody stands here above themselves.
MAY_APPOINT: dict[Role, tuple[Role, ...]] = {
    Role.ADMINISTRATOR: tuple(Role),
    Role.REGIONAL_COORDINATOR: (
        Role.MUNICIPAL_COORDINATOR,
        Role.AUTHORITY_HEAD,
        Role.METHODIST,
        Role.CURATOR,
        Role.EXPERT,
        Role.SCHOOL_HEAD,
        Role.SCHOOL_COORDINATOR,
        Role.OBSERVER,
    ),
    Role.MUNICIPAL_COORDINATOR: (
        Role.SCHOOL_HEAD,
        Role.SCHOOL_COORDINATOR,
        Role.CURATOR,
        Role.METHODIST,
        Role.OBSERVER,
    ),
    Role.SCHOOL_HEAD: (Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER, Role.TEACHER),
}

_SCHOOLS = (ScopeKind.SCHOOL, ScopeKind.SCHOOLS)
_MUNICIPALITIES = (ScopeKind.MUNICIPALITY, ScopeKind.MUNICIPALITIES)

#: For whom a role can be valid at all.
SCOPES_OF: dict[Role, tuple[ScopeKind, ...]] = {
    Role.SCHOOL_HEAD: _SCHOOLS,
    Role.SCHOOL_COORDINATOR: _SCHOOLS,
    Role.WORKING_GROUP_MEMBER: _SCHOOLS,
    Role.TEACHER: _SCHOOLS,
    Role.CURATOR: _SCHOOLS,
    Role.MUNICIPAL_COORDINATOR: _MUNICIPALITIES,
    Role.AUTHORITY_HEAD: _MUNICIPALITIES,
    Role.METHODIST: (*_SCHOOLS, *_MUNICIPALITIES, ScopeKind.REGION),
    Role.REGIONAL_COORDINATOR: (ScopeKind.REGION,),
    Role.REGIONAL_PROJECT_HEAD: (ScopeKind.REGION,),
    Role.EXPERT: tuple(ScopeKind),
    Role.FEDERAL_OPERATOR: (ScopeKind.FEDERATION,),
    Role.ADMINISTRATOR: (ScopeKind.FEDERATION, ScopeKind.REGION, *_MUNICIPALITIES),
    Role.OBSERVER: tuple(ScopeKind),
}

SCOPE_WORDS: dict[ScopeKind, str] = {
    ScopeKind.FEDERATION: "вся страна",
    ScopeKind.REGION: "регион",
    ScopeKind.MUNICIPALITIES: "несколько муниципалитетов",
    ScopeKind.MUNICIPALITY: "муниципалитет",
    ScopeKind.SCHOOLS: "несколько школ",
    ScopeKind.SCHOOL: "школа",
}

#: Who sees people and their appointments in the own scope; all others see only themselves.
SEES_PEOPLE = (
    Role.SCHOOL_HEAD,
    Role.SCHOOL_COORDINATOR,
    Role.CURATOR,
    Role.MUNICIPAL_COORDINATOR,
    Role.AUTHORITY_HEAD,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
    Role.FEDERAL_OPERATOR,
    Role.ADMINISTRATOR,
)

#: Whose appointment of one year opens the earlier years of the same scope too.
READS_EARLIER_YEARS = (
    Role.SCHOOL_HEAD,
    Role.SCHOOL_COORDINATOR,
    Role.MUNICIPAL_COORDINATOR,
    Role.AUTHORITY_HEAD,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
    Role.FEDERAL_OPERATOR,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an appointment gives: to whom (None: somebody new), which role, for whom.

    `schools` are (id, path of the territory). A federal grant names no place.
    """

    person_id: int | None
    role: Role
    scope_kind: ScopeKind
    territory_paths: tuple[str, ...] = ()
    schools: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """A programme year as the rules need it."""

    id: int
    starts: date


def grantable(actor: Actor) -> tuple[Role, ...]:
    """The roles the actor may give, in the order of the roles' list."""
    if actor.is_operator:
        return tuple(Role)
    return MAY_APPOINT.get(actor.role, ()) if actor.role else ()


def fits(role: Role, kind: ScopeKind) -> bool:
    """Whether the role can be valid for such a scope: a question of sense, not of rights."""
    return kind in SCOPES_OF[role]


def scopes_in_words(role: Role) -> str:
    return ", ".join(SCOPE_WORDS[kind] for kind in SCOPES_OF[role])


@rule("не самого себя", "Себя назначать и менять своё назначение нельзя: попросите того, кто назначил вас.")
def not_oneself(actor: Actor, grant: Grant) -> bool:
    return actor.person_id is None or actor.person_id != grant.person_id


@rule(
    "внутри своего охвата",
    "Это за пределами вашего охвата. Назначить может координатор той территории или администратор.",
)
def inside_own_scope(actor: Actor, grant: Grant) -> bool:
    if actor.is_operator:
        return True
    if grant.scope_kind is ScopeKind.FEDERATION:
        return actor.covers_territory("")
    places = [actor.covers_territory(path) for path in grant.territory_paths]
    places += [actor.covers_school(pk, path) for pk, path in grant.schools]
    return bool(places) and all(places)


def _acts_as(role: Role) -> Rule[Grant]:
    @rule(
        role.title.lower(), "Назначать людей в вашей роли нельзя. Попросите директора школы или координатора."
    )
    def acts(actor: Actor, _grant: Grant) -> bool:
        return actor.acts_as(role)

    return acts


def _appoints(role: Role) -> Rule[Grant]:
    words = ", ".join(each.title.lower() for each in MAY_APPOINT[role])

    @rule(f"на роли: {words}", f"На эту роль назначает тот, кто выше. Вы назначаете на роли: {words}.")
    def appoints(actor: Actor, grant: Grant) -> bool:
        return actor.is_operator or grant.role in MAY_APPOINT[role]

    return appoints


@rule("видит людей своего охвата", "Список людей открыт директору школы, куратору и координаторам.")
def sees_people(actor: Actor, _: None) -> bool:
    return actor.acts_as(*SEES_PEOPLE)


@rule("год назначения или назначение без года", "Ваше назначение — на другой год.")
def is_own_year(actor: Actor, year: Year) -> bool:
    if actor.is_operator:
        return True
    return actor.capacity is not None and actor.capacity.cycle_id in {None, year.id}


@rule(
    "прежние годы открыты школе, координаторам и руководителю",
    "Прежние годы открыты школе, координаторам и руководителю. Написанное вами есть на вашей странице.",
)
def reads_earlier_years(actor: Actor, _year: Year) -> bool:
    return actor.acts_as(*READS_EARLIER_YEARS)


APPOINT = Permission(
    "appointments.appoint",
    "Назначать, менять, завершать и отменять назначения, приглашать назначенных",
    tuple((_acts_as(role), _appoints(role), not_oneself, inside_own_scope) for role in MAY_APPOINT),
)
SEE_PEOPLE = Permission(
    "appointments.see_people", "Видеть людей и назначения своего охвата", ((sees_people,),)
)
READ_YEAR = Permission(
    "appointments.read_year", "Читать данные года", ((is_own_year,), (reads_earlier_years,))
)
