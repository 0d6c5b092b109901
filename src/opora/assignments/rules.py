"""Who gives an assignment, who reports it, who accepts, moves, cancels and hands it over."""

from opora.access import Actor, Permission, Role, rule
from opora.assignments.models import Assignment
from opora.assignments.states import AssignmentState
from opora.organisations.models import Organisation, Territory

type Home = Organisation | Territory

COORDINATORS = frozenset(
    {
        Role.MUNICIPAL_COORDINATOR,
        Role.AUTHORITY_HEAD,
        Role.REGIONAL_COORDINATOR,
        Role.REGIONAL_PROJECT_HEAD,
    }
)
SCHOOL_LEADERS = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR})
#: these give assignments inside their scope
GIVERS = COORDINATORS | SCHOOL_LEADERS | {Role.CURATOR}
#: these accept what was done, whoever gave it
ACCEPTERS = COORDINATORS | {Role.CURATOR}
#: these see every assignment of their scope
SEES_SCOPE = GIVERS | {Role.METHODIST, Role.WORKING_GROUP_MEMBER}
#: nobody gives these anything to do
NEVER = frozenset({Role.OBSERVER, Role.EXPERT, Role.FEDERAL_OPERATOR, Role.ADMINISTRATOR})
#: these hand tasks of somebody who left over to another person
HANDS_OVER = COORDINATORS | SCHOOL_LEADERS

_ASK = "Обратитесь к координатору вашей территории."


def covers(actor: Actor, home: Home) -> bool:
    """Whether the home lies in the actor's scope; a school that was merged lies where its successor does."""
    if isinstance(home, Territory):
        return actor.covers_territory(home.path or "")
    path = home.territory.path or ""
    if actor.covers_school(home.pk, path):
        return True
    return home.merged_into_id is not None and actor.covers_school(home.merged_into_id, path)


def is_executor(actor: Actor, assignment: Assignment) -> bool:
    return actor.person_id is not None and actor.person_id == assignment.person_id


def gave(actor: Actor, assignment: Assignment) -> bool:
    return actor.person_id is not None and actor.person_id == assignment.given_by_id


@rule(
    "школа, куратор, координатор, методист", "Поручения видят те, кто их исполняет, и те, кто помогает школе."
)
def works_with_assignments(actor: Actor, _: object) -> bool:
    return actor.is_operator or (actor.role is not None and actor.role not in NEVER)


@rule(
    "координатор, куратор, руководитель органа управления, директор, школьный координатор",
    f"Поручения дают координаторы, кураторы и руководители. {_ASK}",
)
def gives(actor: Actor, _: object) -> bool:
    return actor.acts_as(*GIVERS)


@rule("школа или территория своего охвата", "Это вне вашего охвата. Выберите свою школу или территорию.")
def home_in_scope(actor: Actor, home: Home) -> bool:
    return covers(actor, home)


@rule(
    "школа действует",
    "Школа закрыта: дайте поручение той школе, к которой её присоединили.",
    about_state=True,
)
def home_is_open(_: Actor, home: Home) -> bool:
    return isinstance(home, Territory) or home.is_open


@rule("исполнитель", "Об исполнении пишет тот, кому поручено, или директор и координатор школы.")
def is_the_executor(actor: Actor, assignment: Assignment) -> bool:
    return actor.is_operator or is_executor(actor, assignment)


@rule(
    "директор или школьный координатор",
    "Об исполнении пишет тот, кому поручено, или директор и координатор школы.",
)
def leads_a_school(actor: Actor, _: Assignment) -> bool:
    return actor.acts_as(*SCHOOL_LEADERS)


@rule("поручение своей школы", "Это поручение не вашей школы.")
def of_own_school(actor: Actor, assignment: Assignment) -> bool:
    return assignment.school is not None and covers(actor, assignment.school)


@rule(
    "координатор, куратор",
    "Принимает тот, кто поручил, либо куратор или координатор. Дождитесь их ответа.",
)
def accepts(actor: Actor, _: Assignment) -> bool:
    return actor.acts_as(*ACCEPTERS)


@rule("своего охвата", "Это поручение вне вашего охвата.")
def in_scope(actor: Actor, assignment: Assignment) -> bool:
    return covers(actor, assignment.home)


@rule("кто поручил", "Принимает тот, кто поручил, либо куратор или координатор. Дождитесь их ответа.")
def gave_it(actor: Actor, assignment: Assignment) -> bool:
    return actor.is_operator or (actor.role not in {*NEVER, None} and gave(actor, assignment))


@rule("не сам исполнитель", "Своё исполнение принимает другой: тот, кто поручил, куратор или координатор.")
def is_somebody_else(actor: Actor, assignment: Assignment) -> bool:
    return not is_executor(actor, assignment)


@rule(
    "у исполнителя нет входа в систему",
    "Об исполнении пишет тот, кому поручено: у него есть вход в систему.",
)
def executor_has_no_account(_: Actor, assignment: Assignment) -> bool:
    return assignment.person_id is None


@rule("координатор, директор, школьный координатор", f"Поручения передают координаторы и школа. {_ASK}")
def hands_over(actor: Actor, _: object) -> bool:
    return actor.acts_as(*HANDS_OVER)


@rule("ждёт исполнения", "Поручение уже не ждёт исполнения. Обновите страницу.", about_state=True)
def is_given(_: Actor, assignment: Assignment) -> bool:
    return assignment.state == AssignmentState.GIVEN


@rule("ждёт приёмки", "Поручение не ждёт приёмки. Обновите страницу.", about_state=True)
def is_reported(_: Actor, assignment: Assignment) -> bool:
    return assignment.state == AssignmentState.REPORTED


@rule("не закончено", "Поручение уже закончено и не меняется.", about_state=True)
def is_open(_: Actor, assignment: Assignment) -> bool:
    return assignment.is_open


SEE = Permission[object]("assignments.see", "Смотреть поручения", any_of=((works_with_assignments,),))
BEGIN = Permission[object]("assignments.begin", "Открывать форму поручения", any_of=((gives,),))
GIVE = Permission[Home](
    "assignments.give", "Давать поручение", any_of=((gives, home_in_scope, home_is_open),)
)
REPORT = Permission[Assignment](
    "assignments.report",
    "Писать об исполнении",
    any_of=(
        (is_the_executor, is_given),
        (leads_a_school, of_own_school, is_given),
        (accepts, in_scope, executor_has_no_account, is_given),
    ),
)
ACCEPT = Permission[Assignment](
    "assignments.accept",
    "Принимать исполнение или возвращать",
    any_of=((gave_it, is_reported), (accepts, in_scope, is_somebody_else, is_reported)),
)
POSTPONE = Permission[Assignment](
    "assignments.postpone",
    "Переносить срок",
    any_of=((gave_it, is_given), (accepts, in_scope, is_somebody_else, is_given)),
)
CANCEL = Permission[Assignment](
    "assignments.cancel",
    "Снимать поручение",
    any_of=((gave_it, is_open), (accepts, in_scope, is_somebody_else, is_open)),
)
ANY_HAND_OVER = Permission[object](
    "assignments.hand-over-page", "Открывать передачу поручений", any_of=((hands_over,),)
)
HAND_OVER = Permission[Assignment](
    "assignments.hand-over", "Передавать другому исполнителю", any_of=((hands_over, in_scope, is_open),)
)
