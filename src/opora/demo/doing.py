"""What schools have done of their roadmaps in the demonstration: measures in every state, a stage that is closed."""

import struct
import zlib
from datetime import datetime, timedelta

from django.utils import timezone

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.roadmaps.actions import checkpoints, steps
from opora.roadmaps.actions.arranging import arrange
from opora.roadmaps.actions.checkpoints import Said
from opora.roadmaps.actions.showing import show_file, show_link
from opora.roadmaps.models import Work
from opora.roadmaps.queries.people import people_of
from opora.roadmaps.queries.visibility import stages_of

OWN, OTHER = "ZAR-01", "HOL-01"


def do(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The own school is ahead, another one is late and says why; `by` acts for those who have no sign-in."""
    logins = {each.login: each for each in Person.objects.filter(login__in=["school", "curator", "regional"])}
    school, curator, regional = (
        actor_for(logins[login], on=timezone.localdate(at)) for login in ("school", "curator", "regional")
    )
    _own(cycle, school, curator, at)
    _other(cycle, by, regional, at)


def _works(key: str, cycle: Cycle) -> list[Work]:
    found = Work.objects.filter(school__key=key, cycle=cycle)
    return list(found.select_related("school__territory", "measure").order_by("due", "pk"))


def _own(cycle: Cycle, school: Actor, curator: Actor, at: datetime) -> None:
    """One measure is confirmed and told with pride, one waits for the curator, the rest go on."""
    today = timezone.localdate(at)
    works = _works(OWN, cycle)
    people = list(people_of(Organisation.objects.select_related("territory").get(key=OWN), on=today))
    for number, work in enumerate(works):
        chosen = [people[number % len(people)].pk] if people else []
        arrange(work=work, responsible=chosen, starts=None, cost=None, by=school, at=at)
    first, second, *rest = works
    _reported(first, "Цель на одном листе висит в каждом классе.", school, at)
    steps.decide(
        work=first,
        confirms=True,
        words="Видела листы в трёх классах, дети могут её назвать.",
        by=curator,
        at=at,
    )
    steps.be_proud(
        work=first,
        words="Впервые одну и ту же цель назовут и ученик, и родитель, и директор.",
        by=school,
        at=at,
    )
    _stage(cycle, school, curator, at)
    _reported(second, "Список составили, каждому ребёнку записали его темы.", school, at)
    for work in rest:
        steps.start(work=work, by=school, at=at)


def _reported(work: Work, words: str, school: Actor, at: datetime) -> None:
    show_file(works=[work], data=_picture(), name="Стенд.png", title="Фото стенда", by=school, at=at)
    show_link(
        works=[work], link="https://school.example/news/1", title="Новость на сайте школы", by=school, at=at
    )
    done = min(work.due or timezone.localdate(at), timezone.localdate(at))
    steps.report(work=work, words=words, done_on=done, by=school, at=at)


def _stage(cycle: Cycle, school: Actor, curator: Actor, at: datetime) -> None:
    """The first stage is behind: what was there on that day is kept."""
    own = Organisation.objects.select_related("territory").get(key=OWN)
    stage = stages_of(own.territory.path or "")[0]
    made = checkpoints.begin_checkpoint(school=own, cycle=cycle, stage=stage, by=school, at=at)
    said = {each.pk: Said(each.before, timezone.localdate(at), "журналы") for each in made.changes.all()}
    words = "Документы подтверждены, первая мера выполнена. Дальше — цель класса и собрания."
    checkpoints.write_checkpoint(checkpoint=made, words=words, said=said, by=school, at=at)
    checkpoints.send_checkpoint(checkpoint=made, by=school, at=at)
    conclusion = "Школа начала с детей, а не с бумаг. К следующему этапу жду первых чисел."
    checkpoints.close_checkpoint(checkpoint=made, conclusion=conclusion, by=curator, at=at)


def _other(cycle: Cycle, by: Actor, regional: Actor, at: datetime) -> None:
    """Confirmed, returned, put off, taken off; what is left is late."""
    today = timezone.localdate(at)
    works = _works(OTHER, cycle)
    if len(works) < 4:
        return
    confirmed, returned, moved, dropped, *_ = works
    _reported(confirmed, "Журнал заведён, заявок за месяц — 14.", by, at)
    steps.decide(work=confirmed, confirms=True, words="Журнал живой, заявки закрываются.", by=regional, at=at)
    _reported(returned, "Ведомости сверили.", by, at)
    steps.decide(
        work=returned,
        confirms=False,
        words="С двумя школами из четырёх. Допишите остальные.",
        by=regional,
        at=at,
    )
    steps.postpone(work=moved, due=today + timedelta(days=40), reason="Кабинет на ремонте.", by=by, at=at)
    steps.drop(work=dropped, reason="Ключи теперь выдаёт вахта: мера не нужна.", by=by, at=at)


def _picture() -> bytes:
    """A small picture without people: a board with three stripes."""
    width, height = 240, 160
    stripes = [(70, 110, 160), (235, 235, 235), (90, 140, 110)]
    rows = b"".join(b"\0" + bytes(stripes[y * 3 // height]) * width for y in range(height))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
