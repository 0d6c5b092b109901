"""The coordination group of the demonstration: meetings every two weeks, minutes, what was decided and became of it."""

from datetime import date, datetime, timedelta

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.assignments.actions import accept, give, give_back, postpone, report
from opora.cycles.models import Cycle
from opora.demo.world import HOME
from opora.groups.actions import add_member, create_group
from opora.groups.models import Group
from opora.groups.states import GroupKind, MemberPart
from opora.meetings.actions import (
    Call,
    Item,
    Mark,
    assign,
    call_meeting,
    hold_meeting,
    repeat_meeting,
    set_rhythm,
    sign_minutes,
    write_minutes,
)
from opora.meetings.models import Meeting
from opora.meetings.queries import place_of_group
from opora.meetings.states import Came, MeetingKind, RhythmKind
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

OWN = "ZAR-01"
#: how many days ago, what was asked, what was heard, what was decided
_PAST = (
    (44, "Профили школ и выбор направлений", "У четырёх школ высокий риск по трём факторам.",
     "Каждой школе выбрать не больше трёх направлений."),
    (30, "Первые визиты кураторов", "Кураторы побывали во всех школах, в двух нет психолога.",
     "Искать психолога через методический центр."),
    (16, "Как пишутся программы", "Три школы из четырёх прислали черновики.",
     "Четвёртой школе помочь с дорожной картой."),
)  # fmt: skip
_MEMBERS = (
    ("Соснова Елена Аркадьевна", "методист", MemberPart.SECRETARY),
    ("Маслов Игорь Петрович", "директор Холмской школы", MemberPart.MEMBER),
)


def meet(*, cycle: Cycle, by: Actor, at: datetime) -> Group:
    """The group, three meetings with minutes, one that waits for them, the next ones; assignments in every state."""
    return _Meeting(cycle, by, at).all()


class _Meeting:
    def __init__(self, cycle: Cycle, by: Actor, at: datetime) -> None:
        self.cycle, self.by, self.at = cycle, by, at
        self.home = Territory.objects.get(code=HOME[0])
        self.own = Organisation.objects.select_related("territory").get(key=OWN)
        logins = ("school", "curator", "municipal")
        self.people = {each.login: each for each in Person.objects.filter(login__in=logins)}
        self.school, self.curator, self.coordinator = (self._actor(login) for login in logins)

    def _actor(self, login: str) -> Actor:
        return actor_for(self.people[login], on=self.at.date())

    def all(self) -> Group:
        group = self._group()
        held = [self._minuted(group, number, *past) for number, past in enumerate(_PAST, 1)]
        last = self._held(group, 2, "Программы школ: что вернули и почему", agenda=2)
        repeat_meeting(meeting=last, kind=RhythmKind.FORTNIGHTLY, by=self.coordinator, at=self.at)
        self._decided(held)
        self._apart()
        return group

    def _group(self) -> Group:
        group = create_group(
            home=self.home,
            kind=GroupKind.COORDINATION,
            name="Координационная группа проекта",
            values={"purpose": "Собираться раз в две недели и не оставлять школы одних"},
            by=self.coordinator,
            at=self.at,
        )
        chair, curator = self.people["municipal"], self.people["curator"]
        known = ((chair, MemberPart.CHAIR), (curator, MemberPart.MEMBER))
        for person, part in known:
            add_member(
                group, name=person.full_name, part=part, person=person, post=person.post, by=self.coordinator, at=self.at
            )  # fmt: skip
        for name, post, part in _MEMBERS:
            add_member(group, name=name, post=post, part=part, by=self.coordinator, at=self.at)
        set_rhythm(
            group=group, kind=RhythmKind.FORTNIGHTLY, since=self._day(-44), by=self.coordinator, at=self.at
        )
        return group

    def _day(self, days: int) -> date:
        return (self.at + timedelta(days=days)).date()

    def _held(self, group: Group, ago: int, title: str, *, agenda: int = 1) -> Meeting:
        questions = ((title, "Соснова Е. А., методист"), ("Разное", ""))[:agenda]
        call = Call(
            kind=MeetingKind.COORDINATION,
            title=f"Заседание: {group.name}",
            starts_at=self.at - timedelta(days=ago),
            place="Управление образования, каб. 12",
            agenda=tuple(questions),
        )
        made = call_meeting(
            place=place_of_group(group), cycle=self.cycle, call=call, by=self.coordinator, at=self.at
        )
        *here, away = made.attendance.all()
        marks = {row.pk: Mark(Came.PRESENT) for row in here} | {away.pk: Mark(Came.ABSENT, "болеет")}
        return hold_meeting(meeting=made, marks=marks, by=self.coordinator, at=self.at)

    def _minuted(self, group: Group, number: int, ago: int, title: str, heard: str, decided: str) -> Meeting:
        made = self._held(group, ago, title)
        items = [Item(each.pk, each.title, each.speaker, heard, decided) for each in made.items.all()]
        write_minutes(
            meeting=made,
            items=items,
            number=str(number),
            chair=made.chair,
            secretary=made.secretary,
            by=self.coordinator,
            at=self.at,
        )
        return sign_minutes(meeting=made, by=self.coordinator, at=self.at)

    def _decided(self, held: list[Meeting]) -> None:
        """Done and accepted, late, waiting to be accepted."""
        first, second, third = held
        by, at = self.coordinator, self.at
        done = assign(
            meeting=first, what="Собрать педсовет и выбрать направления", home=self.own,
            person=self.people["school"], due=self._day(-30), by=by, at=at,
        )  # fmt: skip
        accept(assignment=report(assignment=done, words="Педсовет 12 октября, выбрали три.", by=self.school, at=at),
               words="Спасибо", by=by, at=at)  # fmt: skip
        assign(
            meeting=second, what="Найти психолога для двух школ", home=self.home,
            executor="Методический центр", due=self._day(-6), by=by, at=at,
        )  # fmt: skip
        late = assign(
            meeting=third, what="Помочь школе с дорожной картой", home=self.own,
            person=self.people["curator"], due=self._day(-1), by=by, at=at,
        )  # fmt: skip
        postpone(assignment=late, new_due=self._day(9), reason="Школа на карантине", by=by, at=at)

    def _apart(self) -> None:
        """Given without a meeting: given back, and one for the school as a whole."""
        by, at = self.curator, self.at
        one = give(
            what="Прислать расписание консультаций для родителей", home=self.own, cycle=self.cycle,
            person=self.people["school"], due=self._day(3), by=by, at=at,
        )  # fmt: skip
        sent = report(assignment=one, words="Расписание на сайте.", by=self.school, at=at)
        give_back(assignment=sent, words="На сайте прошлогоднее. Обновите и дайте ссылку.", by=by, at=at)
        give(what="Подготовить школу к контрольному визиту", home=self.own, cycle=self.cycle,
             due=self._day(12), by=by, at=at)  # fmt: skip
