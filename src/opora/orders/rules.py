"""Who writes orders, who signs, who reads them. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.orders.models import Order
from opora.orders.states import OrderState
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import TerritoryKind

type Home = Organisation | Territory

OF_SCHOOL = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
OF_TERRITORY = (
    Role.MUNICIPAL_COORDINATOR,
    Role.AUTHORITY_HEAD,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
    Role.ADMINISTRATOR,
)
WRITERS = (*OF_SCHOOL, *OF_TERRITORY)
#: orders name people: an observer and an expert have no part in them
NEVER = frozenset({Role.OBSERVER, Role.EXPERT})
#: who sees what still waits for a signature
SEES_DRAFTS = frozenset(WRITERS)
REGIONAL_SIGNERS = (Role.REGIONAL_PROJECT_HEAD, Role.REGIONAL_COORDINATOR)
#: on whose desk an order waits to be signed
SIGNERS = (Role.SCHOOL_HEAD, Role.AUTHORITY_HEAD, *REGIONAL_SIGNERS)

_ASK_SCHOOL = "Приказы школы ведут её директор и школьный координатор. Попросите их."
_ASK_TERRITORY = "Приказы территории ведут её координатор и руководитель. Попросите их."


@rule("все, кроме наблюдателя и эксперта", "Приказы видят школы и те, кто им помогает.")
def reads_orders(actor: Actor, _: object) -> bool:
    return actor.is_operator or (actor.role is not None and actor.role not in NEVER)


@rule(
    "директор, школьный координатор, координаторы, руководители и администратор",
    "Загружают приказы координаторы и директор школы. Попросите их.",
)
def writes_somewhere(actor: Actor, _: object) -> bool:
    return actor.acts_as(*WRITERS)


@rule("директор или школьный координатор", _ASK_SCHOOL)
def writes_for_a_school(actor: Actor, home: Home) -> bool:
    return isinstance(home, Organisation) and actor.acts_as(*OF_SCHOOL)


@rule("координатор, руководитель органа управления или проекта, администратор", _ASK_TERRITORY)
def writes_for_a_territory(actor: Actor, _: Home) -> bool:
    return actor.acts_as(*OF_TERRITORY)


@rule("школа или территория в своём охвате", "Это вне вашего охвата: приказы здесь ведут другие люди.")
def home_in_scope(actor: Actor, home: Home) -> bool:
    if isinstance(home, Territory):
        return actor.covers_territory(home.path or "")
    return actor.covers_school(home.pk, home.territory.path or "")


@rule("школа действует", "Школа закрыта: новых приказов у неё нет.", about_state=True)
def home_is_open(_: Actor, home: Home) -> bool:
    return isinstance(home, Territory) or home.is_open


@rule("директор или школьный координатор, если приказ школы", _ASK_SCHOOL)
def keeps_of_school(actor: Actor, order: Order) -> bool:
    return writes_for_a_school.holds(actor, order.home)


@rule("координатор, руководитель органа управления или проекта, администратор", _ASK_TERRITORY)
def keeps_of_territory(actor: Actor, order: Order) -> bool:
    return writes_for_a_territory.holds(actor, order.home)


@rule("приказ своего охвата", "Этот приказ вне вашего охвата: его ведут те, кто его издал.")
def in_scope(actor: Actor, order: Order) -> bool:
    return home_in_scope.holds(actor, order.home)


@rule(
    "приказ ещё не подписан",
    "Приказ уже подписан: его слова не меняют. Подготовьте новый, который изменит или заменит этот.",
    about_state=True,
)
def is_draft(_: Actor, order: Order) -> bool:
    return order.state == OrderState.DRAFT


@rule("приказ действует", "Приказ сейчас не действует. Обновите страницу.", about_state=True)
def is_in_force(_: Actor, order: Order) -> bool:
    return order.state == OrderState.ISSUED


@rule("приказ утратил силу", "Приказ и так действует или ещё проект. Обновите страницу.", about_state=True)
def has_lapsed(_: Actor, order: Order) -> bool:
    return order.state == OrderState.LAPSED


@rule("директор этой школы", "Приказ школы подписывает её директор. Он увидит его на своём столе.")
def heads_the_school(actor: Actor, order: Order) -> bool:
    return order.school_id is not None and actor.acts_as(Role.SCHOOL_HEAD) and in_scope.holds(actor, order)


@rule(
    "руководитель органа управления образованием этой территории",
    "Приказ территории подписывает её руководитель. Он увидит его на своём столе.",
)
def heads_the_authority(actor: Actor, order: Order) -> bool:
    return order.school_id is None and actor.acts_as(Role.AUTHORITY_HEAD) and _is_own(actor, order)


@rule(
    "руководитель регионального проекта или региональный координатор, если приказ региона",
    "Приказ региона подписывают руководитель регионального проекта и региональный координатор.",
)
def heads_the_region(actor: Actor, order: Order) -> bool:
    is_of_region = order.territory is not None and order.territory.kind == TerritoryKind.REGION
    return is_of_region and actor.acts_as(*REGIONAL_SIGNERS) and _is_own(actor, order)


def _is_own(actor: Actor, order: Order) -> bool:
    """A region does not sign for its municipality."""
    return actor.is_operator or (
        actor.scope is not None and order.territory_path in actor.scope.territory_paths
    )


@rule(
    "подписанный приказ приложен файлом",
    "Приложите скан подписанного приказа: по нему вносят номер и дату. Или дождитесь, пока подпишет руководитель.",
    about_state=True,
)
def has_its_scan(_: Actor, order: Order) -> bool:
    return order.files.exists()


@rule(
    "в проекте есть текст или файл",
    "Подписывать пока нечего: напишите текст приказа или приложите файл.",
    about_state=True,
)
def has_its_words(_: Actor, order: Order) -> bool:
    return order.is_written_here or order.files.exists()


@rule(
    "школа действует",
    "Школа закрыта: новых приказов она не издаёт. Удалите проект. Если приказ успели подписать на бумаге, приложите "
    "скан и внесите номер и дату.",
    about_state=True,
)
def issuer_is_open(actor: Actor, order: Order) -> bool:
    return home_is_open.holds(actor, order.home)


_KEEPS_SCHOOL, _KEEPS_TERRITORY = (keeps_of_school, in_scope), (keeps_of_territory, in_scope)

SEE = Permission("orders.see", "Видеть приказы своего охвата и тех, кто выше", any_of=((reads_orders,),))
WRITE = Permission(
    "orders.write",
    "Вносить приказы и готовить проекты",
    any_of=(
        (writes_for_a_school, home_in_scope, home_is_open),
        (writes_for_a_territory, home_in_scope, home_is_open),
    ),
)
KEEP = Permission(
    "orders.keep",
    "Прикладывать файлы и приложения, говорить, кого приказ назначает и что меняет",
    any_of=(_KEEPS_SCHOOL, _KEEPS_TERRITORY),
)
EDIT = Permission(
    "orders.edit",
    "Менять проект приказа, удалять его",
    any_of=((*_KEEPS_SCHOOL, is_draft), (*_KEEPS_TERRITORY, is_draft)),
)
SIGN = Permission(
    "orders.sign",
    "Подписывать приказ",
    any_of=(
        (heads_the_school, is_draft, issuer_is_open, has_its_words),
        (heads_the_authority, is_draft, has_its_words),
        (heads_the_region, is_draft, has_its_words),
    ),
)
ENTER = Permission(
    "orders.enter",
    "Вносить номер и дату подписанного на бумаге",
    any_of=((*_KEEPS_SCHOOL, is_draft, has_its_scan), (*_KEEPS_TERRITORY, is_draft, has_its_scan)),
)
LAPSE = Permission(
    "orders.lapse",
    "Отмечать, что приказ утратил силу",
    any_of=((*_KEEPS_SCHOOL, is_in_force), (*_KEEPS_TERRITORY, is_in_force)),
)
RESTORE = Permission(
    "orders.restore",
    "Возвращать приказ в силу, если отметили не тот",
    any_of=((*_KEEPS_SCHOOL, has_lapsed), (*_KEEPS_TERRITORY, has_lapsed)),
)
IMPORT = Permission("orders.import", "Загружать реестр приказов", any_of=((writes_somewhere,),))
