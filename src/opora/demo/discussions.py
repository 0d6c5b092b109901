"""A talk of the demonstration: the school asks its curator, the curator answers."""

from datetime import datetime, timedelta

from django.utils import timezone

from opora import references
from opora.access import Actor
from opora.appointments.session import actor_for
from opora.discussions import kinds
from opora.discussions.actions import say
from opora.people.models import Person


def talk(*, kind: str, thing_id: int, at: datetime) -> int:
    """Three comments about a thing that the school, its curator and the coordinator see; how many were written.

    Nothing where things of the kind are not talked about or one of them does not see the thing.
    """
    school, curator = _acting("school", at), _acting("curator", at)
    said = (
        (school, "Мы подготовили материалы. Посмотрите, пожалуйста, до пятницы.", 30),
        (curator, "Посмотрела: по второму пункту есть вопрос, отвечу подробно завтра.", 6),
        (school, "Спасибо, ждём.", 5),
    )
    written = 0
    for who, text, hours in said:
        thing = references.find(who, kind, thing_id)
        if not kinds.has(kind) or thing is None:
            continue
        say(about=thing, text=text, by=who, at=at - timedelta(hours=hours))
        written += 1
    return written


def _acting(login: str, at: datetime) -> Actor:
    return actor_for(Person.objects.get(login=login), on=timezone.localdate(at))
