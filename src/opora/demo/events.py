"""Seminars, consultations and courses of the demonstration's year: some held with numbers, some to come."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.cycles.models import Cycle
from opora.demo.world import HOME
from opora.events.actions import Day, Written, hold_day, make_event
from opora.events.models import Event
from opora.events.queries import choices
from opora.events.rules import Home
from opora.events.states import SessionState
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

SCHOOL = "ZAR-01"
PEOPLE_PER_SCHOOL = 3


def hold_events(*, cycle: Cycle, by: Actor, at: datetime) -> list[Event]:
    """A monthly seminar half-way through, consultations on request, courses ahead, a game at the first school."""
    today = timezone.localdate(at)
    home = Territory.objects.get(code=HOME[0])
    schools = list(Organisation.objects.filter(territory=home, key__startswith=HOME[0]).order_by("key")[:4])
    asked: dict[int, int | None] = {each.pk: None for each in schools}
    seminar = _made(
        home,
        cycle,
        "practice-seminar",
        Written(
            "Читаем условие задачи",
            about="Как научить ребёнка понимать, о чём его спрашивают. Приносите работы детей.",
            term="1 раз в месяц",
            audience=["teachers", "curators"],
            schools=asked,
            led_by="методисты округа",
        ),
        [Day(each, place="Заречная школа № 1") for each in _around(today, cycle, (-60, -30, -2, 28))],
        by,
        at,
    )
    _held(seminar, schools, today=today, by=by, at=at)
    advice = Written("Консультации по программам", is_on_request=True, term="по запросу", minutes=40)
    consultations = _made(home, cycle, "consultation", advice, [], by, at)
    courses = Written(
        "Смысловое чтение на всех предметах",
        term="до конца учебного года",
        audience=["teachers"],
        schools=dict.fromkeys(asked, 2),
        hours=32,
        provider="Институт развития образования",
    )
    course = _made(
        home, cycle, "course", courses, [Day(each) for each in _around(today, cycle, (20,))], by, at
    )
    school = Organisation.objects.select_related("territory").get(key=SCHOOL)
    game = Written("Педсовет-игра: зачем ребёнку отметка", audience=["teachers", "administration"])
    own = _made(
        school,
        cycle,
        "role-game",
        game,
        [Day(each) for each in _around(today, cycle, (9,))],
        _acting("school", at),
        at,
    )
    return [seminar, consultations, course, own]


def _acting(login: str, at: datetime) -> Actor:
    return actor_for(Person.objects.get(login=login), on=timezone.localdate(at))


def _around(today: date, cycle: Cycle, shifts: tuple[int, ...]) -> list[date]:
    """Days so far from today, kept inside the year."""
    days = {min(max(today + timedelta(days=each), cycle.starts), cycle.ends) for each in shifts}
    return sorted(days)


def _made(
    home: Home, cycle: Cycle, form: str, written: Written, days: list[Day], by: Actor, at: datetime
) -> Event:
    path = (home.territory.path if isinstance(home, Organisation) else home.path) or ""
    return make_event(
        cycle=cycle,
        home=home,
        form=choices.work_forms(path).forms[form],
        version_id=choices.version_id(path),
        written=written,
        days=days,
        by=by,
        at=at,
    )


def _held(event: Event, schools: list[Organisation], *, today: date, by: Actor, at: datetime) -> None:
    """Numbers of the days that have passed but the last of them: it waits for somebody's word."""
    passed = list(event.sessions.filter(state=SessionState.PLANNED, last__lt=today).order_by("date"))
    for number, day in enumerate(passed[:-1]):
        came = {each.pk: PEOPLE_PER_SCHOOL + (place + number) % 3 for place, each in enumerate(schools)}
        hold_day(
            session=day,
            revision=None,
            came=sum(came.values()) + 2,
            by_school=came,
            note="Разобрали по десять заданий; памятка роздана.",
            by=by,
            at=at,
        )
