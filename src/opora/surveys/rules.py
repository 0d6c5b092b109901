"""Who makes campaigns, who fills in classes and prints codes, who sees how many have answered."""

from dataclasses import dataclass

from opora.access import Actor, Permission, Role, rule
from opora.organisations.models import Organisation, Territory
from opora.surveys.models import Campaign
from opora.surveys.states import TRANSITIONS, CampaignState

COORDINATORS = (
    Role.ADMINISTRATOR,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
    Role.MUNICIPAL_COORDINATOR,
)
SCHOOL_SIDE = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
SEES_COVERAGE = (
    *SCHOOL_SIDE,
    Role.CURATOR,
    Role.METHODIST,
    Role.AUTHORITY_HEAD,
    Role.FEDERAL_OPERATOR,
    Role.OBSERVER,
    *COORDINATORS,
)
#: a curator reads no results: a school's own answers are the school's, a few schools together give it away
READS_RESULTS = (*SCHOOL_SIDE, Role.METHODIST, Role.AUTHORITY_HEAD, Role.FEDERAL_OPERATOR, *COORDINATORS)


@dataclass(frozen=True, slots=True)
class Taking:
    """A school in a campaign."""

    campaign: Campaign
    school: Organisation


@rule(
    "администратор, координатор региона или муниципалитета",
    "Опросы проводит координатор муниципалитета или региона: попросите его.",
)
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(*COORDINATORS)


@rule("на своей территории", "Эта территория не ваша: выберите свою.")
def own_territory(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule("опрос своей территории", "Этот опрос ведёт координатор другой территории: обратитесь к нему.")
def own_campaign(actor: Actor, campaign: Campaign) -> bool:
    return actor.covers_territory(campaign.territory.path or "")


@rule(
    "опрос готовится",
    "Опрос уже открыт: менять анкеты и убирать школы нельзя. Продлить срок и добавить школу можно.",
    about_state=True,
)
def is_draft(_: Actor, campaign: Campaign) -> bool:
    return campaign.state == CampaignState.DRAFT


@rule("опрос можно открыть", "Опрос уже открывали. Заведите новый, если нужен ещё один.", about_state=True)
def can_be_opened(_: Actor, campaign: Campaign) -> bool:
    return CampaignState.OPEN in TRANSITIONS[CampaignState(campaign.state)]


@rule("опрос идёт", "Опрос сейчас не идёт: проверьте его состояние.", about_state=True)
def is_open(_: Actor, campaign: Campaign) -> bool:
    return campaign.state == CampaignState.OPEN


@rule("опрос не закрыт", "Опрос закрыт: срок и классы больше не меняются. Заведите новый.", about_state=True)
def not_over(_: Actor, campaign: Campaign) -> bool:
    return campaign.state in (CampaignState.DRAFT, CampaignState.OPEN)


@rule(
    "директор или школьный координатор",
    "Классы и листки — дело директора, школьного координатора и координаторов: попросите их.",
)
def speaks_for_a_school(actor: Actor, _: Taking) -> bool:
    return actor.acts_as(*SCHOOL_SIDE)


@rule("школа в своём охвате", "Эта школа не в вашем охвате: обратитесь к её координатору.")
def covers_the_school(actor: Actor, taking: Taking) -> bool:
    return actor.covers_school(taking.school.pk, taking.school.territory.path or "")


@rule(
    "опрос школы не закрыт",
    "Опрос закрыт: классы и листки больше не нужны. Итоги — в профиле.",
    about_state=True,
)
def school_is_not_done(_: Actor, taking: Taking) -> bool:
    return taking.campaign.state in (CampaignState.DRAFT, CampaignState.OPEN)


@rule("опрос школы идёт", "Листки печатают, пока опрос идёт: дождитесь открытия.", about_state=True)
def school_is_asked(_: Actor, taking: Taking) -> bool:
    return taking.campaign.state == CampaignState.OPEN


@rule(
    "школа, её куратор, методист, координаторы, руководители, наблюдатель",
    "Сколько человек ответило, видят школа, её куратор и координаторы: спросите у них.",
)
def sees_coverage(actor: Actor, _: object) -> bool:
    return actor.acts_as(*SEES_COVERAGE)


@rule(
    "школа, методист, координаторы, руководитель органа управления",
    "Итоги опроса видят сама школа и координаторы: спросите у них.",
)
def reads_results(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READS_RESULTS)


SEE_RESULTS = Permission[object](
    "surveys.results", "Читать итоги короткого опроса и запросов", any_of=((reads_results,),)
)
SEE = Permission[object](
    "surveys.see", "Видеть опросы своего охвата и сколько человек ответило", any_of=((sees_coverage,),)
)
START = Permission[object]("surveys.start", "Открывать форму нового опроса", any_of=((coordinates,),))
MAKE = Permission[Territory]("surveys.make", "Заводить опрос", any_of=((coordinates, own_territory),))
CHANGE = Permission[Campaign](
    "surveys.change",
    "Менять анкеты и школы опроса, удалять его",
    any_of=((coordinates, own_campaign, is_draft),),
)
RESCHEDULE = Permission[Campaign](
    "surveys.reschedule", "Менять срок опроса", any_of=((coordinates, own_campaign, not_over),)
)
ADD_SCHOOLS = Permission[Campaign](
    "surveys.add_schools",
    "Добавлять школы в опрос, который уже идёт",
    any_of=((coordinates, own_campaign, is_open),),
)
OPEN = Permission[Campaign](
    "surveys.open", "Открывать опрос", any_of=((coordinates, own_campaign, can_be_opened),)
)
CLOSE = Permission[Campaign](
    "surveys.close", "Закрывать опрос", any_of=((coordinates, own_campaign, is_open),)
)
FILL_IN = Permission[Taking](
    "surveys.fill_in",
    "Записывать классы и сколько в них человек",
    any_of=(
        (speaks_for_a_school, covers_the_school, school_is_not_done),
        (coordinates, covers_the_school, school_is_not_done),
    ),
)
HAND_OUT = Permission[Taking](
    "surveys.hand_out",
    "Печатать листки с кодами и плакаты, добавлять коды",
    any_of=(
        (speaks_for_a_school, covers_the_school, school_is_asked),
        (coordinates, covers_the_school, school_is_asked),
    ),
)
