"""Who writes a document, who reviews it, who reads it. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.documents.models import Document, Remark
from opora.documents.states import SETTLED, UNSETTLED, WRITABLE, Audience, DocumentState
from opora.organisations.models import Organisation, Territory

WRITERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER)
SENDERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)
OF_TERRITORY = (*COORDINATORS, Role.AUTHORITY_HEAD)
REVIEWERS = (Role.CURATOR, *COORDINATORS)
#: those who help schools and read what is said only among them
HELPERS = (*REVIEWERS, Role.METHODIST, Role.AUTHORITY_HEAD, Role.REGIONAL_PROJECT_HEAD)
#: experts read blind copies in their rounds, an observer has the public page
NEVER = frozenset({Role.OBSERVER, Role.EXPERT})
#: these read a document when it has been confirmed
READ_SETTLED = frozenset({Role.TEACHER, Role.FEDERAL_OPERATOR})


@rule("все, кроме наблюдателя и эксперта", "Документы школ видят школа и те, кто ей помогает.")
def reads_documents(actor: Actor, _: object) -> bool:
    return actor.is_operator or (actor.role is not None and actor.role not in NEVER)


@rule(
    "те, кто пишет документ, и те, кто помогает",
    "Версии документа видят те, кто его пишет и проверяет. Вам открыт подтверждённый документ.",
)
def follows_the_work(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.role not in {*NEVER, *READ_SETTLED, None}


@rule(
    "директор, школьный координатор или член рабочей группы",
    "Документ пишет школа: директор, школьный координатор и рабочая группа. Скажите им, что поправить.",
)
def writes_for_a_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(*WRITERS)


@rule(
    "директор или школьный координатор",
    "Отправляют документ директор и школьный координатор. Скажите им, что он готов.",
)
def sends_for_a_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(*SENDERS)


@rule(
    "координатор или руководитель органа управления образованием",
    "Программу территории пишет её координатор. Обратитесь к нему.",
)
def writes_for_a_territory(actor: Actor, _: object) -> bool:
    return actor.acts_as(*OF_TERRITORY)


@rule("документ школы", "Это документ территории, а не школы. Откройте документы своей школы.")
def is_of_school(_: Actor, document: Document) -> bool:
    return document.school_id is not None


@rule("документ территории", "Это документ школы: пишет его она сама.")
def is_of_territory(_: Actor, document: Document) -> bool:
    return document.territory_id is not None


@rule("документ в своём охвате", "Это документ не из вашего охвата. Откройте свои.")
def in_scope(actor: Actor, document: Document) -> bool:
    if document.school_id is None:
        return actor.covers_territory(document.territory_path)
    return actor.covers_school(document.school_id, document.territory_path)


@rule("программа своей территории", "Это программа другой территории: пишет её её координатор.")
def own_document(actor: Actor, document: Document) -> bool:
    paths = actor.scope.territory_paths if actor.scope else ()
    return actor.is_operator or document.territory_path in paths


@rule("школа в своём охвате", "Это другая школа: работайте со своей.")
def own_school(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule("территория в своём охвате", "Эта территория не в вашем охвате. Откройте свою.")
def own_territory(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule(
    "документ пишется: черновик или на доработке",
    "Документ сейчас не у школы, править его нельзя. Посмотрите, чей ход, и попросите вернуть.",
    about_state=True,
)
def is_writable(_: Actor, document: Document) -> bool:
    return document.state in WRITABLE


@rule(
    "куратор школы или координатор",
    "Проверяет документ куратор школы, без него — координатор. Передайте это им.",
)
def reviews(actor: Actor, _: object) -> bool:
    return actor.acts_as(*REVIEWERS)


@rule(
    "координатор территории выше",
    "Программу муниципалитета проверяет региональный координатор.",
)
def stands_above(actor: Actor, document: Document) -> bool:
    if actor.is_operator:
        return True
    paths = actor.scope.territory_paths if actor.scope else ()
    above = any(document.territory_path.startswith(p) and document.territory_path != p for p in paths)
    return above and actor.acts_as(Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)


@rule(
    "документ на проверке",
    "Документ сейчас не на проверке. Обновите страницу и посмотрите, чей ход.",
    about_state=True,
)
def is_in_review(_: Actor, document: Document) -> bool:
    return document.state == DocumentState.REVIEW


@rule(
    "документ был отправлен",
    "Школа ещё пишет документ. Замечания оставляют, когда он отправлен на проверку.",
    about_state=True,
)
def was_sent(_: Actor, document: Document) -> bool:
    return document.state in {DocumentState.REVIEW, DocumentState.REWORK, *SETTLED}


@rule(
    "документ подтверждён или экспертиза завершена",
    "Открыть для правок можно подтверждённый документ. Сейчас он в другом состоянии: обновите страницу.",
    about_state=True,
)
def can_be_reopened(_: Actor, document: Document) -> bool:
    return document.state in {DocumentState.CONFIRMED, DocumentState.ASSESSED, DocumentState.ARCHIVED}


@rule(
    "документ не на проверке и не на экспертизе",
    "Документ сейчас проверяют. Дождитесь решения, потом уберите его в архив.",
    about_state=True,
)
def can_be_archived(_: Actor, document: Document) -> bool:
    return document.state in {*WRITABLE, DocumentState.CONFIRMED, DocumentState.ASSESSED}


@rule(
    "документ не в архиве", "Документ в архиве, его только читают. Верните его из архива.", about_state=True
)
def is_in_use(_: Actor, document: Document) -> bool:
    return document.state != DocumentState.ARCHIVED


@rule("замечание к документу в своём охвате", "Это замечание к документу не из вашего охвата.")
def remark_in_scope(actor: Actor, remark: Remark) -> bool:
    return in_scope.holds(actor, remark.document)


@rule("замечание к документу школы", "Это замечание к программе территории.")
def remark_of_school(_: Actor, remark: Remark) -> bool:
    return remark.document.school_id is not None


@rule("замечание к программе территории", "Это замечание к документу школы.")
def remark_of_territory(_: Actor, remark: Remark) -> bool:
    return remark.document.school_id is None


@rule("замечание к программе своей территории", "Это замечание к программе другой территории.")
def remark_on_own(actor: Actor, remark: Remark) -> bool:
    return own_document.holds(actor, remark.document)


@rule("координатор территории выше", "Это замечание снимает и принимает региональный координатор.")
def remark_from_above(actor: Actor, remark: Remark) -> bool:
    return stands_above.holds(actor, remark.document)


@rule(
    "документ ещё не подтверждён",
    "Документ уже подтверждён: замечания к нему закрыты. Откройте его для правок, если нужно.",
    about_state=True,
)
def still_reviewed(_: Actor, remark: Remark) -> bool:
    return remark.document.state not in SETTLED


@rule("замечание открыто", "Замечание уже закрыто. Обновите страницу.", about_state=True)
def is_unsettled(_: Actor, remark: Remark) -> bool:
    return remark.state in UNSETTLED


@rule(
    "замечание адресовано школе",
    "Это замечание не для школы.",
)
def is_for_school(_: Actor, remark: Remark) -> bool:
    return remark.seen_by == Audience.SCHOOL


@rule("школа может исправлять", "Документ сейчас не у школы: дождитесь, пока его вернут.", about_state=True)
def school_may_mend(_: Actor, remark: Remark) -> bool:
    return remark.document.state in WRITABLE


SEE = Permission("documents.see", "Видеть документы", any_of=((reads_documents,),))
READ_VERSIONS = Permission(
    "documents.versions", "Видеть версии документа и что в них менялось", any_of=((follows_the_work,),)
)
BEGIN = Permission("documents.begin", "Начинать документ школы", any_of=((writes_for_a_school, own_school),))
BEGIN_OF_TERRITORY = Permission(
    "documents.begin_territory",
    "Начинать программу территории",
    any_of=((writes_for_a_territory, own_territory),),
)
WRITE = Permission(
    "documents.write",
    "Писать документ",
    any_of=(
        (is_of_school, in_scope, writes_for_a_school, is_writable),
        (is_of_territory, own_document, writes_for_a_territory, is_writable),
    ),
)
SEND = Permission(
    "documents.send",
    "Отправлять документ на проверку",
    any_of=(
        (is_of_school, in_scope, sends_for_a_school, is_writable),
        (is_of_territory, own_document, writes_for_a_territory, is_writable),
    ),
)
RECALL = Permission(
    "documents.recall",
    "Отзывать документ с проверки",
    any_of=(
        (is_of_school, in_scope, sends_for_a_school, is_in_review),
        (is_of_territory, own_document, writes_for_a_territory, is_in_review),
    ),
)
COVER = Permission(
    "documents.cover",
    "Заполнять титульный лист",
    any_of=(
        (is_of_school, in_scope, sends_for_a_school, is_in_use),
        (is_of_territory, in_scope, writes_for_a_territory, is_in_use),
    ),
)
REMARK = Permission(
    "documents.remark",
    "Оставлять замечания к документу",
    any_of=(
        (is_of_school, in_scope, reviews, was_sent),
        (is_of_territory, stands_above, was_sent),
    ),
)
DECIDE = Permission(
    "documents.decide",
    "Подтверждать документ и возвращать на доработку",
    any_of=(
        (is_of_school, in_scope, reviews, is_in_review),
        (is_of_territory, stands_above, is_in_review),
    ),
)
REOPEN = Permission(
    "documents.reopen",
    "Открывать подтверждённый документ для правок",
    any_of=(
        (is_of_school, in_scope, reviews, can_be_reopened),
        (is_of_territory, stands_above, can_be_reopened),
    ),
)
ARCHIVE = Permission(
    "documents.archive",
    "Убирать документ в архив",
    any_of=(
        (is_of_school, in_scope, sends_for_a_school, can_be_archived),
        (is_of_school, in_scope, reviews, can_be_archived),
        (is_of_territory, in_scope, writes_for_a_territory, can_be_archived),
    ),
)
MEND = Permission(
    "documents.mend",
    "Отмечать замечание исправленным",
    any_of=(
        (
            remark_of_school,
            remark_in_scope,
            is_for_school,
            writes_for_a_school,
            is_unsettled,
            school_may_mend,
        ),
        (remark_of_territory, remark_on_own, writes_for_a_territory, is_unsettled, school_may_mend),
    ),
)
REPLY = Permission(
    "documents.reply",
    "Отвечать на замечание",
    any_of=(
        (remark_of_school, remark_in_scope, is_for_school, writes_for_a_school),
        (remark_of_school, remark_in_scope, reviews),
        (remark_of_territory, remark_on_own, writes_for_a_territory),
        (remark_of_territory, remark_from_above),
    ),
)
SETTLE = Permission(
    "documents.settle",
    "Принимать исправление и снимать замечание",
    any_of=(
        (remark_of_school, remark_in_scope, reviews, still_reviewed),
        (remark_of_territory, remark_from_above, still_reviewed),
    ),
)
SET_DEADLINES = Permission(
    "documents.deadlines",
    "Назначать сроки документов",
    any_of=((writes_for_a_territory, own_territory),),
)
