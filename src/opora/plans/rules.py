"""Who reads, writes and marks plans."""

from collections.abc import Collection
from dataclasses import dataclass

from opora.access import Actor, Permission, Role, rule
from opora.access.actor import SCHOOL_ROLES
from opora.organisations.models import Territory
from opora.plans.models import Plan
from opora.plans.states import PlanState

WRITERS = frozenset({Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR})
#: experts and observers have no part in plans
READERS = frozenset(Role) - {Role.EXPERT, Role.OBSERVER}
#: these see also the drafts of others in their scope
SEE_DRAFTS = WRITERS | {Role.ADMINISTRATOR}
#: their plans lie above them: of their municipality and region
FROM_BELOW = SCHOOL_ROLES | {Role.CURATOR, Role.METHODIST}


@dataclass(frozen=True, slots=True)
class Marking:
    """A row as `MARK` asks about it: its plan, who answers for it, whether a fact marks it already."""

    plan: Plan
    people: Collection[int]
    roles: Collection[str]
    has_fact: bool


@rule(
    "любой, кроме экспертов и наблюдателей",
    "Планы читают школы, кураторы, методисты и координаторы. Чтобы их увидеть, перейдите в другую роль.",
)
def reads_plans(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.role in READERS


@rule(
    "муниципальный или региональный координатор, руководитель органа управления",
    "План пишут координатор и руководитель органа управления образованием. Скажите им, что изменить.",
)
def writes_plans(actor: Actor, _: object) -> bool:
    return actor.acts_as(*WRITERS)


@rule("своя территория", "Это план другой территории: пишут его там.")
def of_own_territory(actor: Actor, territory: Territory) -> bool:
    return actor.is_operator or _is_own(actor, territory.path or "")


@rule("план своей территории", "Это план другой территории: пишут его там.")
def own_plan(actor: Actor, plan: Plan) -> bool:
    return actor.is_operator or _is_own(actor, plan.path)


def _is_own(actor: Actor, path: str) -> bool:
    return bool(path) and actor.scope is not None and path in actor.scope.territory_paths


@rule(
    "план не закрыт",
    "План закрыт, строки не меняются. Откройте его снова, если работа идёт.",
    about_state=True,
)
def is_open(_: Actor, plan: Plan) -> bool:
    return plan.state != PlanState.CLOSED


@rule(
    "план — ещё проект",
    "План уже действует: удалить его нельзя. Закройте его или верните в проект.",
    about_state=True,
)
def is_draft(_: Actor, plan: Plan) -> bool:
    return plan.state == PlanState.DRAFT


@rule("план своей территории", "Это план другой территории: отметки ставят там.")
def mark_of_own(actor: Actor, marking: Marking) -> bool:
    return own_plan.holds(actor, marking.plan)


@rule(
    "названный(ая) в строке",
    "Отметить строку словами может координатор или тот, кто в ней назван. Скажите координатору, что сделано.",
)
def named_in_row(actor: Actor, marking: Marking) -> bool:
    if actor.person_id is not None and actor.person_id in marking.people:
        return True
    return actor.role is not None and actor.role.value in marking.roles and actor.role not in WRITERS


@rule(
    "строку не отмечает факт",
    "Эту строку отмечают факты, словами её не отметить. Откройте, из чего складывается отметка.",
    about_state=True,
)
def no_fact(_: Actor, marking: Marking) -> bool:
    return not marking.has_fact


@rule("план действует", "План ещё проект или уже закрыт: отмечать рано или поздно.", about_state=True)
def in_force(_: Actor, marking: Marking) -> bool:
    return marking.plan.state == PlanState.IN_FORCE


SEE = Permission[object](
    "plans.see", "видеть планы своей территории и тех, в которых она лежит", ((reads_plans,),)
)
MAKE = Permission[Territory]("plans.make", "завести или загрузить план", ((writes_plans, of_own_territory),))
WRITE = Permission[Plan]("plans.write", "менять план и его строки", ((writes_plans, own_plan, is_open),))
STEER = Permission[Plan](
    "plans.steer", "вводить план в действие, закрывать, открывать снова", ((writes_plans, own_plan),)
)
DELETE = Permission[Plan]("plans.delete", "удалить проект плана", ((writes_plans, own_plan, is_draft),))
MARK = Permission[Marking](
    "plans.mark",
    "отметить строку словами, где факта нет",
    ((named_in_row, in_force, no_fact), (writes_plans, mark_of_own, in_force, no_fact)),
)
PUT_OFF = Permission[Marking](
    "plans.put-off",
    "перенести строку на следующий год, снять отметку",
    ((named_in_row, in_force), (writes_plans, mark_of_own, in_force)),
)
