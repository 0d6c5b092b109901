"""Who writes a report, who signs it, who reads it. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.organisations.models import Territory
from opora.reports.models import Report, ReportRequest
from opora.reports.states import ReportState, RequestState

WRITER, HEAD = Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD
#: of their own territory these see what is not issued yet
SEE_DRAFTS = frozenset({WRITER, HEAD})
#: these read what was issued in their territories
READ_ABOVE = frozenset(
    {
        *(Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.FEDERAL_OPERATOR, Role.ADMINISTRATOR),
        Role.METHODIST,
    }
)
#: these read what was issued about their schools
READ_BELOW = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.CURATOR})
READERS = SEE_DRAFTS | READ_ABOVE | READ_BELOW
#: these ask municipalities of their territory for reports
ASKERS = frozenset({Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.FEDERAL_OPERATOR})
READ_REQUESTS = SEE_DRAFTS | READ_ABOVE
#: these read the letter without the records behind its figures: not all of them are theirs to open
WITHOUT_RECORDS = READ_BELOW | {Role.ADMINISTRATOR, Role.FEDERAL_OPERATOR}

_ASK = "Отчёт готовит муниципальный координатор этой территории. Скажите ему, что добавить."


@rule(
    "координаторы, руководители, методист, куратор, директор и школьный координатор",
    "Отчёты муниципалитета читают те, кто их готовит, и школы, о которых они.",
)
def reads_reports(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.role in READERS


@rule("муниципальный координатор", _ASK)
def writes_reports(actor: Actor, _: object) -> bool:
    return actor.acts_as(WRITER)


@rule("своя территория", "Это другая территория: отчёт о ней готовит её координатор. Откройте отчёты своей.")
def of_own_territory(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "?")


@rule("отчёт своей территории", "Это отчёт другой территории: его готовят и подписывают там.")
def own_report(actor: Actor, report: Report) -> bool:
    return of_own_territory.holds(actor, report.territory)


@rule(
    "руководитель органа управления или координатор, которому поручено подписать",
    "Подписывает руководитель органа управления образованием или муниципальный координатор. Попросите их.",
)
def signs_reports(actor: Actor, _: object) -> bool:
    return actor.acts_as(HEAD, WRITER)


@rule(
    "отчёт ещё готовится",
    "Отчёт уже передан на подпись: слов и цифр не меняют. Верните его на доработку.",
    about_state=True,
)
def is_draft(_: Actor, report: Report) -> bool:
    return report.state == ReportState.DRAFT


@rule(
    "отчёт ждёт подписи",
    "Отчёт сейчас не на подписи. Обновите страницу: его вернули или уже подписали.",
    about_state=True,
)
def is_submitted(_: Actor, report: Report) -> bool:
    return report.state == ReportState.SUBMITTED


@rule("отчёт отправлен", "Аннулировать можно только отправленный отчёт. Обновите страницу.", about_state=True)
def is_issued(_: Actor, report: Report) -> bool:
    return report.state == ReportState.ISSUED


@rule(
    "кто готовит отчёт или получает его",
    "Файлы приложений открывают те, кто отправил письмо, и те, кому оно послано: в них бывает о других школах.",
)
def opens_annexes(actor: Actor, _: object) -> bool:
    return actor.role not in READ_BELOW


@rule(
    "координаторы, руководители, методист, администратор",
    "Запросы отчётов видят те, кто запрашивает, и те, кто готовит отчёт. Спросите муниципального координатора.",
)
def reads_requests(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.role in READ_REQUESTS


@rule(
    "региональный координатор, руководитель регионального проекта, федеральный оператор",
    "Отчёты запрашивает региональный координатор. Попросите его.",
)
def asks_for_reports(actor: Actor, _: object) -> bool:
    return actor.acts_as(*ASKERS)


@rule("своя территория", "Запрашивать отчёты можно только от своей территории. Выберите её.")
def asks_from_own(actor: Actor, territory: Territory) -> bool:
    return actor.is_operator or (actor.scope is not None and territory.path in actor.scope.territory_paths)


@rule("запрос своей территории", "Этот запрос отправила другая территория: отзывают его там.")
def own_request(actor: Actor, asked: ReportRequest) -> bool:
    return asks_from_own.holds(actor, asked.territory)


@rule(
    "запрос не отозван",
    "Этот запрос уже отозван. Если отчёты нужны снова, запросите их заново.",
    about_state=True,
)
def is_sent(_: Actor, asked: ReportRequest) -> bool:
    return asked.state == RequestState.SENT


SEE = Permission[object](
    "reports.see", "видеть отчёты своей территории и отправленные отчёты о своей школе", ((reads_reports,),)
)
MAKE = Permission[Territory]("reports.make", "начать отчёт по этапу", ((writes_reports, of_own_territory),))
WRITE = Permission[Report](
    "reports.write",
    "писать отчёт, передать на подпись, удалить черновик",
    ((writes_reports, own_report, is_draft),),
)
OPEN_ANNEXES = Permission[object](
    "reports.annexes", "открывать файлы приложений к отчёту", ((reads_reports, opens_annexes),)
)
RETURN = Permission[Report](
    "reports.return", "вернуть отчёт на доработку", ((signs_reports, own_report, is_submitted),)
)
ISSUE = Permission[Report](
    "reports.issue", "подписать отчёт: дать номер и дату", ((signs_reports, own_report, is_submitted),)
)
ANNUL = Permission[Report](
    "reports.annul", "аннулировать отправленный отчёт", ((signs_reports, own_report, is_issued),)
)
SEE_REQUESTS = Permission[object](
    "reports.requests", "видеть запросы отчётов своей территории", ((reads_requests,),)
)
ASK = Permission[Territory](
    "reports.ask", "запросить отчёты у муниципалитетов", ((asks_for_reports, asks_from_own),)
)
WITHDRAW = Permission[ReportRequest](
    "reports.withdraw", "отозвать запрос отчётов", ((asks_for_reports, own_request, is_sent),)
)
