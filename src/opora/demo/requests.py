"""Requests of the demonstration: one that was answered, an urgent one that waits, a draft that nobody sent."""

from datetime import datetime, timedelta

from django.utils import timezone

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.burden import actions
from opora.burden.actions import About, Choice
from opora.burden.models import Inquiry
from opora.burden.queries.asking import preview
from opora.burden.states import QuestionKind, Way, Whom
from opora.cycles.models import Cycle
from opora.demo.world import HOME
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

OWN = "ZAR-01"
_PLACES = (
    ("Сколько обучающихся в школе?", QuestionKind.NUMBER),
    ("Сколько мест в школьном автобусе?", QuestionKind.NUMBER),
)
_STAFF = (
    ("Сколько учителей в школе?", QuestionKind.NUMBER),
    ("Есть ли учитель физики?", QuestionKind.YES_NO),
    ("ФИО директора", QuestionKind.TEXT),
)


def ask(*, cycle: Cycle, at: datetime) -> list[Inquiry]:
    """Everything by the municipal coordinator of the demonstration; the school has answered the first."""
    territory = Territory.objects.get(code=HOME[0])
    people = {each.login: each for each in Person.objects.filter(login__in=("school", "municipal"))}
    who, school = (actor_for(people[login], on=timezone.localdate(at)) for login in ("municipal", "school"))
    before = at - timedelta(days=9)
    first = _sent(
        territory, cycle, "Подвоз детей", "Считаем места в автобусах на зиму.", _PLACES, who, before
    )
    own = Organisation.objects.get(key=OWN)
    reply = first.replies.filter(school=own).first()
    if reply is not None and reply.state == "awaited":
        said = {each.pk: "22" for each in first.questions.all()}
        given = reply.answers.all()
        values = said | {each.question_id: each.value for each in given}
        actions.answer(reply=reply, values=values, by=school, at=before + timedelta(days=1))
    urgent = _sent(
        *(territory, cycle, "Учителя физики", "Министерство просит список к вечеру.", _STAFF, who, at),
        answer_by=at + timedelta(hours=6),
    )
    draft = actions.begin(
        territory=territory,
        cycle=cycle,
        about=About(
            "Кружки и секции", "Готовим расписание автобуса.", timezone.localdate(at) + timedelta(days=10)
        ),
        questions=[("Сколько кружков работает в школе?", QuestionKind.NUMBER)],
        by=who,
        at=at,
    )
    return [first, urgent, draft]


def _sent(
    territory: Territory,
    cycle: Cycle,
    title: str,
    why: str,
    questions: tuple[tuple[str, QuestionKind], ...],
    by: Actor,
    at: datetime,
    *,
    answer_by: datetime | None = None,
) -> Inquiry:
    """To all open schools; what is surely known is taken."""
    about = About(title, why, timezone.localdate(at) + timedelta(days=14), answer_by=answer_by)
    made = actions.begin(territory=territory, cycle=cycle, about=about, questions=questions, by=by, at=at)
    made = actions.choose_schools(inquiry=made, place=territory, whom=Whom.ALL, by=by, at=at)
    choices = {}
    for line in preview(by, made, today=timezone.localdate(at)).lines:
        best = next((each.fact for each in line.offers if each.is_same), None)
        if best is not None:
            choices[line.question.pk] = Choice(Way.TAKE, best.code, best.title)
    made = actions.choose_ways(inquiry=made, choices=choices, by=by, at=at)
    return actions.send(inquiry=made, by=by, at=at)
