"""Who asks schools for information, who answers, who sees what schools are asked."""

from opora.access import Actor, Permission, Role, rule
from opora.burden.models import Inquiry, Reply
from opora.burden.states import OPEN_REPLIES, InquiryState, ReplyState
from opora.organisations.models import Organisation, Territory

ASKERS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
ANSWERERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
#: read the inquiries of their territory and those to the schools of their scope
READS_TERRITORY = (*ASKERS, Role.AUTHORITY_HEAD, Role.METHODIST, Role.REGIONAL_PROJECT_HEAD)
READS_SCHOOLS = (*ANSWERERS, Role.WORKING_GROUP_MEMBER, Role.CURATOR)
SEES_BURDEN = frozenset({*READS_TERRITORY, *READS_SCHOOLS})

_ASK_THEM = "Сведения запрашивает муниципальный или региональный координатор: попросите его."


@rule(
    "координатор, руководитель, методист, куратор, директор, школьный координатор, член рабочей группы",
    "Нагрузку школ смотрят те, кто работает со школами. Если вам это нужно, попросите координатора.",
)
def sees_burden(actor: Actor, _: object) -> bool:
    return actor.acts_as(*SEES_BURDEN)


@rule("муниципальный или региональный координатор", _ASK_THEM)
def asks(actor: Actor, _: object) -> bool:
    return actor.acts_as(*ASKERS)


@rule("на своей территории", "Эта территория не ваша: выберите свою.")
def own_territory(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule("запрос своей территории", "Этот запрос ведёт координатор другой территории: обратитесь к нему.")
def own_inquiry(actor: Actor, inquiry: Inquiry) -> bool:
    return _is_home(actor, inquiry.territory_path)


@rule("запрос своей территории", "Этот запрос ведёт координатор другой территории: обратитесь к нему.")
def of_own_inquiry(actor: Actor, reply: Reply) -> bool:
    return _is_home(actor, reply.inquiry.territory_path)


def _is_home(actor: Actor, path: str) -> bool:
    """A region does not go on with what its municipality asks."""
    return actor.is_operator or (actor.scope is not None and path in actor.scope.territory_paths)


@rule(
    "запрос готовится",
    "Запрос уже отправлен: вопросы в нём не меняют. Сделайте новый или позвоните школам.",
    about_state=True,
)
def is_draft(_: Actor, inquiry: Inquiry) -> bool:
    return inquiry.state == InquiryState.DRAFT


@rule(
    "запрос отправлен и не закрыт",
    "Запрос ещё готовится или уже закрыт. Обновите страницу.",
    about_state=True,
)
def is_sent(_: Actor, inquiry: Inquiry) -> bool:
    return inquiry.state == InquiryState.SENT


@rule(
    "директор или школьный координатор",
    "За школу отвечают директор и школьный координатор. Скажите им, что знаете ответ.",
)
def answers_for_a_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(*ANSWERERS)


@rule("своей школы", "Это запрос другой школе: за неё отвечает она сама.")
def of_own_school(actor: Actor, reply: Reply) -> bool:
    return actor.covers_school(reply.school_id, reply.school.territory.path or "")


@rule(
    "школа действует",
    "Школа закрыта или присоединена к другой: ответа за неё больше не ждут.",
    about_state=True,
)
def school_is_open(_: Actor, reply: Reply) -> bool:
    return reply.school.is_open


@rule(
    "запрос не закрыт",
    "Запрос закрыт: ответ уже не нужен. Если сведения важны, позвоните тому, кто спрашивал.",
    about_state=True,
)
def inquiry_is_open(_: Actor, reply: Reply) -> bool:
    return reply.inquiry.state == InquiryState.SENT


@rule(
    "ответ ждут или его можно поправить",
    "Здесь отвечать не на что: всё уже было известно или ответ больше не нужен.",
    about_state=True,
)
def may_be_answered(_: Actor, reply: Reply) -> bool:
    return reply.state in {*OPEN_REPLIES, ReplyState.ANSWERED}


@rule(
    "школа ответила", "Школа ещё не ответила или её уже просят уточнить. Обновите страницу.", about_state=True
)
def is_answered(_: Actor, reply: Reply) -> bool:
    return reply.state == ReplyState.ANSWERED


@rule("ответа ещё ждут", "Ответа уже не ждут. Обновите страницу.", about_state=True)
def is_awaited(_: Actor, reply: Reply) -> bool:
    return reply.state in OPEN_REPLIES


@rule("школа в своём охвате", "Эта школа не в вашем охвате.")
def school_in_scope(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


SEE = Permission[object](
    "burden.see", "Видеть, что спрашивают у школ, и сами запросы", any_of=((sees_burden,),)
)
BEGIN = Permission[object]("burden.begin", "Открывать форму запроса", any_of=((asks,),))
ASK = Permission[Territory]("burden.ask", "Готовить запрос сведений", any_of=((asks, own_territory),))
EDIT = Permission[Inquiry](
    "burden.edit", "Менять запрос, пока он готовится, удалять его", any_of=((asks, own_inquiry, is_draft),)
)
SEND = Permission[Inquiry]("burden.send", "Отправлять запрос школам", any_of=((asks, own_inquiry, is_draft),))
CLOSE = Permission[Inquiry](
    "burden.close",
    "Переносить срок отправленного запроса, закрывать его",
    any_of=((asks, own_inquiry, is_sent),),
)
ANSWER = Permission[Reply](
    "burden.answer",
    "Отвечать за школу",
    any_of=((answers_for_a_school, school_is_open, of_own_school, inquiry_is_open, may_be_answered),),
)
RETURN = Permission[Reply](
    "burden.return",
    "Просить школу уточнить ответ",
    any_of=((asks, of_own_inquiry, inquiry_is_open, is_answered),),
)
EXCUSE = Permission[Reply](
    "burden.excuse",
    "Снимать вопрос со школы, спрашивать школу-преемницу",
    any_of=((asks, of_own_inquiry, inquiry_is_open, is_awaited),),
)
