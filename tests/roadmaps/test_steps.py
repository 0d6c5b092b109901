"""A measure from hand to hand: who may, what is asked, what is kept."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from factories.people import actor, appointed, appointment
from factories.roadmaps import work_of
from opora.access import Actor, Conflict, Refused, Role, WrongState
from opora.appointments.session import actor_for
from opora.history.queries import of_subject
from opora.roadmaps.actions.arranging import arrange
from opora.roadmaps.actions.steps import (
    be_proud,
    decide,
    drop,
    postpone,
    recall,
    report,
    start,
    take_back,
    undo,
)
from opora.roadmaps.models import Work
from opora.roadmaps.states import MOVES, TRANSITIONS, VERBS, WorkState

from .conftest import Year


def _state(work: Work) -> WorkState:
    work.refresh_from_db()
    return WorkState(work.state)


def _reported(year: Year, at: datetime) -> Work:
    work = work_of(year.own, year.cycle, now=at)
    return report(work=work, words="Провели 12 занятий.", done_on=at.date(), by=year.school, at=at)


def test_the_way_of_a_measure(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    start(work=work, by=year.school, at=at)
    assert _state(work) is WorkState.RUNNING
    assert work.starts == timezone.localdate(at)
    report(work=work, words="Провели 12 занятий.", done_on=at.date(), by=year.school, at=at)
    decide(work=work, confirms=False, words="Приложите журнал.", by=year.curator, at=at)
    assert _state(work) is WorkState.RETURNED
    report(work=work, words="Журнал приложен.", done_on=at.date(), by=year.school, at=at)
    decide(work=work, confirms=True, words="Видел(а) журнал.", by=year.curator, at=at)
    assert _state(work) is WorkState.CONFIRMED
    be_proud(work=work, words="Двоек стало вдвое меньше.", by=year.school, at=at)
    undo(work=work, words="Журнал за другой класс.", by=year.curator, at=at)
    assert _state(work) is WorkState.RETURNED
    assert work.pride == ""
    assert [each.words for each in work.verdicts.all()] == [
        "Журнал за другой класс.", "Видел(а) журнал.", "Приложите журнал.",
    ]  # fmt: skip
    assert len(of_subject("work", work.pk)) == 7


def test_the_first_of_two_curators_decides(year: Year, at: datetime) -> None:
    work = _reported(year, at)
    decide(work=work, confirms=True, words="Да.", by=year.curator, at=at)
    with pytest.raises(WrongState, match="кто-то уже решил"):
        decide(work=work, confirms=False, words="Нет.", by=year.coordinator, at=at)
    assert work.verdicts.count() == 1


def test_what_changed_meanwhile_is_not_decided_unseen(year: Year, at: datetime) -> None:
    work = _reported(year, at)
    seen = work.revision
    recall(work=work, by=year.school, at=at)
    report(work=work, words="Провели 3 занятия.", done_on=at.date(), by=year.school, at=at)
    with pytest.raises(Conflict, match="Ваши слова целы"):
        decide(work=work, confirms=True, words="Да.", revision=seen, by=year.curator, at=at)


def test_nobody_confirms_what_they_reported(year: Year, at: datetime) -> None:
    both = appointed(Role.SCHOOL_COORDINATOR, year.own, surname="Двойная")
    work = work_of(year.own, year.cycle, now=at)
    by = actor_for(both, on=timezone.localdate())
    report(work=work, words="Сделано.", done_on=at.date(), by=by, at=at)
    curator = appointment(both, Role.CURATOR, year.own)
    as_curator = actor_for(both, on=timezone.localdate(), chosen=curator.pk)
    with pytest.raises(Refused, match="Выполнение отметили вы сами"):
        decide(work=work, confirms=True, words="Да.", by=as_curator, at=at)


def test_words_are_asked_for_both_decisions(year: Year, at: datetime) -> None:
    work = _reported(year, at)
    for confirms in (True, False):
        with pytest.raises(ValidationError, match="Добавьте слово"):
            decide(work=work, confirms=confirms, words="  ", by=year.curator, at=at)


@pytest.mark.parametrize(("words", "days"), [("", 0), ("Сделано.", 1)])
def test_a_report_needs_words_and_a_day_that_has_come(
    year: Year, at: datetime, words: str, days: int
) -> None:
    work = work_of(year.own, year.cycle, now=at)
    with pytest.raises(ValidationError):
        report(
            work=work,
            words=words,
            done_on=timezone.localdate(at) + timedelta(days=days),
            by=year.school,
            at=at,
        )
    assert _state(work) is WorkState.PLANNED


def test_a_term_put_off_keeps_the_old_one_and_the_reason(year: Year, at: datetime) -> None:
    due = timezone.localdate(at) + timedelta(days=5)
    work = work_of(year.own, year.cycle, due=due, now=at)
    for days in (40, 80):
        postpone(work=work, due=due + timedelta(days=days), reason="Карантин", by=year.school, at=at)
    assert _state(work) is WorkState.POSTPONED
    assert (work.first_due, work.due) == (due, due + timedelta(days=80))
    kept = [(each.before, each.after, each.reason) for each in work.postponements.all()]
    assert kept == [
        (due, due + timedelta(days=40), "Карантин"),
        (due + timedelta(days=40), due + timedelta(days=80), "Карантин"),
    ]


@pytest.mark.parametrize("days", [None, -1, 5])
def test_a_new_term_lies_ahead_and_is_new(year: Year, at: datetime, days: int | None) -> None:
    today = timezone.localdate(at)
    work = work_of(year.own, year.cycle, due=today + timedelta(days=5), now=at)
    due = None if days is None else today + timedelta(days=days)
    with pytest.raises(ValidationError) as wrong:
        postpone(work=work, due=due, reason="Карантин", by=year.school, at=at)
    assert "due" in wrong.value.message_dict


def test_what_is_taken_off_comes_back(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    with pytest.raises(ValidationError):
        drop(work=work, reason=" ", by=year.school, at=at)
    drop(work=work, reason="Учитель уехал", by=year.school, at=at)
    assert _state(work) is WorkState.DROPPED
    take_back(work=work, by=year.school, at=at)
    assert _state(work) is WorkState.PLANNED


def test_who_answers_reports_and_nobody_else_among_teachers(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work = work_of(year.own, year.cycle, responsible=teacher, now=at)
    with pytest.raises(Refused, match="отвечает другой человек"):
        report(work=work, words="Сделано.", done_on=at.date(), by=year.teacher, at=at)
    report(
        work=work, words="Сделано.", done_on=at.date(), by=actor_for(teacher, on=timezone.localdate()), at=at
    )
    assert _state(work) is WorkState.REPORTED


def _others(year: Year) -> list[Actor]:
    today = timezone.localdate()
    return [
        year.curator,
        year.coordinator,
        actor(Role.SCHOOL_COORDINATOR, year.neighbour, on=today),
        actor(Role.METHODIST, year.place, on=today),
        actor(Role.EXPERT, year.own, on=today),
        actor(Role.OBSERVER, year.place, on=today),
    ]


def test_only_the_school_carries_out(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    for by in _others(year):
        with pytest.raises(Refused):
            start(work=work, by=by, at=at)
        with pytest.raises(Refused):
            drop(work=work, reason="Так", by=by, at=at)


def test_a_neighbours_curator_does_not_confirm(year: Year, at: datetime) -> None:
    work = _reported(year, at)
    stranger = actor(Role.CURATOR, year.neighbour, on=timezone.localdate())
    with pytest.raises(Refused, match="другой школы"):
        decide(work=work, confirms=True, words="Да.", by=stranger, at=at)


def test_people_and_cost_are_arranged(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    stranger = appointed(Role.TEACHER, year.neighbour, surname="Чужакова")
    work = work_of(year.own, year.cycle, now=at)
    seen = work.revision
    arrange(
        work=work, responsible=[teacher.pk, stranger.pk], starts=None, cost=None, by=year.school, at=at,
        revision=seen,
    )  # fmt: skip
    work.refresh_from_db()
    assert list(work.responsible.all()) == [teacher]
    with pytest.raises(Conflict):
        arrange(work=work, responsible=[], starts=None, cost=None, by=year.school, at=at, revision=seen)


def test_every_way_has_its_words() -> None:
    ways = {(state, to) for state, targets in TRANSITIONS.items() for to in targets}
    assert ways == set(VERBS)
    assert set(MOVES) == set(WorkState) == set(TRANSITIONS)
