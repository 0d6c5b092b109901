"""Who plans visits and who notes them. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.organisations.models import Organisation
from opora.visits.models import Visit
from opora.visits.states import TRANSITIONS, VisitState

#: those who go to schools
VISITORS = (
    *(Role.CURATOR, Role.METHODIST, Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD),
    *(Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD),
)
COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
#: of those who go to schools, who may write where a school stands on the map
CARD_KEEPERS = (*COORDINATORS, Role.AUTHORITY_HEAD)
#: the helpers' line of a note is for them
HELPERS = (*VISITORS, Role.ADMINISTRATOR)
#: who reads what a school is told of its visits
OF_SCHOOL = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER)
READERS = (*HELPERS, *OF_SCHOOL)


@rule(
    "школа или те, кто ей помогает",
    "Посещения видят школа, её куратор, методист и координаторы. Вам открыты другие разделы.",
)
def reads_visits(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READERS)


@rule(
    "куратор, методист, координатор или руководитель",
    "Посещения планируют и записывают те, кто ездит в школы. Договоритесь с куратором школы.",
)
def goes_to_schools(actor: Actor, _: object) -> bool:
    return actor.acts_as(*VISITORS)


@rule("школа в своём охвате", "Эта школа не из вашего охвата: договоритесь с её куратором.")
def school_in_scope(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule(
    "школа действует",
    "Школа закрыта: посещать её больше не нужно. Если её присоединили, запланируйте посещение новой школы.",
    about_state=True,
)
def school_is_open(_: Actor, school: Organisation) -> bool:
    return school.is_open


@rule("посещение школы в своём охвате", "Это посещение школы не из вашего охвата.")
def visit_in_scope(actor: Actor, visit: Visit) -> bool:
    return actor.covers_school(visit.school_id, visit.school.territory.path or "")


@rule(
    "кто едет или кто запланировал",
    "Это посещение ведут те, кто едет, куратор школы и координатор. Передайте им, что изменилось.",
)
def is_their_visit(actor: Actor, visit: Visit) -> bool:
    if actor.person_id is None:
        return actor.is_operator
    return actor.person_id in {visit.made_by_id, visit.noted_by_id} or any(
        each.person_id == actor.person_id for each in visit.visitors.all()
    )


@rule(
    "куратор школы или координатор",
    "Это посещение ведут те, кто едет, куратор школы и координатор. Передайте им, что изменилось.",
)
def looks_after_the_school(actor: Actor, _: Visit) -> bool:
    return actor.acts_as(Role.CURATOR, *COORDINATORS)


@rule(
    "посещение ещё запланировано",
    "Посещение уже проведено или отменено. Обновите страницу и посмотрите, чем оно кончилось.",
    about_state=True,
)
def is_planned(_: Actor, visit: Visit) -> bool:
    return visit.state == VisitState.PLANNED


@rule(
    "посещение ещё запланировано",
    "Записать можно то, что запланировано. Откройте посещение и посмотрите, чем оно кончилось.",
    about_state=True,
)
def awaits_a_note(_: Actor, visit: Visit) -> bool:
    return visit.state == VisitState.PLANNED


@rule("запись внесена", "Дополнить можно внесённую запись. Сначала внесите её.", about_state=True)
def is_noted(_: Actor, visit: Visit) -> bool:
    return VisitState.DONE in TRANSITIONS[VisitState(visit.state)] and visit.state == VisitState.DONE


@rule(
    "куратор, методист, координатор или руководитель",
    "Строку для помощников и закрытые записи читают те, кто помогает школе.",
)
def helps(actor: Actor, _: object) -> bool:
    return actor.acts_as(*HELPERS)


@rule("запись открыта школе", "Эту запись школе не открыли. Спросите о ней куратора.")
def is_open_to_school(_: Actor, visit: Visit) -> bool:
    return visit.is_open_to_school


@rule("школа", "Посещения видят школа, её куратор, методист и координаторы.")
def is_of_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(*OF_SCHOOL)


SEE = Permission("visits.see", "Видеть посещения школ", any_of=((reads_visits,),))
GO = Permission("visits.go", "Открывать планировщик посещений", any_of=((goes_to_schools,),))
PLAN = Permission(
    "visits.plan",
    "Планировать посещение школы",
    any_of=((goes_to_schools, school_in_scope, school_is_open),),
)
NOTE_UNPLANNED = Permission(
    "visits.note_unplanned",
    "Записывать посещение без плана",
    any_of=((goes_to_schools, school_in_scope),),
)
MOVE = Permission(
    "visits.move",
    "Переносить и отменять посещение",
    any_of=(
        (goes_to_schools, visit_in_scope, is_their_visit, is_planned),
        (goes_to_schools, visit_in_scope, looks_after_the_school, is_planned),
    ),
)
NOTE = Permission(
    "visits.note",
    "Вносить запись о посещении",
    any_of=(
        (goes_to_schools, visit_in_scope, is_their_visit, awaits_a_note),
        (goes_to_schools, visit_in_scope, looks_after_the_school, awaits_a_note),
    ),
)
AMEND = Permission(
    "visits.amend",
    "Дополнять запись о посещении",
    any_of=(
        (goes_to_schools, visit_in_scope, is_their_visit, is_noted),
        (goes_to_schools, visit_in_scope, looks_after_the_school, is_noted),
    ),
)
READ_NOTE = Permission(
    "visits.read_note",
    "Читать запись о посещении и её файлы",
    any_of=((helps, visit_in_scope), (is_of_school, visit_in_scope, is_open_to_school)),
)
READ_PRIVATE = Permission(
    "visits.read_private", "Читать строку для помощников", any_of=((helps, visit_in_scope),)
)
