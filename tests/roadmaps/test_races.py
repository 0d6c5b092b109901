"""Two people at one measure at once, each with a connection of their own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from documents.racing import race, winners
from factories.people import actor, appointed
from factories.roadmaps import work_of
from opora.access import Role
from opora.access.actor import operator
from opora.history.models import Event
from opora.organisations.actions.register import merge_organisation
from opora.roadmaps.actions.arranging import hand_over
from opora.roadmaps.actions.settling import take_off, take_over
from opora.roadmaps.actions.steps import decide, postpone
from opora.roadmaps.models import Verdict, Work
from opora.roadmaps.states import WorkState

from .conftest import Year

pytestmark = pytest.mark.django_db(transaction=True)


def _deciding(work: Work, by: object, confirms: bool) -> Callable[[], object]:
    return lambda: decide(work=work, confirms=confirms, words="Вижу.", by=by, at=timezone.now())  # type: ignore[arg-type]


def test_two_curators_who_decide_at_once_leave_one_verdict(year: Year) -> None:
    second = actor(Role.CURATOR, year.own, on=timezone.localdate(), surname="Вторая")
    for confirms in (True, False):
        work = work_of(year.own, year.cycle, state=WorkState.REPORTED, now=timezone.now())
        came = race(
            _deciding(work, year.curator, True),
            _deciding(work, second, confirms),
            _deciding(work, year.coordinator, confirms),
        )
        assert winners(came) == 1
        work.refresh_from_db()
        (verdict,) = Verdict.objects.filter(work=work)
        assert work.state == verdict.state
        assert Event.objects.filter(subject_kind="work", subject_id=work.pk).count() == 1


def test_two_who_move_the_term_leave_both_days_in_order(year: Year) -> None:
    now, today = timezone.now(), timezone.localdate()
    work = work_of(year.own, year.cycle, due=today, now=now)
    head = actor(Role.SCHOOL_HEAD, year.own, on=today, surname="Директорова")
    came = race(
        *(
            lambda by=by, days=days: postpone(  # type: ignore[misc]
                work=work, due=today + timedelta(days=days), reason="Карантин", by=by, at=now,
                revision=work.revision,
            )
            for by, days in ((year.school, 5), (head, 9))
        )
    )  # fmt: skip
    assert winners(came) == 1, "the second one is told what has changed"
    work.refresh_from_db()
    (kept,) = work.postponements.all()
    assert (kept.before, kept.after) == (today, work.due)


def test_measures_are_handed_over_once(year: Year) -> None:
    now = timezone.now()
    people = [appointed(Role.TEACHER, year.own, surname=name) for name in ("Ушедшая", "Первая", "Вторая")]
    work = work_of(year.own, year.cycle, responsible=people[0], now=now)
    came = race(
        *(
            lambda to=to: hand_over(works=[work.pk], person=people[0], to=to, by=year.school, at=now)  # type: ignore[misc]
            for to in people[1:]
        )
    )
    assert winners(came) == 1
    assert work.responsible.count() == 1


def test_a_measure_left_behind_is_continued_or_taken_off_not_both(year: Year) -> None:
    now, today = timezone.now(), timezone.localdate()
    work = work_of(year.own, year.cycle, now=now)
    heir = year.cast.world.second_school
    merge_organisation(year.own, into=heir, merged_on=today, by=operator(), at=now)
    year.own.refresh_from_db()
    by = actor(Role.SCHOOL_COORDINATOR, heir, on=today, surname="Преемникова")
    came = race(
        lambda: take_over(school=year.own, works=[work.pk], by=by, at=now),
        lambda: take_off(school=year.own, works=[work.pk], reason="Нет", by=year.coordinator, at=now),
    )
    assert winners(came) == 1
    work.refresh_from_db()
    assert (work.school == heir) == (work.state == WorkState.PLANNED)
