"""A stage of the year: written, handed over, closed as a snapshot that nothing touches."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from factories.roadmaps import programme_of, work_of
from opora.access import Refused, WrongState
from opora.roadmaps.actions.checkpoints import (
    Said,
    begin_checkpoint,
    close_checkpoint,
    give_checkpoint_back,
    send_checkpoint,
    write_checkpoint,
)
from opora.roadmaps.actions.steps import decide, report, undo
from opora.roadmaps.models import Checkpoint
from opora.roadmaps.queries.visibility import stages_of
from opora.roadmaps.states import CheckpointState, WorkState

from .conftest import Year
from .making import stages


def _begun(year: Year, at: datetime, code: str = "final") -> Checkpoint:
    stages()
    stage = next(each for each in stages_of(year.place.path or "") if each.code == code)
    return begin_checkpoint(school=year.own, cycle=year.cycle, stage=stage, by=year.school, at=at)


def _said(checkpoint: Checkpoint, after: str = "18") -> dict[int, Said]:
    return {each.pk: Said(after, timezone.localdate(), "журнал") for each in checkpoint.changes.all()}


def test_a_stage_begins_with_the_indicators_of_the_programme(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, now=at)
    made = _begun(year, at)
    document = programme_of(year.own, year.cycle, now=at)
    change = made.changes.get()
    assert (change.indicator, change.before, change.target) == (f"{document.pk}:i1", "30", "20")
    assert made.is_final
    assert made.due is not None
    with pytest.raises(WrongState, match="уже начат"):
        _begun(year, at)


def test_a_stage_without_measures_does_not_begin(year: Year, at: datetime) -> None:
    with pytest.raises(WrongState, match="ещё нет мер"):
        _begun(year, at)


def test_a_closed_stage_keeps_what_was_there(year: Year, at: datetime) -> None:
    today = timezone.localdate(at)
    work = work_of(year.own, year.cycle, now=at)
    report(work=work, words="12 занятий.", done_on=today, by=year.school, at=at)
    made = _begun(year, at)
    write_checkpoint(checkpoint=made, words="Стало лучше.", said=_said(made), by=year.school, at=at)
    send_checkpoint(checkpoint=made, by=year.school, at=at)
    with pytest.raises(WrongState, match="Мер на подтверждении: 1"):
        close_checkpoint(checkpoint=made, conclusion="Верю.", by=year.curator, at=at)
    decide(work=work, confirms=True, words="Да.", by=year.curator, at=at)
    closed = close_checkpoint(checkpoint=made, conclusion="Верю.", by=year.curator, at=at)
    undo(work=work, words="Ошиблись", by=year.curator, at=at)
    closed.refresh_from_db()
    assert closed.snapshot is not None
    (kept,) = closed.snapshot["works"]
    assert (kept["state"], kept["report"]) == (WorkState.CONFIRMED.value, "12 занятий.")
    assert closed.snapshot["changes"][0]["after"] == "18"
    with pytest.raises(DatabaseError), transaction.atomic():
        Checkpoint.objects.filter(pk=closed.pk).update(conclusion="Иначе")
    with pytest.raises(DatabaseError), transaction.atomic():
        Checkpoint.objects.filter(pk=closed.pk).delete()


def test_the_end_of_the_year_compares_at_least_one_indicator(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, now=at)
    made = _begun(year, at)
    with pytest.raises(WrongState, match="двух словах"):
        send_checkpoint(checkpoint=made, by=year.school, at=at)
    write_checkpoint(checkpoint=made, words="Всё.", said=_said(made, after=" "), by=year.school, at=at)
    with pytest.raises(WrongState, match="до и после"):
        send_checkpoint(checkpoint=made, by=year.school, at=at)


def test_a_stage_given_back_is_written_again(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, now=at)
    made = _begun(year, at, "first")
    write_checkpoint(checkpoint=made, words="Всё.", said={}, by=year.school, at=at)
    send_checkpoint(checkpoint=made, by=year.school, at=at)
    with pytest.raises(WrongState):
        write_checkpoint(checkpoint=made, words="Ещё.", said={}, by=year.school, at=at)
    with pytest.raises(ValidationError):
        give_checkpoint_back(checkpoint=made, words="", by=year.curator, at=at)
    give_checkpoint_back(checkpoint=made, words="Чем подтверждается?", by=year.curator, at=at)
    made.refresh_from_db()
    assert made.state == CheckpointState.OPEN
    with pytest.raises(Refused):
        send_checkpoint(checkpoint=made, by=year.curator, at=at)
