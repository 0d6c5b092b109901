"""Talks of the demonstration: at an event, at the school itself, at its municipality."""

from datetime import datetime, timedelta

from django.utils import timezone

from opora import references
from opora.access import Actor
from opora.appointments.session import actor_for
from opora.discussions import kinds
from opora.discussions.actions import say
from opora.organisations.models import Organisation
from opora.people.models import Person

#: (login, words, hours ago)
type Line = tuple[str, str, int]

_EVENT: tuple[Line, ...] = (
    ("school", "Мы подготовили материалы. Посмотрите, пожалуйста, до пятницы.", 30),
    ("curator", "Посмотрела: по второму пункту есть вопрос, отвечу подробно завтра.", 6),
    ("school", "Спасибо, ждём.", 5),
)
_SCHOOL: tuple[Line, ...] = (
    ("curator", "Когда в школе удобнее собрать рабочую группу: в среду или в четверг?", 52),
    ("school", "В четверг после шестого урока, в среду у нас педсовет.", 49),
    ("municipal", "Приду в четверг тоже. Расскажете, что мешает с посещаемостью.", 26),
)
_PLACE: tuple[Line, ...] = (
    ("municipal", "Справки о подвозе школам больше не нужны: сведения взяли из паспортов.", 75),
    ("curator", "Передала школам. Спасибо, это снимает по часу работы с каждой.", 70),
)


def talk_everywhere(*, event_id: int, at: datetime) -> None:
    """About an event, about the school of the demonstration, about its municipality."""
    scope = _acting("school", at).scope
    school = Organisation.objects.get(pk__in=scope.school_ids if scope else ())
    talk(_EVENT, kind="event", thing_id=event_id, at=at)
    talk(_SCHOOL, kind="school", thing_id=school.pk, at=at)
    talk(_PLACE, kind="territory", thing_id=school.territory_id, at=at)


def talk(lines: tuple[Line, ...], *, kind: str, thing_id: int, at: datetime) -> int:
    """These words about a thing that those who speak see; how many were written.

    Nothing where things of the kind are not talked about; who does not see the thing is silent.
    """
    written = 0
    for login, text, hours in lines:
        who = _acting(login, at)
        thing = references.find(who, kind, thing_id)
        if not kinds.has(kind) or thing is None:
            continue
        say(about=thing, text=text, by=who, at=at - timedelta(hours=hours))
        written += 1
    return written


def _acting(login: str, at: datetime) -> Actor:
    return actor_for(Person.objects.get(login=login), on=timezone.localdate(at))
