"""Who keys in paper, who fills in the school's card, who reads it."""

from opora.access import Actor, Permission, Role, rule
from opora.access.actor import COORDINATING_ROLES
from opora.answering.models import SchoolCard
from opora.answering.states import TRANSITIONS, CardState
from opora.organisations.models import Organisation
from opora.surveys.models import Cohort
from opora.surveys.states import CampaignState

KEYING_ROLES = (Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER)
CARD_READERS = (
    Role.SCHOOL_HEAD,
    Role.SCHOOL_COORDINATOR,
    Role.WORKING_GROUP_MEMBER,
    Role.CURATOR,
    Role.METHODIST,
    *sorted(COORDINATING_ROLES - {Role.ADMINISTRATOR}),
)


@rule(
    "школьный координатор или член рабочей группы",
    "Листки вводят школьный координатор и рабочая группа, а не те, кто оценивает. Передайте листки им.",
)
def keys_in(actor: Actor, _: object) -> bool:
    return actor.acts_as(*KEYING_ROLES)


@rule("группа своей школы", "Это класс другой школы: листки вводит её координатор.")
def of_own_school(actor: Actor, cohort: Cohort) -> bool:
    return actor.covers_school(cohort.school_id, cohort.school.territory.path or "")


@rule("опрос идёт", "Опрос не идёт: листки больше не принимаются. Спросите координатора.", about_state=True)
def is_asked(_: Actor, cohort: Cohort) -> bool:
    return cohort.campaign.state == CampaignState.OPEN


@rule(
    "директор или школьный координатор",
    "Карту школы заполняют директор и школьный координатор. Попросите их.",
)
def leads_a_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)


@rule("своя школа", "Это карта другой школы: её заполняет сама школа.")
def own_school(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule("школа действует", "Школа закрыта: карту больше не заполняют.", about_state=True)
def school_is_open(_: Actor, school: Organisation) -> bool:
    return school.is_open


@rule("карта своей школы", "Это карта другой школы: её заполняет сама школа.")
def own_card(actor: Actor, card: SchoolCard) -> bool:
    return actor.covers_school(card.school_id, card.school.territory.path or "")


@rule(
    "карта заполняется",
    "Карта уже отправлена. Чтобы исправить её, верните карту в работу на её странице.",
    about_state=True,
)
def is_draft(_: Actor, card: SchoolCard) -> bool:
    return CardState.SENT in TRANSITIONS[CardState(card.state)]


@rule("карта отправлена", "Карта ещё не отправлена: её можно просто править.", about_state=True)
def is_sent(_: Actor, card: SchoolCard) -> bool:
    return CardState.DRAFT in TRANSITIONS[CardState(card.state)]


@rule(
    "школа, её куратор, методист, координаторы и руководители",
    "Карту школы видят сама школа, её куратор и координаторы. Спросите у них.",
)
def reads_cards(actor: Actor, _: object) -> bool:
    return actor.acts_as(*CARD_READERS)


OPEN_KEYING = Permission[object]("answering.open_keying", "Открывать ввод листков", any_of=((keys_in,),))
KEY_IN = Permission[Cohort](
    "answering.key_in", "Вводить ответы с бумажных листков", any_of=((keys_in, of_own_school, is_asked),)
)
READ_CARDS = Permission[object](
    "answering.read_cards", "Видеть карты школ своего охвата", any_of=((reads_cards,),)
)
START_CARD = Permission[Organisation](
    "answering.start_card", "Начинать карту школы", any_of=((leads_a_school, own_school, school_is_open),)
)
FILL_CARD = Permission[SchoolCard](
    "answering.fill_card",
    "Заполнять и отправлять карту школы",
    any_of=((leads_a_school, own_card, is_draft),),
)
TAKE_BACK_CARD = Permission[SchoolCard](
    "answering.take_back_card",
    "Возвращать отправленную карту в работу",
    any_of=((leads_a_school, own_card, is_sent),),
)
