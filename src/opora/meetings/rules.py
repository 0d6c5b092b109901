"""Who calls a meeting, keeps its minutes, signs them, says how often a group meets."""

from dataclasses import dataclass

from opora.access import Actor, Permission, Role, rule
from opora.assignments.rules import COORDINATORS, SCHOOL_LEADERS, covers
from opora.groups.models import Group
from opora.groups.states import MemberPart
from opora.meetings.models import Meeting
from opora.meetings.states import MeetingState
from opora.organisations.models import Organisation, Territory

type Home = Organisation | Territory

#: those who hold meetings inside their scope
CALLERS = COORDINATORS | SCHOOL_LEADERS | {Role.METHODIST, Role.CURATOR}
#: these see every meeting of their scope
SEES_SCOPE = CALLERS | {Role.WORKING_GROUP_MEMBER}
NEVER = frozenset({Role.OBSERVER, Role.FEDERAL_OPERATOR, Role.ADMINISTRATOR, Role.EXPERT})
#: these parts in a group hold its meetings
LEADING = (MemberPart.CHAIR, MemberPart.DEPUTY, MemberPart.SECRETARY)

_ASK = "Обратитесь к руководителю или секретарю группы либо к координатору."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting is to be: a home, and the group that meets; `leaders` are the people who lead the group."""

    home: Home
    group: Group | None = None
    leaders: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting and the people who lead its group."""

    meeting: Meeting
    leaders: frozenset[int] = frozenset()


@rule(
    "школа, куратор, координатор, методист",
    "Совещания видят те, кто в них участвует, и те, кто помогает школе.",
)
def works_with_meetings(actor: Actor, _: object) -> bool:
    return actor.is_operator or (actor.role is not None and actor.role not in NEVER)


@rule("координатор, методист, куратор, директор, школьный координатор", f"Совещания назначают не все. {_ASK}")
def calls(actor: Actor, _: object) -> bool:
    return actor.acts_as(*CALLERS)


@rule(
    "школа или территория своего охвата", "Это вне вашего охвата. Выберите свою школу, территорию или группу."
)
def place_in_scope(actor: Actor, place: Place) -> bool:
    return covers(actor, place.home)


@rule(
    "руководитель, заместитель или секретарь группы",
    f"Заседания группы ведут её руководитель и секретарь. {_ASK}",
)
def leads_the_group_there(actor: Actor, place: Place) -> bool:
    return actor.is_operator or (actor.capacity is not None and actor.person_id in place.leaders)


@rule("группа действует", "Группа распущена. Назначьте совещание без группы.", about_state=True)
def group_is_active(_: Actor, place: Place) -> bool:
    return place.group is None or place.group.closed_on is None


@rule(
    "координатор, методист, куратор, директор, школьный координатор", f"Совещание ведут другие люди. {_ASK}"
)
def keeps_meetings(actor: Actor, _: Kept) -> bool:
    return actor.acts_as(*CALLERS)


@rule("совещание своего охвата", "Это совещание вне вашего охвата: его ведут другие люди.")
def in_scope(actor: Actor, kept: Kept) -> bool:
    return covers(actor, kept.meeting.home)


@rule("руководитель, заместитель или секретарь группы", f"Совещание ведут другие люди. {_ASK}")
def leads_its_group(actor: Actor, kept: Kept) -> bool:
    return actor.is_operator or (actor.capacity is not None and actor.person_id in kept.leaders)


@rule("ещё не проведено", "Совещание уже проведено или отменено. Обновите страницу.", about_state=True)
def is_planned(_: Actor, kept: Kept) -> bool:
    return kept.meeting.state == MeetingState.PLANNED


@rule(
    "проведено, протокол не подписан",
    "Протокол пишут после совещания и до подписи. Обновите страницу.",
    about_state=True,
)
def is_held(_: Actor, kept: Kept) -> bool:
    return kept.meeting.state == MeetingState.HELD


@rule("протокол не подписан", "Протокол подписан или совещание отменено: менять нечего.", about_state=True)
def is_not_over(_: Actor, kept: Kept) -> bool:
    return kept.meeting.state in (MeetingState.PLANNED, MeetingState.HELD)


@rule("протокол подписан", "Протокол ещё не подписан.", about_state=True)
def is_minuted(_: Actor, kept: Kept) -> bool:
    return kept.meeting.state == MeetingState.MINUTED


@rule("проведено", "Поручения дают после совещания. Сначала отметьте, что оно прошло.", about_state=True)
def took_place(_: Actor, kept: Kept) -> bool:
    return kept.meeting.state in (MeetingState.HELD, MeetingState.MINUTED)


SEE = Permission[object]("meetings.see", "Смотреть совещания", any_of=((works_with_meetings,),))
BEGIN = Permission[object]("meetings.begin", "Открывать форму совещания", any_of=((works_with_meetings,),))
CALL = Permission[Place](
    "meetings.call",
    "Назначать совещание",
    any_of=((leads_the_group_there, group_is_active), (calls, place_in_scope, group_is_active)),
)
CHANGE = Permission[Kept](
    "meetings.change",
    "Менять, переносить, отменять назначенное, отмечать проведённым",
    any_of=((leads_its_group, is_planned), (keeps_meetings, in_scope, is_planned)),
)
INVITE = Permission[Kept](
    "meetings.invite",
    "Вписывать участников и отмечать, кто был",
    any_of=((leads_its_group, is_not_over), (keeps_meetings, in_scope, is_not_over)),
)
WRITE = Permission[Kept](
    "meetings.write",
    "Писать и подписывать протокол",
    any_of=((leads_its_group, is_held), (keeps_meetings, in_scope, is_held)),
)
REOPEN = Permission[Kept](
    "meetings.reopen",
    "Возвращать подписанный протокол на правку",
    any_of=((leads_its_group, is_minuted), (keeps_meetings, in_scope, is_minuted)),
)
ASSIGN = Permission[Kept](
    "meetings.assign",
    "Давать поручения по решениям совещания",
    any_of=((leads_its_group, took_place), (keeps_meetings, in_scope, took_place)),
)
SET_RHYTHM = Permission[Place](
    "meetings.rhythm",
    "Говорить, как часто собирается группа",
    any_of=((leads_the_group_there, group_is_active), (calls, place_in_scope, group_is_active)),
)
