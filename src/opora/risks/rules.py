"""Who sees profiles, who moves a direction, who writes what of it. What one sees at all is in `queries`."""

from dataclasses import dataclass

from opora.access import Actor, Permission, Role, rule
from opora.organisations.models import Organisation, Territory
from opora.risks.models import Direction, Refresh
from opora.risks.states import MOVERS, TRANSITIONS, DirectionState, Mover

SCHOOL_SPEAKERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)
#: those who look after schools of a territory and may be told who is strong where another is weak
LOOK_AFTER = (
    *(Role.CURATOR, Role.METHODIST, Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD),
    *(Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.FEDERAL_OPERATOR, Role.ADMINISTRATOR),
)
#: domain.md: an observer has the public page and the surveys, no school's profile
SEES_RISKS = frozenset(Role) - {Role.OBSERVER}
#: what a curator attaches may show papers and people; teachers and the federal summary do without it
READS_EVIDENCE = SEES_RISKS - {Role.TEACHER, Role.FEDERAL_OPERATOR}
MOVER_ROLES: dict[Mover, tuple[Role, ...]] = {
    Mover.SCHOOL: SCHOOL_SPEAKERS,
    Mover.CURATOR: (Role.CURATOR,),
    Mover.COORDINATOR: COORDINATORS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A direction and where somebody wants to move it."""

    direction: Direction
    target: DirectionState

    @property
    def way(self) -> tuple[DirectionState, DirectionState]:
        return DirectionState(self.direction.state), self.target


def movers_of(actor: Actor) -> frozenset[Mover]:
    """In what parts the actor moves directions; what lies in their scope is asked apart."""
    return frozenset(mover for mover, roles in MOVER_ROLES.items() if actor.acts_as(*roles))


@rule(
    "директор или школьный координатор",
    "Направления выбирают директор и школьный координатор. Скажите им, что вы думаете.",
)
def speaks_for_a_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(*SCHOOL_SPEAKERS)


@rule("куратор школы", "Первичный визит записывает куратор школы. Передайте это ему.")
def is_curator(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.CURATOR)


@rule(
    "муниципальный или региональный координатор",
    "Это делает муниципальный или региональный координатор. Обратитесь к нему.",
)
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(*COORDINATORS)


@rule(
    "школа, куратор или координатор — чей сейчас ход",
    "Этот шаг делает другой участник: посмотрите, чей сейчас ход, и напишите ему.",
)
def takes_this_step(actor: Actor, step: Step) -> bool:
    awaited = MOVERS.get(step.way)
    return bool(movers_of(actor)) if awaited is None else bool(movers_of(actor) & awaited)


@rule("школа, куратор или координатор", "Даты и причины записывают школа, её куратор и координатор.")
def takes_part(actor: Actor, _: object) -> bool:
    return bool(movers_of(actor))


@rule("своя школа", "Это другая школа: работайте со своей.")
def own_school(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule("направление школы в своём охвате", "Это направление школы не из вашего охвата.")
def about_own_school(actor: Actor, direction: Direction) -> bool:
    return actor.covers_school(direction.school_id, direction.school.territory.path or "")


@rule("направление школы в своём охвате", "Это направление школы не из вашего охвата.")
def step_of_own_school(actor: Actor, step: Step) -> bool:
    return actor.covers_school(step.direction.school_id, step.direction.school.territory.path or "")


@rule(
    "такой шаг сейчас возможен",
    "Направление уже в другом состоянии. Обновите страницу и посмотрите, чей сейчас ход.",
    about_state=True,
)
def step_is_possible(_: Actor, step: Step) -> bool:
    origin, target = step.way
    return target in TRANSITIONS[origin]


@rule(
    "направление выбрано школой и ждёт куратора",
    "Направление сейчас не ждёт верификации. Обновите страницу и посмотрите, чей сейчас ход.",
    about_state=True,
)
def waits_for_curator(_: Actor, direction: Direction) -> bool:
    return direction.state == DirectionState.CHOSEN


@rule("территория в своём охвате", "Эта территория не в вашем охвате. Откройте свою.")
def territory_in_scope(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule("расчёт своей территории", "Этот расчёт шёл по другой территории.")
def refresh_in_scope(actor: Actor, refresh: Refresh) -> bool:
    return actor.covers_territory(refresh.territory_path)


@rule(
    "куратор, методист, координатор или руководитель",
    "Похожие профили и сильные школы видит координатор вашего муниципалитета. Спросите у него, кто поможет.",
)
def looks_after_schools(actor: Actor, _: object) -> bool:
    return actor.acts_as(*LOOK_AFTER)


@rule(
    "все, кроме наблюдателя",
    "Рисковые профили видят школа и те, кто ей помогает. Вам открыты страница программы и опросы.",
)
def is_no_observer(actor: Actor, _: object) -> bool:
    return actor.role is not Role.OBSERVER


@rule(
    "школа, куратор, координатор, методист или эксперт",
    "Файлы куратора открывают директор, школьный координатор и рабочая группа. Попросите их показать файл.",
)
def reads_evidence(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READS_EVIDENCE)


SEE = Permission("risks.see", "Видеть рисковые профили и направления", any_of=((is_no_observer,),))
EVIDENCE = Permission(
    "risks.evidence",
    "Открывать файлы, приложенные куратором к визиту",
    any_of=((reads_evidence, about_own_school),),
)
CHOOSE = Permission("risks.choose", "Выбирать направления школы", any_of=((speaks_for_a_school, own_school),))
VERIFY = Permission(
    "risks.verify",
    "Записывать визит и верифицировать направление",
    any_of=((is_curator, about_own_school, waits_for_curator),),
)
MOVE = Permission(
    "risks.move",
    "Менять состояние направления",
    any_of=((step_of_own_school, step_is_possible, takes_this_step),),
)
RECORD = Permission(
    "risks.record", "Записывать даты и причины направления", any_of=((takes_part, about_own_school),)
)
COMPUTE = Permission(
    "risks.compute", "Пересчитывать профили территории", any_of=((coordinates, territory_in_scope),)
)
WATCH = Permission("risks.watch", "Видеть ход расчёта", any_of=((coordinates, refresh_in_scope),))
IMPORT_GIVEN = Permission(
    "risks.import_given",
    "Загружать уровни, данные ФИОКО",
    any_of=((coordinates, territory_in_scope),),
)
SEE_ALIKE = Permission(
    "risks.alike", "Видеть похожие профили и сильные школы территории", any_of=((looks_after_schools,),)
)
