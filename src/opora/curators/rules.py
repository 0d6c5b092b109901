"""Who proposes, tests, approves and appoints curators, who signs agreements, who reads what."""

from dataclasses import dataclass

from opora.access import Actor, Permission, Role, rule
from opora.curators.models import Agreement, Candidate
from opora.curators.states import ON_THE_WAY, TRANSITIONS, AgreementState, CandidateState
from opora.organisations.models import Organisation, Territory

#: who leads the choice; the regional coordinator approves as well
COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
READERS = (*COORDINATORS, Role.AUTHORITY_HEAD, Role.REGIONAL_PROJECT_HEAD, Role.ADMINISTRATOR)
OF_SCHOOL = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
AGREEMENT_READERS = (*READERS, *OF_SCHOOL, Role.CURATOR)
HANDOVER_READERS = (*OF_SCHOOL, Role.CURATOR, *COORDINATORS, Role.AUTHORITY_HEAD, Role.METHODIST)

_S = CandidateState


@dataclass(frozen=True, slots=True)
class Ending:
    """A candidate and how their way is to end."""

    candidate: Candidate
    target: CandidateState


@rule(
    "координатор, руководитель органа управления, руководитель регионального проекта, администратор",
    "Реестр кураторов открыт координаторам и руководителям. О своём кураторе спросите муниципального координатора.",
)
def reads_register(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READERS)


@rule(
    "муниципальный или региональный координатор",
    "Кураторов подбирают муниципальный и региональный координаторы. Скажите им, кого предлагаете.",
)
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(*COORDINATORS)


@rule(
    "региональный координатор",
    "Кандидата согласует региональный координатор. Он видит его на своём столе: дождитесь ответа.",
)
def approves(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.REGIONAL_COORDINATOR)


@rule("территория в своём охвате", "Это не ваша территория: кураторов там подбирает её координатор.")
def territory_in_scope(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule("кандидат своей территории", "Это кандидат другой территории: его ведёт её координатор.")
def of_own_territory(actor: Actor, candidate: Candidate) -> bool:
    return actor.covers_territory(candidate.territory_path)


@rule(
    "отбор ещё идёт",
    "Отбор этого кандидата уже закончен. Обновите страницу; если он нужен снова, предложите его заново.",
    about_state=True,
)
def is_on_the_way(_: Actor, candidate: Candidate) -> bool:
    return candidate.state in ON_THE_WAY


@rule(
    "кандидат предложен или собеседование уже было",
    "Собеседование записывают до теста. Обновите страницу: кандидат уже на следующем шаге.",
    about_state=True,
)
def may_be_interviewed(_: Actor, candidate: Candidate) -> bool:
    return candidate.state in {_S.PROPOSED, _S.INTERVIEWED}


@rule(
    "собеседование прошло успешно",
    "Тест идёт после успешного собеседования. Сначала запишите его итог.",
    about_state=True,
)
def may_be_tested(_: Actor, candidate: Candidate) -> bool:
    return candidate.state in {_S.INTERVIEWED, _S.TESTED} and candidate.interview_fits is True


@rule(
    "тест ФИОКО сдан, ответа ещё нет",
    "Согласуют того, кто сдал обязательный тест ФИОКО. Обновите страницу: возможно, ответ уже дан.",
    about_state=True,
)
def may_be_approved(_: Actor, candidate: Candidate) -> bool:
    return candidate.state == _S.TESTED and candidate.test_passed is True


@rule(
    "кандидат согласован, договора ещё нет",
    "Договор заключают после согласования регионального координатора. Обновите страницу.",
    about_state=True,
)
def may_be_contracted(_: Actor, candidate: Candidate) -> bool:
    return candidate.state == _S.APPROVED


@rule(
    "договор заключён",
    "Назначают после договора. Пройдите шаги по порядку: тест, согласование, документы и договор.",
    about_state=True,
)
def may_be_appointed(_: Actor, candidate: Candidate) -> bool:
    return candidate.state == _S.CONTRACTED


@rule("пакет документов ещё собирают", "Пакет собирают от согласования до назначения.", about_state=True)
def collects_papers(_: Actor, candidate: Candidate) -> bool:
    return candidate.state in {_S.APPROVED, _S.CONTRACTED}


@rule("кандидат своей территории", "Это кандидат другой территории: его ведёт её координатор.")
def ends_own(actor: Actor, ending: Ending) -> bool:
    return actor.covers_territory(ending.candidate.territory_path)


@rule(
    "отбор ещё идёт",
    "Отбор этого кандидата уже закончен. Обновите страницу.",
    about_state=True,
)
def may_end(_: Actor, ending: Ending) -> bool:
    return ending.target in TRANSITIONS[CandidateState(ending.candidate.state)]


@rule("школа в своём охвате", "Эта школа не в вашем охвате: куратора ей подбирает её координатор.")
def school_in_scope(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule(
    "школа, её куратор или координатор",
    "Соглашения ведут директор, школьный координатор, куратор школы и координаторы.",
)
def reads_agreements(actor: Actor, _: object) -> bool:
    return actor.acts_as(*AGREEMENT_READERS)


@rule(
    "школа, её куратор или координатор",
    "Соглашение готовят директор, школьный координатор, куратор школы или координатор. Попросите их.",
)
def writes_agreements(actor: Actor, _: object) -> bool:
    return actor.acts_as(*OF_SCHOOL, Role.CURATOR, *COORDINATORS)


@rule("соглашение своей школы", "Это соглашение другой школы.")
def of_own_school(actor: Actor, agreement: Agreement) -> bool:
    return actor.covers_school(agreement.school_id, agreement.school.territory.path or "")


@rule(
    "соглашение ещё проект",
    "Соглашение уже подписано или прекращено: его слова не меняются. Нужны другие — прекратите его и составьте новое.",
    about_state=True,
)
def is_draft(_: Actor, agreement: Agreement) -> bool:
    return agreement.state == AgreementState.DRAFT


@rule("соглашение не прекращено", "Соглашение уже прекращено. Составьте новое.", about_state=True)
def is_alive(_: Actor, agreement: Agreement) -> bool:
    return agreement.state != AgreementState.ENDED


@rule("директор школы", "За школу подписывает директор. Скажите ему, что проект готов.")
def heads_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.SCHOOL_HEAD) and not actor.is_operator


@rule("куратор, с которым соглашение", "За куратора подписывает он сам.")
def is_its_curator(actor: Actor, agreement: Agreement) -> bool:
    return actor.acts_as(Role.CURATOR) and not actor.is_operator and actor.person_id == agreement.curator_id


@rule("школа ещё не подписала", "Школа уже подписала. Теперь подпись куратора.", about_state=True)
def school_has_not_signed(_: Actor, agreement: Agreement) -> bool:
    return agreement.school_signed_at is None


@rule("куратор ещё не подписал", "Куратор уже подписал. Теперь подпись директора.", about_state=True)
def curator_has_not_signed(_: Actor, agreement: Agreement) -> bool:
    return agreement.curator_signed_at is None


@rule(
    "школа, её куратор, координаторы, методист, руководитель органа управления",
    "Лист передачи дел открыт школе, её куратору и координаторам.",
)
def reads_handover(actor: Actor, _: object) -> bool:
    return actor.acts_as(*HANDOVER_READERS)


SEE = Permission("curators.see", "Видеть реестр кураторов своей территории", any_of=((reads_register,),))
CHOOSE = Permission(
    "curators.choose", "Подбирать куратора школе и менять его", any_of=((coordinates, school_in_scope),)
)
PROPOSE = Permission("curators.propose", "Предлагать кандидата", any_of=((coordinates, territory_in_scope),))
EDIT = Permission(
    "curators.edit",
    "Исправлять сведения о кандидате",
    any_of=((coordinates, of_own_territory, is_on_the_way),),
)
INTERVIEW = Permission(
    "curators.interview",
    "Записывать собеседование",
    any_of=((coordinates, of_own_territory, may_be_interviewed),),
)
TEST = Permission(
    "curators.test", "Записывать тест ФИОКО", any_of=((coordinates, of_own_territory, may_be_tested),)
)
APPROVE = Permission(
    "curators.approve", "Согласовать кандидата", any_of=((approves, of_own_territory, may_be_approved),)
)
PAPERS = Permission(
    "curators.papers", "Собирать пакет документов", any_of=((coordinates, of_own_territory, collects_papers),)
)
CONTRACT = Permission(
    "curators.contract", "Записывать договор", any_of=((coordinates, of_own_territory, may_be_contracted),)
)
APPOINT = Permission(
    "curators.appoint",
    "Назначать кандидата куратором школ",
    any_of=((coordinates, of_own_territory, may_be_appointed),),
)
END = Permission(
    "curators.end", "Отклонять кандидата, записывать отказ", any_of=((coordinates, ends_own, may_end),)
)
SEE_AGREEMENTS = Permission(
    "curators.agreements", "Видеть соглашения школ и кураторов", any_of=((reads_agreements,),)
)
AGREE = Permission("curators.agree", "Готовить соглашение", any_of=((writes_agreements, school_in_scope),))
EDIT_AGREEMENT = Permission(
    "curators.agreement_edit",
    "Менять проект соглашения",
    any_of=((writes_agreements, of_own_school, is_draft),),
)
SIGN_FOR_SCHOOL = Permission(
    "curators.sign_school",
    "Подписывать соглашение за школу",
    any_of=((heads_school, of_own_school, is_draft, school_has_not_signed),),
)
SIGN_FOR_CURATOR = Permission(
    "curators.sign_curator",
    "Подписывать соглашение за куратора",
    any_of=((is_its_curator, of_own_school, is_draft, curator_has_not_signed),),
)
KEEP_AGREEMENT = Permission(
    "curators.agreement_keep",
    "Прикладывать скан соглашения и прекращать его",
    any_of=((writes_agreements, of_own_school, is_alive),),
)
HANDOVER = Permission(
    "curators.handover",
    "Открывать лист передачи дел школы",
    any_of=((reads_handover, school_in_scope),),
)
