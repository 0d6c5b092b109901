"""Who makes events, who says how many came, who reads. What one sees at all is in `queries.visibility`."""

from opora.access import Actor, Permission, Role, rule
from opora.events.models import Event, Session
from opora.events.states import EventState, SessionState
from opora.organisations.models import Organisation, Territory

type Home = Organisation | Territory

#: those for whom there is nothing here
NEVER = frozenset({Role.EXPERT, Role.OBSERVER, Role.FEDERAL_OPERATOR})
READERS = frozenset(Role) - NEVER
MAKERS_OF_TERRITORY = frozenset(
    {
        *(Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.METHODIST),
        *(Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.ADMINISTRATOR),
    }
)
MAKERS = MAKERS_OF_TERRITORY | {Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.CURATOR}


def is_own(actor: Actor, home: Home) -> bool:
    """A territory for those who work for one; a school for its own people, its curator and those above."""
    if isinstance(home, Territory):
        return actor.acts_as(*MAKERS_OF_TERRITORY) and actor.covers_territory(home.path or "?")
    return actor.covers_school(home.pk, home.territory.path or "?")


def leads(actor: Actor, event: Event) -> bool:
    """Named among those who lead it. The leaders are best joined by then."""
    return actor.person_id is not None and any(each.pk == actor.person_id for each in event.leaders.all())


@rule(
    "любая роль, кроме эксперта, наблюдателя и федерального оператора",
    "Мероприятия видят школы, кураторы, методисты и координаторы. Если у вас есть другая роль, смените её.",
)
def reads_events(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READERS)


@rule(
    "директор, школьный координатор, куратор, методист, координатор, руководитель органа управления",
    "Мероприятия заводят школьный координатор, куратор, методист и координаторы. Попросите кого-то из них.",
)
def makes_events(actor: Actor, _: object) -> bool:
    return actor.acts_as(*MAKERS)


@rule(
    "для своей территории или школы",
    "Эта территория или школа не ваша: выберите свою или попросите её координатора.",
)
def own_home(actor: Actor, home: Home) -> bool:
    return is_own(actor, home)


@rule(
    "мероприятие своей территории или школы", "Это мероприятие ведёт другой организатор. Обратитесь к нему."
)
def own_event(actor: Actor, event: Event) -> bool:
    return is_own(actor, event.home)


@rule("ведёт мероприятие", "Отмечают организатор и те, кто ведёт мероприятие. Скажите им.")
def leads_it(actor: Actor, event: Event) -> bool:
    return actor.acts_as(*READERS) and leads(actor, event)


@rule(
    "мероприятие ещё не завершено",
    "Мероприятие уже завершено или отменено. Если надо ещё раз, заведите новое.",
    about_state=True,
)
def is_planned(_: Actor, event: Event) -> bool:
    return event.state == EventState.PLANNED


@rule("мероприятие не отменено", "Мероприятие отменено: добавить к нему нечего.", about_state=True)
def is_not_cancelled(_: Actor, event: Event) -> bool:
    return event.state != EventState.CANCELLED


@rule(
    "мероприятие своей территории или школы", "Это мероприятие ведёт другой организатор. Обратитесь к нему."
)
def session_of_own(actor: Actor, session: Session) -> bool:
    return is_own(actor, session.event.home)


@rule("ведёт мероприятие", "Отмечают организатор и те, кто ведёт мероприятие. Скажите им.")
def leads_session(actor: Actor, session: Session) -> bool:
    return actor.acts_as(*READERS) and leads(actor, session.event)


@rule("день ещё не отмечен", "Этот день уже отмечен или отменён. Обновите страницу.", about_state=True)
def day_is_planned(_: Actor, session: Session) -> bool:
    return session.state == SessionState.PLANNED


@rule("день проведён", "Исправляют числа проведённого дня, а этот ещё не отмечен.", about_state=True)
def day_is_held(_: Actor, session: Session) -> bool:
    return session.state == SessionState.HELD


SEE = Permission("events.see", "Видеть мероприятия своего охвата", any_of=((reads_events,),))
MAKE = Permission("events.make", "Завести мероприятие", any_of=((makes_events, own_home),))
CHANGE = Permission(
    "events.change",
    "Изменить, отменить мероприятие, добавить к нему дни",
    any_of=((makes_events, own_event, is_planned),),
)
ATTACH = Permission(
    "events.attach",
    "Добавить к мероприятию материалы и связи",
    any_of=((makes_events, own_event, is_not_cancelled), (leads_it, is_not_cancelled)),
)
SETTLE = Permission(
    "events.settle",
    "Отметить, сколько пришло; перенести или отменить день",
    any_of=((makes_events, session_of_own, day_is_planned), (leads_session, day_is_planned)),
)
CORRECT = Permission(
    "events.correct",
    "Исправить, сколько пришло",
    any_of=((makes_events, session_of_own, day_is_held), (leads_session, day_is_held)),
)
