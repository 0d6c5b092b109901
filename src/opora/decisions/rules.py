"""Who decides, who reads decisions, who says what they led to. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.decisions.models import Decision
from opora.decisions.states import OPEN, DecisionState
from opora.organisations.models import Organisation, Territory

type Home = Organisation | Territory

OF_SCHOOL = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
OF_TERRITORY = (
    Role.MUNICIPAL_COORDINATOR,
    Role.AUTHORITY_HEAD,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
)
DECIDERS = (*OF_SCHOOL, *OF_TERRITORY)
READERS = (
    *DECIDERS,
    Role.WORKING_GROUP_MEMBER,
    Role.CURATOR,
    Role.METHODIST,
    Role.FEDERAL_OPERATOR,
    Role.ADMINISTRATOR,
)


@rule(
    "руководители, координаторы, кураторы, методисты, рабочая группа",
    "Решения читают руководители, координаторы, кураторы и рабочая группа школы.",
)
def reads_decisions(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READERS)


@rule(
    "директор, школьный координатор, координатор или руководитель",
    "Решения записывают директор, координаторы и руководители. Скажите им, что предлагаете.",
)
def decides(actor: Actor, _: object) -> bool:
    return actor.acts_as(*DECIDERS)


@rule("школа или территория в своём охвате", "Это вне вашего охвата: решения здесь принимают другие люди.")
def home_in_scope(actor: Actor, home: Home) -> bool:
    if isinstance(home, Territory):
        return actor.covers_territory(home.path or "")
    return actor.covers_school(home.pk, home.territory.path or "")


@rule("решение своего охвата", "Это решение вне вашего охвата: его ведут те, кто решил.")
def in_scope(actor: Actor, decision: Decision) -> bool:
    return home_in_scope.holds(actor, decision.home)


@rule(
    "кто вправе решать об этом месте",
    "Решение о территории ведут её координатор и руководитель. Обратитесь к ним.",
)
def keeps(actor: Actor, decision: Decision) -> bool:
    return actor.acts_as(*(DECIDERS if decision.school_id is not None else OF_TERRITORY))


@rule("решение не отменено", "Решение отменено: поручений по нему больше не дают.", about_state=True)
def is_alive(_: Actor, decision: Decision) -> bool:
    return decision.state != DecisionState.CANCELLED


@rule(
    "решение ещё исполняется",
    "Решение уже исполнено или отменено. Обновите страницу.",
    about_state=True,
)
def is_open(_: Actor, decision: Decision) -> bool:
    return decision.state in OPEN


@rule(
    "решение исполнено",
    "К чему привело решение, пишут, когда оно исполнено. Сначала отметьте, что исполнено.",
    about_state=True,
)
def is_executed(_: Actor, decision: Decision) -> bool:
    return decision.state in {DecisionState.EXECUTED, DecisionState.ASSESSED}


SEE = Permission("decisions.see", "Видеть решения своего охвата", any_of=((reads_decisions,),))
DECIDE = Permission("decisions.decide", "Записывать решение", any_of=((decides, home_in_scope),))
EDIT = Permission(
    "decisions.edit", "Менять решение, пока оно не исполнено", any_of=((decides, in_scope, keeps, is_open),)
)
GIVE = Permission(
    "decisions.give", "Давать поручения по решению", any_of=((decides, in_scope, keeps, is_alive),)
)
EXECUTE = Permission(
    "decisions.execute", "Отмечать, что решение исполнено", any_of=((decides, in_scope, keeps, is_open),)
)
ASSESS = Permission(
    "decisions.assess",
    "Записывать, к чему привело решение",
    any_of=((decides, in_scope, keeps, is_executed),),
)
CANCEL = Permission("decisions.cancel", "Отменять решение", any_of=((decides, in_scope, keeps, is_open),))
