"""Writes of programme years: one verb each, atomic, one event."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle, Participation, Programme, Stage
from opora.cycles.periods import parse
from opora.cycles.rules import KEEP_PROGRAMMES, KEEP_YEARS, SET_PARTICIPATION
from opora.cycles.states import Level, Mode
from opora.history.actions import record
from opora.organisations.models import Organisation, Territory


@transaction.atomic
def add_cycle(*, code: str, title: str, starts: date, ends: date, by: Actor, at: datetime) -> Cycle:
    """A new programme year. Raises WrongState where the code is taken or the dates are turned round."""
    KEEP_YEARS.check(by, None)
    if ends < starts:
        raise WrongState("Последний день раньше первого. Поменяйте даты местами.")
    if not code or Cycle.objects.filter(code=code).exists():
        raise WrongState(f"Код года «{code}» пуст или занят. Выберите другой.")
    cycle = Cycle.objects.create(code=code, title=title or code, starts=starts, ends=ends)
    _record(cycle, "завёл(а) программный год", by, at)
    return cycle


@transaction.atomic
def change_cycle(*, cycle: Cycle, title: str, starts: date, ends: date, by: Actor, at: datetime) -> None:
    """Dates and title; terms of stages are read anew within the new dates."""
    KEEP_YEARS.check(by, None)
    if ends < starts:
        raise WrongState("Последний день раньше первого. Поменяйте даты местами.")
    before = f"{cycle.title}, {cycle.starts:%d.%m.%Y} – {cycle.ends:%d.%m.%Y}"
    cycle.title, cycle.starts, cycle.ends = title, starts, ends
    cycle.save()
    for stage in cycle.stages.all():
        _place(stage, cycle)
        stage.save(update_fields=["starts", "ends"])
    _record(cycle, "изменил(а) программный год", by, at, note=f"было: {before}")


@transaction.atomic
def set_stage(
    *, cycle: Cycle, title: str, term: str, stage: Stage | None = None, by: Actor, at: datetime
) -> Stage:
    """Add a stage at the end, or change one."""
    KEEP_YEARS.check(by, None)
    if stage is None:
        last = cycle.stages.aggregate(last=Max("position"))["last"] or 0
        stage = Stage(cycle=cycle, position=last + 1)
    stage.title, stage.term = title, term
    _place(stage, cycle)
    stage.save()
    _record(cycle, "записал(а) этап", by, at, note=f"{title}: {term}")
    return stage


@transaction.atomic
def remove_stage(*, stage: Stage, by: Actor, at: datetime) -> None:
    KEEP_YEARS.check(by, None)
    _record(stage.cycle, "убрал(а) этап", by, at, note=f"{stage.title}: {stage.term}")
    stage.delete()


def _place(stage: Stage, cycle: Cycle) -> None:
    period = parse(stage.term, within=(cycle.starts, cycle.ends))
    stage.starts, stage.ends = period.starts, period.ends


@transaction.atomic
def add_programme(*, name: str, level: Level, territory: Territory, by: Actor, at: datetime) -> Programme:
    """Raises WrongState where the territory has a programme of that name."""
    programme = Programme(name=name, level=level, territory=territory)
    KEEP_PROGRAMMES.check(by, programme)
    if Programme.objects.filter(territory=territory, name=name).exists():
        raise WrongState(f"Программа «{name}» на этой территории уже есть. Выберите её из списка.")
    programme.save()
    record(
        by=by,
        at=at,
        verb="завёл(а) программу",
        subject_kind="programme",
        subject_id=programme.pk,
        subject_title=name,
        territory_path=territory.path or "",
    )
    return programme


@transaction.atomic
def set_participation(
    *,
    programme: Programme,
    cycle: Cycle,
    school: Organisation,
    mode: Mode,
    reason: str = "",
    since: date | None = None,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Participation:
    """Say how a school takes part in a programme in a year; once for each."""
    SET_PARTICIPATION.check(by, school)
    participation, _ = Participation.objects.update_or_create(
        programme=programme,
        cycle=cycle,
        school=school,
        defaults={"mode": mode, "reason": reason, "since": since, "until": until},
    )
    _record_school(participation, f"отметил(а) участие: {mode.label.lower()}", by, at)
    return participation


@transaction.atomic
def end_participation(*, participation: Participation, by: Actor, at: datetime) -> None:
    """Take a mistaken participation back."""
    SET_PARTICIPATION.check(by, participation.school)
    _record_school(participation, "убрал(а) участие", by, at)
    participation.delete()


def _record(cycle: Cycle, verb: str, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="cycle",
        subject_id=cycle.pk,
        subject_title=cycle.title,
        note=note,
    )


def _record_school(participation: Participation, verb: str, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="participation",
        subject_id=participation.pk,
        subject_title=f"{participation.programme.name}, {participation.cycle.title}",
        school_id=participation.school_id,
        territory_path=participation.school.territory.path or "",
        note=participation.reason,
    )
