"""Who may change what about territories and organisations.

Reading is not here: `queries.visible_to` decides what a person sees at all.
"""

from opora.access import Actor, Permission, Role, Rule, rule
from opora.access.actor import COORDINATING_ROLES, SCHOOL_ROLES
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import TerritoryKind

_REGISTER_KEEPERS = (
    Role.MUNICIPAL_COORDINATOR,
    Role.REGIONAL_COORDINATOR,
    Role.ADMINISTRATOR,
)


def may_keep_register(actor: Actor) -> bool:
    """Whether the actor's role keeps the register at all, somewhere."""
    return actor.acts_as(*_REGISTER_KEEPERS)


#: who lead the schools of a territory, and who help them
_LEADING = frozenset(
    {
        *(Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.METHODIST),
        *(Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD),
    }
)
#: who speaks for a school in the talk of its municipality
SPEAKERS = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.CURATOR})


@rule(
    "люди школы, её куратор, методист, координатор, руководитель",
    "Обсуждение школы читают её люди, куратор и координаторы территории. Обратитесь к ним.",
)
def acts_for_schools(actor: Actor, _: object) -> bool:
    return actor.acts_as(*SCHOOL_ROLES, Role.CURATOR, *_LEADING)


@rule(
    "методист, координатор, руководитель; в муниципалитете и директор, школьный координатор, куратор",
    "Обсуждение территории читают её координаторы и те, кто отвечает за её школы. Обратитесь к ним.",
)
def acts_for_territories(actor: Actor, _: object) -> bool:
    return actor.acts_as(*SPEAKERS, *_LEADING)


@rule(
    "директор или школьный координатор",
    "Карточку школы меняют её директор и школьный координатор. Попросите их внести правку.",
)
def leads_a_school(actor: Actor, _: Organisation) -> bool:
    return actor.acts_as(Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)


@rule(
    "координатор, руководитель органа управления или администратор",
    "Карточку меняют сама школа и координаторы территории. Попросите их внести правку.",
)
def keeps_cards(actor: Actor, _: Organisation) -> bool:
    return actor.acts_as(*_REGISTER_KEEPERS, Role.AUTHORITY_HEAD)


@rule(
    "муниципальный или региональный координатор, администратор",
    "Список организаций ведут муниципальный и региональный координаторы. Обратитесь к координатору.",
)
def keeps_register(actor: Actor, _: Organisation) -> bool:
    return actor.acts_as(*_REGISTER_KEEPERS)


@rule("организация в своём охвате", "Это не ваша организация: меняют её те, в чьём охвате она находится.")
def in_scope(actor: Actor, organisation: Organisation) -> bool:
    return actor.covers_school(organisation.pk, organisation.territory.path or "")


@rule(
    "организация действует",
    "Организация закрыта: её карточку больше не меняют. Она осталась для истории.",
    about_state=True,
)
def is_open(_: Actor, organisation: Organisation) -> bool:
    return organisation.is_open


@rule(
    "муниципальный или региональный координатор, администратор",
    "Организации добавляют муниципальный и региональный координаторы. Обратитесь к координатору.",
)
def may_add(actor: Actor, _: Territory) -> bool:
    return actor.acts_as(*_REGISTER_KEEPERS)


@rule("территория в своём охвате", "Эта территория не в вашем охвате. Откройте свою территорию.")
def territory_in_scope(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule("администратор", "Список территорий ведут администратор и региональный координатор.")
def is_administrator(actor: Actor, _: Territory) -> bool:
    return actor.acts_as(Role.ADMINISTRATOR)


@rule(
    "региональный координатор",
    "Список территорий ведут администратор и региональный координатор. Обратитесь к ним.",
)
def coordinates_region(actor: Actor, _: Territory) -> bool:
    return actor.acts_as(Role.REGIONAL_COORDINATOR)


@rule(
    "муниципалитет внутри региона",
    "Саму федерацию и регионы меняет администратор. Попросите его.",
)
def below_region(_: Actor, territory: Territory) -> bool:
    return territory.kind == TerritoryKind.MUNICIPALITY


@rule("регион", "Муниципалитет добавляют в регион: откройте страницу региона.", about_state=True)
def is_region(_: Actor, territory: Territory) -> bool:
    return territory.kind == TerritoryKind.REGION


@rule(
    "федерация или регион",
    "Внутри муниципалитета территорий не бывает: откройте страницу региона.",
    about_state=True,
)
def may_have_parts(_: Actor, territory: Territory) -> bool:
    return territory.kind != TerritoryKind.MUNICIPALITY


_KEEPER: tuple[Rule[Organisation], ...] = (keeps_register, in_scope, is_open)

TALK_OF_SCHOOL = Permission(
    "organisations.talk_of_school", "Читать обсуждение школы своего охвата", any_of=((acts_for_schools,),)
)
TALK_OF_TERRITORY = Permission(
    "organisations.talk_of_territory",
    "Читать обсуждение своей территории и своего региона",
    any_of=((acts_for_territories,),),
)
EDIT_CARD = Permission(
    "organisations.edit_card",
    "Менять карточку: контакты, численность, руководителей, достижения",
    any_of=((leads_a_school, in_scope, is_open), (keeps_cards, in_scope, is_open)),
)
CREATE = Permission("organisations.create", "Добавлять организацию", any_of=((may_add, territory_in_scope),))
RENAME = Permission("organisations.rename", "Переименовывать организацию", any_of=(_KEEPER,))
TRANSFER = Permission("organisations.transfer", "Переводить в другую территорию", any_of=(_KEEPER,))
CLOSE = Permission("organisations.close", "Закрывать организацию", any_of=(_KEEPER,))
MERGE = Permission("organisations.merge", "Присоединять к другой организации", any_of=(_KEEPER,))
#: whose work is a territory as a whole: they find its overview on its page
OVERLOOKERS = COORDINATING_ROLES | {Role.METHODIST, Role.OBSERVER}
ADD_TERRITORY = Permission(
    "organisations.add_territory",
    "Добавлять территорию внутрь",
    any_of=(
        (is_administrator, territory_in_scope, may_have_parts),
        (coordinates_region, territory_in_scope, is_region),
    ),
)
MANAGE_TERRITORIES = Permission(
    "organisations.manage_territories",
    "Переименовывать и переносить территорию",
    any_of=(
        (is_administrator, territory_in_scope),
        (coordinates_region, territory_in_scope, below_region),
    ),
)
