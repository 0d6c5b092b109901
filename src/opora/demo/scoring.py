"""Expertise in the demonstration: a round that is closed and one in which a sheet waits for the expert."""

from datetime import datetime, timedelta

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.cycles.models import Cycle
from opora.documents.checks.sheet import Sheet
from opora.expertise.actions import (
    Mark,
    Settings,
    Written,
    close_round,
    make_round,
    move_round,
    send_sheet,
    start_round,
)
from opora.expertise.models import Assignment, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.planning import preview
from opora.expertise.states import AssignmentState, RoundState
from opora.organisations.models import Territory
from opora.people.models import Person

REGION = "OZR"
_ADVICE = "Назовите у каждой меры день и число: тогда зимой будет видно, идёт ли дело."


def score(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The medium-term programmes are scored, the plans for the exam lie with the expert."""
    region = Territory.objects.get(code=REGION)
    expert = actor_for(Person.objects.get(login="expert"), on=at.date())
    closed = _started(region, cycle, "Экспертиза среднесрочных программ", "medium-term", expert, by, at)
    sheet = sheet_of(closed)
    for each in Assignment.objects.filter(entry__round=closed, state=AssignmentState.WAITING):
        send_sheet(assignment=each, written=_written(sheet), revision=0, by=expert, at=at)
    closed = move_round(of=closed, target=RoundState.RECONCILING, by=by, at=at)
    close_round(of=closed, words="Второй эксперт не понадобился.", by=by, at=at)
    _started(region, cycle, "Экспертиза планов подготовки к ГИА", "gia-plan", expert, by, at)


def _started(
    region: Territory, cycle: Cycle, title: str, kind: str, expert: Actor, by: Actor, at: datetime
) -> Round:
    assert expert.person_id is not None
    day = at.date()
    settings = Settings(
        title=title, kinds=[kind], experts=[expert.person_id], opens=day, closes=day + timedelta(days=14)
    )
    made = make_round(cycle=cycle, territory=region, settings=settings, by=by, at=at)
    return start_round(of=made, seen=preview(made, today=day).digest, by=by, at=at)


def _written(sheet: Sheet) -> Written:
    """Full marks but for what is measured: green, with one piece of advice."""
    marks = {
        each.code: Mark(each.points - (each.code == "measures"), each.words[-1][:200])
        for each in sheet.criteria
    }
    return Written(marks, advice={"measures": _ADVICE})
