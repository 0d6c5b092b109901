"""Visits of the demonstration: one noted, one planned, one given up."""

from datetime import datetime, timedelta

from django.utils import timezone

from opora.appointments.session import actor_for
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits.actions import Agreed, Answer, Day, Note, Plan, cancel_visit, note_unplanned, plan_visits
from opora.visits.queries.definitions import kinds_for
from opora.visits.states import Mark, Way

SCHOOL = "ZAR-01"
CURATOR = "curator"


def visit(*, cycle: Cycle, at: datetime) -> None:
    """What the curator did in the last weeks and will do; nothing where the day lies outside the year."""
    today = timezone.localdate(at)
    if not cycle.starts <= today - timedelta(days=20) <= today + timedelta(days=10) <= cycle.ends:
        return
    person = Person.objects.get(login=CURATOR)
    by = actor_for(person, on=today)
    school = Organisation.objects.select_related("territory").get(key=SCHOOL)
    kinds = kinds_for(school.territory.path or "")
    note_unplanned(
        school=school,
        cycle=cycle,
        kind=kinds["curator"],
        note=Note(
            visited_on=today - timedelta(days=9),
            way=Way.PRESENCE,
            minutes=70,
            seen="Два урока в 6 классах. Дети читают вслух по очереди, вопросов к тексту почти нет.",
            talked_with=["head", "teachers"],
            talked="Как разбирать ошибки, не отвлекая весь класс.",
            private="Директору нужна поддержка в разговоре с учредителем о ставке психолога.",
            answers=[Answer("lesson", Mark.YES, "6 «А» и 6 «Б»"), Answer("team", Mark.PARTLY)],
            agreed=[
                Agreed(
                    "Показать карточки с вопросами к тексту на методическом объединении",
                    due=today + timedelta(days=5),
                ),
                Agreed("Прислать примеры карточек", person=person, due=today + timedelta(days=2)),
            ],
        ),
        visitors=[person],
        by=by,
        at=at,
    )
    plan = Plan(kind=kinds["interview"], way=Way.PRESENCE, purpose="Итоги четверти", visitors=[person])
    plan_visits(cycle=cycle, plan=plan, days=[Day(school, today + timedelta(days=4))], by=by, at=at)
    gone = plan_visits(cycle=cycle, plan=plan, days=[Day(school, today + timedelta(days=1))], by=by, at=at)
    cancel_visit(visit=gone[0], reason="Школа на карантине, договорились о новом дне.", by=by, at=at)
