"""A measure that a page has just read is not read twice, and never acted on as it no longer is."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.roadmaps import work_of
from opora.access import WrongState
from opora.organisations.models import Organisation
from opora.roadmaps.actions.steps import drop, start
from opora.roadmaps.models import Work
from opora.roadmaps.queries.visibility import work_seen_by
from opora.roadmaps.states import WorkState

from .conftest import Year


def _read(year: Year, pk: int) -> Work:
    found = work_seen_by(year.school, pk)
    assert found is not None
    return found


def test_what_was_just_read_is_locked_and_not_read_again(year: Year, at: datetime) -> None:
    work = _read(year, work_of(year.own, year.cycle, now=at).pk)
    with CaptureQueriesContext(connection) as asked:
        start(work=work, by=year.school, at=at)
    reads = [each["sql"] for each in asked.captured_queries if each["sql"].startswith("SELECT")]
    assert ["FOR UPDATE" in sql for sql in reads] == [True]


def test_what_was_changed_since_is_read_anew(year: Year, at: datetime) -> None:
    made = work_of(year.own, year.cycle, now=at)
    one, other = _read(year, made.pk), _read(year, made.pk)
    drop(work=other, reason="Такая мера уже есть.", by=year.school, at=at)
    with pytest.raises(WrongState, match="Обновите страницу"):
        start(work=one, by=year.school, at=at)
    made.refresh_from_db()
    assert made.state == WorkState.DROPPED


def test_a_school_closed_since_is_seen(year: Year, at: datetime) -> None:
    work = _read(year, work_of(year.own, year.cycle, now=at).pk)
    Organisation.objects.filter(pk=year.own.pk).update(closed_on=at.date() - timedelta(days=1))
    with pytest.raises(WrongState, match="Школа закрыта"):
        start(work=work, by=year.school, at=at)


def test_one_that_is_gone_is_told(year: Year, at: datetime) -> None:
    work = _read(year, work_of(year.own, year.cycle, now=at).pk)
    Work.objects.filter(pk=work.pk).delete()
    with pytest.raises(WrongState, match="уже нет"):
        start(work=work, by=year.school, at=at)
