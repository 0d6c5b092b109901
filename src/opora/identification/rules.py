"""Who draws up, opens, decides and approves yearly lists. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.identification.models import YearList
from opora.identification.states import IN_FORCE_STATES, TRANSITIONS, ListState
from opora.organisations.models import Territory

_COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)
_AUTHORITIES = (
    *(Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.ADMINISTRATOR),
)


@rule(
    "муниципальный или региональный координатор",
    "Готовые списки загружает координатор. Попросите своего муниципального координатора.",
)
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(*_COORDINATORS)


@rule(
    "координатор или руководитель органа управления",
    "Список готовит координатор или руководитель органа управления. Обратитесь к ним.",
)
def decides(actor: Actor, _: object) -> bool:
    return actor.acts_as(*_COORDINATORS, *_AUTHORITIES)


@rule("территория в своём охвате", "Эта территория не в Вашем охвате. Откройте список своей территории.")
def territory_in_scope(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule("список своей территории", "Это список не Вашей территории: работайте со своим.")
def own_list(actor: Actor, year_list: YearList) -> bool:
    return actor.covers_territory(year_list.territory.path or "")


@rule(
    "руководитель органа управления, региональный координатор или руководитель регионального проекта",
    "Список утверждает руководитель органа управления или региональный координатор. Передайте проект им.",
)
def holds_authority(actor: Actor, _: YearList) -> bool:
    return actor.acts_as(*_AUTHORITIES)


@rule(
    "муниципальный координатор, если правило отбора это разрешает",
    "Список утверждает руководитель органа управления или региональный координатор. Передайте проект им.",
)
def may_approve_alone(actor: Actor, year_list: YearList) -> bool:
    allowed = bool(year_list.rule.get("municipality_approves", True))
    return allowed and actor.acts_as(Role.MUNICIPAL_COORDINATOR)


@rule(
    "список ещё не утверждён",
    "Список уже утверждён и не меняется. Чтобы исправить его, подготовьте новый проект и утвердите его.",
    about_state=True,
)
def is_still_open(_: Actor, year_list: YearList) -> bool:
    return year_list.is_open


@rule("проект не открыт для возражений", "Проект уже открыт для возражений.", about_state=True)
def may_be_opened(_: Actor, year_list: YearList) -> bool:
    return ListState.OBJECTIONS in TRANSITIONS[ListState(year_list.state)]


@rule("проект открыт для возражений", "Проект не открыт для возражений.", about_state=True)
def may_be_taken_back(_: Actor, year_list: YearList) -> bool:
    return ListState.DRAFT in TRANSITIONS[ListState(year_list.state)]


@rule(
    "список утверждён", "Письмо составляют по утверждённому списку: сначала утвердите его.", about_state=True
)
def is_in_force(_: Actor, year_list: YearList) -> bool:
    return year_list.state in IN_FORCE_STATES


@rule("видит весь список", "Протокол показывает все школы территории. Вам доступна страница Вашей школы.")
def sees_whole_list(actor: Actor, year_list: YearList) -> bool:
    return actor.covers_territory(year_list.territory.path or "")


DRAW_UP = Permission(
    "identification.draw_up", "Готовить проект списка", any_of=((decides, territory_in_scope),)
)
REDRAW = Permission(
    "identification.redraw",
    "Пересчитывать и удалять проект",
    any_of=((decides, own_list, is_still_open),),
)
DECIDE = Permission(
    "identification.decide",
    "Включать и исключать школы вручную",
    any_of=((decides, own_list, is_still_open),),
)
OPEN_WINDOW = Permission(
    "identification.open_window",
    "Открывать проект для возражений",
    any_of=((decides, own_list, is_still_open, may_be_opened),),
)
CLOSE_WINDOW = Permission(
    "identification.close_window",
    "Возвращать открытый список в проект",
    any_of=((decides, own_list, is_still_open, may_be_taken_back),),
)
APPROVE = Permission(
    "identification.approve",
    "Утверждать список",
    any_of=(
        (holds_authority, own_list, is_still_open),
        (may_approve_alone, own_list, is_still_open),
    ),
)
EXPORT = Permission("identification.export", "Выгружать протокол и письмо", any_of=((sees_whole_list,),))
IMPORT_LIST = Permission(
    "identification.import_list",
    "Загружать списки ШНСУ и федеральный перечень",
    any_of=((coordinates, territory_in_scope),),
)
