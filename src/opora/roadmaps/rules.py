"""Who carries a measure out, who confirms it, who closes a stage. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.organisations.models import Organisation
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.states import OPEN, CheckpointState, WorkState

WRITERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER)
LEADERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)
DECIDERS = (Role.CURATOR, *COORDINATORS)
#: experts read documents in their rounds, an observer has the public page
NEVER = frozenset({Role.OBSERVER, Role.EXPERT})


@rule("все, кроме наблюдателя и эксперта", "Дорожную карту видят школа и те, кто ей помогает.")
def reads_roadmaps(actor: Actor, _: object) -> bool:
    return actor.is_operator or (actor.role is not None and actor.role not in NEVER)


@rule(
    "директор, школьный координатор или член рабочей группы",
    "Меры ведёт школа: директор, школьный координатор, рабочая группа и ответственный. Скажите им.",
)
def carries_out(actor: Actor, _: object) -> bool:
    return actor.acts_as(*WRITERS)


@rule("ответственный за меру", "За эту меру отвечает другой человек. Скажите ему или школьному координатору.")
def is_responsible(actor: Actor, work: Work) -> bool:
    return actor.person_id is not None and any(
        person.pk == actor.person_id for person in work.responsible.all()
    )


@rule(
    "директор или школьный координатор",
    "Это решают директор и школьный координатор. Скажите им, что нужно изменить.",
)
def leads(actor: Actor, _: object) -> bool:
    return actor.acts_as(*LEADERS)


@rule("мера своей школы", "Это мера другой школы. Откройте карту своей.")
def of_own_school(actor: Actor, work: Work) -> bool:
    return actor.covers_school(work.school_id, work.school.territory.path or "")


@rule("школа в своём охвате", "Эта школа не в вашем охвате. Откройте свою.")
def school_in_scope(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule(
    "школа действует",
    "Школа закрыта. Меру продолжает школа, к которой её присоединили, или снимает координатор: откройте карту "
    "закрытой школы.",
    about_state=True,
)
def at_open_school(_: Actor, work: Work) -> bool:
    return work.school.is_open


@rule("школа действует", "Школа закрыта: её этапы больше не пишут. Откройте карту другой.", about_state=True)
def school_is_open(_: Actor, school: Organisation) -> bool:
    return school.is_open


@rule("школа закрыта", "Школа действует: её меры ведёт она сама. Откройте её карту.", about_state=True)
def school_is_closed(_: Actor, school: Organisation) -> bool:
    return not school.is_open


@rule(
    "школа-преемница",
    "Меры закрытой школы продолжает та, к которой её присоединили. Скажите её директору или координатору.",
)
def of_successor(actor: Actor, school: Organisation) -> bool:
    heir = school.merged_into_id
    return heir is not None and actor.covers_school(heir, school.territory.path or "")


@rule("координатор", "Меры закрытой школы снимает координатор её территории. Скажите ему.")
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(*COORDINATORS)


@rule(
    "мера ещё не закончена",
    "Мера сейчас не у школы: она на подтверждении, подтверждена или снята. Обновите страницу.",
    about_state=True,
)
def is_open(_: Actor, work: Work) -> bool:
    return work.state in OPEN


@rule(
    "меру ещё не начинали",
    "Мера уже выполняется или закончена. Обновите страницу и посмотрите, чей ход.",
    about_state=True,
)
def can_be_started(_: Actor, work: Work) -> bool:
    return work.state in {WorkState.PLANNED, WorkState.POSTPONED}


@rule(
    "мера на подтверждении",
    "Мера сейчас не на подтверждении: кто-то уже решил. Обновите страницу.",
    about_state=True,
)
def is_reported(_: Actor, work: Work) -> bool:
    return work.state == WorkState.REPORTED


@rule("мера подтверждена", "Мера не подтверждена: снимать нечего. Обновите страницу.", about_state=True)
def is_confirmed(_: Actor, work: Work) -> bool:
    return work.state == WorkState.CONFIRMED


@rule("мера снята", "Мера и так в карте. Обновите страницу.", about_state=True)
def is_dropped(_: Actor, work: Work) -> bool:
    return work.state == WorkState.DROPPED


@rule(
    "мера не снята",
    "Мера снята с дорожной карты. Верните её в карту, если она снова нужна.",
    about_state=True,
)
def is_on_the_map(_: Actor, work: Work) -> bool:
    return work.state != WorkState.DROPPED


@rule(
    "куратор школы или координатор",
    "Подтверждает куратор школы, без него — координатор. Передайте это им.",
)
def decides(actor: Actor, _: object) -> bool:
    return actor.acts_as(*DECIDERS)


@rule(
    "не тот, кто отметил выполнение",
    "Выполнение отметили вы сами. Подтверждает другой человек: куратор или координатор.",
)
def did_not_report(actor: Actor, work: Work) -> bool:
    return actor.person_id is None or actor.person_id != work.reported_by_id


@rule("подтверждение своей школы", "Это подтверждение другой школы. Откройте карту своей.")
def evidence_of_own(actor: Actor, evidence: Evidence) -> bool:
    return actor.covers_school(evidence.school_id, evidence.school.territory.path or "")


@rule("файл или ссылку ещё не убрали", "Это уже убрали. Обновите страницу.", about_state=True)
def is_there(_: Actor, evidence: Evidence) -> bool:
    return evidence.withdrawn_at is None


@rule("этап своей школы", "Это этап другой школы. Откройте карту своей.")
def checkpoint_of_own(actor: Actor, checkpoint: Checkpoint) -> bool:
    return actor.covers_school(checkpoint.school_id, checkpoint.school.territory.path or "")


@rule("школа действует", "Школа закрыта: её этапы больше не пишут. Откройте карту другой.", about_state=True)
def checkpoint_at_open_school(_: Actor, checkpoint: Checkpoint) -> bool:
    return checkpoint.school.is_open


@rule(
    "этап у школы",
    "Этап уже у куратора или закрыт. Обновите страницу и посмотрите, чей ход.",
    about_state=True,
)
def checkpoint_is_open(_: Actor, checkpoint: Checkpoint) -> bool:
    return checkpoint.state == CheckpointState.OPEN


@rule(
    "этап ждёт заключения",
    "Этап сейчас не ждёт заключения. Обновите страницу и посмотрите, чей ход.",
    about_state=True,
)
def checkpoint_is_sent(_: Actor, checkpoint: Checkpoint) -> bool:
    return checkpoint.state == CheckpointState.SENT


SEE = Permission("roadmaps.see", "Видеть дорожную карту", any_of=((reads_roadmaps,),))
START = Permission(
    "roadmaps.start",
    "Начинать меру",
    any_of=(
        (is_responsible, of_own_school, can_be_started, at_open_school),
        (carries_out, of_own_school, can_be_started, at_open_school),
    ),
)
REPORT = Permission(
    "roadmaps.report",
    "Отмечать меру выполненной",
    any_of=(
        (is_responsible, of_own_school, is_open, at_open_school),
        (carries_out, of_own_school, is_open, at_open_school),
    ),
)
SHOW = Permission(
    "roadmaps.show",
    "Прикладывать подтверждения",
    any_of=(
        (is_responsible, of_own_school, is_on_the_map, at_open_school),
        (carries_out, of_own_school, is_on_the_map, at_open_school),
    ),
)
RECALL = Permission(
    "roadmaps.recall",
    "Отзывать меру с подтверждения",
    any_of=(
        (is_responsible, of_own_school, is_reported, at_open_school),
        (carries_out, of_own_school, is_reported, at_open_school),
    ),
)
POSTPONE = Permission(
    "roadmaps.postpone", "Переносить срок меры", any_of=((leads, of_own_school, is_open, at_open_school),)
)
DROP = Permission("roadmaps.drop", "Снимать меру", any_of=((leads, of_own_school, is_open, at_open_school),))
TAKE_BACK = Permission(
    "roadmaps.take_back",
    "Возвращать снятую меру в карту",
    any_of=((leads, of_own_school, is_dropped, at_open_school),),
)
ARRANGE = Permission(
    "roadmaps.arrange",
    "Назначать ответственных, срок начала и стоимость",
    any_of=((carries_out, of_own_school, is_on_the_map, at_open_school),),
)
ANY_HAND_OVER = Permission(
    "roadmaps.hand_over_page", "Открывать передачу мер", any_of=((leads, school_in_scope, school_is_open),)
)
HAND_OVER = Permission(
    "roadmaps.hand_over",
    "Передавать меры другому ответственному",
    any_of=((leads, of_own_school, is_open, at_open_school),),
)
TAKE_OVER = Permission(
    "roadmaps.take_over",
    "Продолжать меры присоединённой школы",
    any_of=((leads, of_successor, school_is_closed),),
)
SETTLE = Permission(
    "roadmaps.settle",
    "Снимать меры закрытой школы",
    any_of=((leads, of_successor, school_is_closed), (coordinates, school_in_scope, school_is_closed)),
)
DECIDE = Permission(
    "roadmaps.decide",
    "Подтверждать и возвращать меру",
    any_of=((decides, of_own_school, is_reported, did_not_report),),
)
UNDO = Permission(
    "roadmaps.undo", "Снимать подтверждение меры", any_of=((decides, of_own_school, is_confirmed),)
)
WITHDRAW = Permission(
    "roadmaps.withdraw", "Убирать подтверждение", any_of=((carries_out, evidence_of_own, is_there),)
)
BE_PROUD = Permission(
    "roadmaps.be_proud",
    "Рассказывать, чем школа гордится",
    any_of=((carries_out, of_own_school, is_confirmed),),
)
BEGIN_CHECKPOINT = Permission(
    "roadmaps.begin_checkpoint",
    "Начинать отчёт по этапу",
    any_of=((carries_out, school_in_scope, school_is_open),),
)
WRITE_CHECKPOINT = Permission(
    "roadmaps.write_checkpoint",
    "Писать и отправлять этап",
    any_of=((carries_out, checkpoint_of_own, checkpoint_is_open, checkpoint_at_open_school),),
)
CLOSE_CHECKPOINT = Permission(
    "roadmaps.close_checkpoint",
    "Закрывать этап с заключением или возвращать его",
    any_of=((decides, checkpoint_of_own, checkpoint_is_sent),),
)
