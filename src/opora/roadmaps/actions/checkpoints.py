"""A stage of the year at a school: begun, written, handed to the curator, closed as a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.organisations.models import Organisation
from opora.roadmaps.models import Change, Checkpoint, Evidence, Work
from opora.roadmaps.queries.indicators import promised
from opora.roadmaps.queries.snapshot import snapshot
from opora.roadmaps.rules import BEGIN_CHECKPOINT, CLOSE_CHECKPOINT, WRITE_CHECKPOINT
from opora.roadmaps.stages import Stage
from opora.roadmaps.states import CHECKPOINT_TRANSITIONS, CheckpointState, WorkState

SUBJECT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Said:
    """What the school says of an indicator: its value after, the day, where it comes from, what shows it."""

    after: str
    on: date | None
    source: str
    evidence: int | None = None


@transaction.atomic
def begin_checkpoint(
    *, school: Organisation, cycle: Cycle, stage: Stage, by: Actor, at: datetime
) -> Checkpoint:
    """Open the stage with the indicators of the confirmed programmes. Raises WrongState where it is open already."""
    BEGIN_CHECKPOINT.check(by, school)
    if not Work.objects.filter(school=school, cycle=cycle).exists():
        raise WrongState("На дорожной карте ещё нет мер. Они придут из подтверждённых документов школы.")
    made = Checkpoint(
        school=school,
        cycle=cycle,
        code=stage.code,
        title=stage.title,
        due=stage.due((cycle.starts, cycle.ends)),
        is_final=stage.is_final,
        state_since=timezone.localdate(at),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        if "checkpoint_once" not in str(twice):
            raise
        raise WrongState("Этот этап уже начат. Откройте его на дорожной карте.") from twice
    Change.objects.bulk_create(
        Change(
            checkpoint=made, indicator=each.code, title=each.title, unit=each.unit, before=each.before,
            target=each.target, source=each.source,
        )
        for each in promised(school.pk, cycle.pk)
    )  # fmt: skip
    _tell(made, "начал(а) отчёт по этапу", by=by, at=at)
    return made


@transaction.atomic
def write_checkpoint(
    *, checkpoint: Checkpoint, words: str, said: Mapping[int, Said], by: Actor, at: datetime
) -> Checkpoint:
    """Keep what the school writes of the stage and of each indicator ({id of the change: what is said})."""
    checkpoint = _locked(checkpoint.pk)
    WRITE_CHECKPOINT.check(by, checkpoint)
    today = timezone.localdate(at)
    known = Evidence.objects.filter(
        school=checkpoint.school_id, pk__in=[each.evidence for each in said.values() if each.evidence]
    )
    there = set(known.values_list("pk", flat=True))
    for change in checkpoint.changes.filter(pk__in=said):
        told = said[change.pk]
        if told.on is not None and told.on > today:
            raise ValidationError({f"on-{change.pk}": "Этот день ещё не наступил."})
        change.after, change.on, change.source = told.after.strip(), told.on, told.source.strip()
        change.evidence_id = told.evidence if told.evidence in there else None
        change.save()
    checkpoint.words = words.strip()
    checkpoint.save(update_fields=["words"])
    _tell(checkpoint, "писал(а) отчёт по этапу", by=by, at=at)
    return checkpoint


@transaction.atomic
def send_checkpoint(*, checkpoint: Checkpoint, by: Actor, at: datetime) -> Checkpoint:
    """Hand the stage to the curator. Raises WrongState where nothing is said, or at the final one no indicator is."""
    checkpoint = _locked(checkpoint.pk)
    WRITE_CHECKPOINT.check(by, checkpoint)
    if not checkpoint.words:
        raise WrongState("Напишите в двух словах, что сделано на этапе и что не удалось, и отправьте снова.")
    missing = checkpoint.changes.filter(after="").count() if checkpoint.is_final else 0
    if missing and missing == checkpoint.changes.count():
        raise WrongState("На итоге года сравнивают показатели до и после. Впишите хотя бы один.")
    checkpoint.sent_at, checkpoint.sent_by_id, checkpoint.sent_by_name = at, by.person_id, by.name
    _shift(checkpoint, CheckpointState.SENT, at)
    checkpoint.save()
    note = f"Без значения после: {missing}" if missing else ""
    _tell(checkpoint, "отправил(а) этап куратору", by=by, at=at, note=note)
    return checkpoint


@transaction.atomic
def give_checkpoint_back(*, checkpoint: Checkpoint, words: str, by: Actor, at: datetime) -> Checkpoint:
    """The curator gives the stage back with words."""
    checkpoint = _locked(checkpoint.pk)
    CLOSE_CHECKPOINT.check(by, checkpoint)
    if not words.strip():
        raise ValidationError({"words": "Напишите, чего не хватает: школа увидит это дословно."})
    if not checkpoint.school.is_open:
        raise WrongState("Школа закрыта, дописать этап некому. Закройте его с заключением.")
    _shift(checkpoint, CheckpointState.OPEN, at)
    checkpoint.save()
    _tell(checkpoint, "вернул(а) этап школе", by=by, at=at, note=words.strip())
    return checkpoint


@transaction.atomic
def close_checkpoint(*, checkpoint: Checkpoint, conclusion: str, by: Actor, at: datetime) -> Checkpoint:
    """Close the stage: the roadmap as it stands becomes its snapshot, which nothing changes afterwards.

    Raises WrongState while measures wait for a word: a stage is not closed over them; and for who sent it.
    """
    checkpoint = _locked(checkpoint.pk)
    CLOSE_CHECKPOINT.check(by, checkpoint)
    if by.person_id is not None and by.person_id == checkpoint.sent_by_id:
        raise WrongState("Этот этап отправили вы сами. Закрывает другой человек: куратор или координатор.")
    if not conclusion.strip():
        raise ValidationError({"conclusion": "Напишите заключение: что изменилось в школе и чем это видно."})
    # nothing of the roadmap moves while it is taken down
    works = Work.objects.select_for_update().filter(school=checkpoint.school_id, cycle=checkpoint.cycle_id)
    waiting = sum(work.state == WorkState.REPORTED for work in works.order_by("pk"))
    if waiting:
        raise WrongState(f"Мер на подтверждении: {waiting}. Подтвердите или верните их, потом закройте этап.")
    checkpoint.conclusion = conclusion.strip()
    checkpoint.snapshot = snapshot(checkpoint, today=timezone.localdate(at))
    checkpoint.closed_at, checkpoint.closed_by_name = at, by.name
    _shift(checkpoint, CheckpointState.CLOSED, at)
    checkpoint.save()
    _tell(checkpoint, "закрыл(а) этап", by=by, at=at, note=checkpoint.conclusion)
    return checkpoint


def _locked(pk: int) -> Checkpoint:
    found = Checkpoint.objects.select_for_update(of=("self",)).select_related("school__territory", "cycle")
    return found.get(pk=pk)


def _shift(checkpoint: Checkpoint, target: CheckpointState, at: datetime) -> None:
    if target not in CHECKPOINT_TRANSITIONS[CheckpointState(checkpoint.state)]:
        raise WrongState("Этап уже в другом состоянии. Обновите страницу и посмотрите, чей ход.")
    checkpoint.state, checkpoint.state_since = target, timezone.localdate(at)


def _tell(checkpoint: Checkpoint, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=checkpoint.pk,
        subject_title=checkpoint.title,
        territory_path=checkpoint.school.territory.path or "",
        note=note,
    )
