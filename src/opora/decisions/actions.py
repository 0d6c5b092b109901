"""Writes of decisions: one verb each, keyword-only, atomic, one event of history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict, WrongState
from opora.assignments import actions as assignments
from opora.assignments.models import Assignment
from opora.assignments.states import OPEN as OPEN_TASKS
from opora.attachments.materials import Material
from opora.cycles.models import Cycle
from opora.decisions.models import Decision, Ground, Outcome
from opora.decisions.queries.visibility import KIND
from opora.decisions.rules import ASSESS, CANCEL, DECIDE, EDIT, EXECUTE, GIVE, Home
from opora.decisions.states import DecisionState
from opora.files.actions import store
from opora.files.models import StoredFile
from opora.history.actions import record
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person
from opora.references import Reference

_NOT_YET = "Этот день ещё не наступил. Проверьте дату."


@dataclass(frozen=True, slots=True)
class Said:
    """What was decided, on what ground in words, by whom and when."""

    text: str
    decided_by: str
    decided_on: date
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a decision led to. A figure needs its name and where it comes from; one of the two ends may be unknown."""

    on: date
    words: str
    figure: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    unit: str = ""
    source: str = ""
    material: Material | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A measure of a decision: who does what until when."""

    what: str
    executor: str = ""
    person: Person | None = None
    due: date | None = None
    when: str = ""


@transaction.atomic
def adopt(
    *,
    home: Home,
    cycle: Cycle,
    said: Said,
    grounds: Sequence[Reference] = (),
    tasks: Sequence[Task] = (),
    by: Actor,
    at: datetime,
) -> Decision:
    """Write a decision with the things it rests on and its first tasks; one event, and one of each task.

    Raises ValidationError where nothing is said, nobody decided, or neither a thing nor words are its ground.
    """
    DECIDE.check(by, home)
    _check(said, has_things=bool(grounds), at=at)
    decision = Decision(
        school=home if isinstance(home, Organisation) else None,
        territory=home if isinstance(home, Territory) else None,
        cycle=cycle,
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )
    _put(decision, said)
    decision.save()
    Ground.objects.bulk_create(
        Ground(decision=decision, kind=each.kind, thing_id=each.id, title=each.title)
        for each in {(each.kind, each.id): each for each in grounds}.values()
    )
    _tell(decision, "записал(а) решение", by=by, at=at, note=decision.ground)
    for task in tasks:
        _give(decision, task, by=by, at=at)
    return decision


def _check(said: Said, *, has_things: bool, at: datetime) -> None:
    wrong = {}
    if not said.text.strip():
        wrong["text"] = "Напишите, что решили."
    if not said.decided_by.strip():
        wrong["decided_by"] = "Напишите, кто решил: должность и имя или название группы."
    if not said.ground.strip() and not has_things:
        wrong["ground"] = (
            "Напишите, на каком основании: «по итогам анализа …». Без этого не понять, помогло ли."
        )
    if said.decided_on > timezone.localdate(at):
        wrong["decided_on"] = _NOT_YET
    if wrong:
        raise ValidationError(wrong)


def _put(decision: Decision, said: Said) -> None:
    decision.text, decision.ground = said.text.strip(), said.ground.strip()
    decision.decided_by, decision.decided_on = " ".join(said.decided_by.split()), said.decided_on


@transaction.atomic
def change(*, decision: Decision, said: Said, seen: int, by: Actor, at: datetime) -> Decision:
    """Correct the words while it is carried out; the event keeps what was decided before.

    `seen` is the revision the writer looked at; raises Conflict where somebody wrote meanwhile.
    """
    decision = _locked(decision.pk)
    EDIT.check(by, decision)
    if decision.revision != seen:
        raise Conflict("Пока вы писали, решение изменили. Откройте его и внесите свою правку снова.")
    _check(said, has_things=decision.grounds.exists(), at=at)
    before = decision.text
    _put(decision, said)
    decision.revision += 1
    decision.save()
    _tell(
        decision,
        "изменил(а) решение",
        by=by,
        at=at,
        note=f"было: {before}" if before != decision.text else "",
    )
    return decision


@transaction.atomic
def give_task(*, decision: Decision, task: Task, by: Actor, at: datetime) -> Assignment:
    """Give somebody a measure of the decision: it is carried out from now on; one event, that of the task."""
    decision = _locked(decision.pk)
    GIVE.check(by, decision)
    return _give(decision, task, by=by, at=at)


def _give(decision: Decision, task: Task, *, by: Actor, at: datetime) -> Assignment:
    made = assignments.give(
        what=task.what,
        home=decision.home,
        cycle=decision.cycle,
        executor=task.executor,
        person=task.person,
        due=task.due,
        when=task.when,
        origin=assignments.Origin(KIND, decision.pk, f"Решение «{decision.title}»"),
        by=by,
        at=at,
    )
    if decision.state != DecisionState.EXECUTING:
        decision.executed_on = None
        _shift(decision, DecisionState.EXECUTING, at=at)
    return made


@transaction.atomic
def mark_executed(*, decision: Decision, day: date, by: Actor, at: datetime) -> Decision:
    """Every measure is done: from `day` on one waits to see what it led to; one event.

    Raises WrongState while a task is open, ValidationError for a day to come or before the decision.
    """
    decision = _locked(decision.pk)
    EXECUTE.check(by, decision)
    if has_open_tasks(decision):
        raise WrongState("Есть незакрытые поручения. Примите их или снимите, потом отметьте исполнение.")
    if day > timezone.localdate(at):
        raise ValidationError({"day": _NOT_YET})
    if day < decision.decided_on:
        raise ValidationError({"day": "Это раньше, чем решение принято. Проверьте день."})
    decision.executed_on = day
    _shift(decision, DecisionState.EXECUTED, at=at)
    _tell(decision, "отметил(а), что решение исполнено", by=by, at=at)
    return decision


def has_open_tasks(decision: Decision) -> bool:
    return Assignment.objects.filter(origin_kind=KIND, origin_id=decision.pk, state__in=OPEN_TASKS).exists()


@transaction.atomic
def assess(*, decision: Decision, measured: Measured, by: Actor, at: datetime) -> Outcome:
    """Write what the decision led to: words, a figure before and after; one event. There may be several."""
    decision = _locked(decision.pk)
    ASSESS.check(by, decision)
    _check_measured(decision, measured, at=at)
    made = Outcome.objects.create(
        decision=decision,
        on=measured.on,
        words=measured.words.strip(),
        figure=measured.figure.strip(),
        before=measured.before,
        after=measured.after,
        unit=measured.unit.strip(),
        source=measured.source.strip(),
        file=_kept(measured.material, by=by, at=at),
        recorded_at=at,
        recorded_by_name=by.name,
    )
    if decision.state != DecisionState.ASSESSED:
        _shift(decision, DecisionState.ASSESSED, at=at)
    _tell(decision, "записал(а), к чему привело решение", by=by, at=at, note=made.words)
    return made


def _check_measured(decision: Decision, measured: Measured, *, at: datetime) -> None:
    wrong = {}
    if not measured.words.strip():
        wrong["words"] = "Напишите, что изменилось. «Ничего» — тоже ответ, если честно."
    if measured.before is not None or measured.after is not None:
        if not measured.figure.strip():
            wrong["figure"] = "Назовите показатель, чьи это цифры."
        if not measured.source.strip():
            wrong["source"] = "Напишите, откуда цифры: без источника их не проверить."
    if measured.on > timezone.localdate(at):
        wrong["on"] = _NOT_YET
    elif measured.on < decision.decided_on:
        wrong["on"] = "Это раньше, чем решение принято. Проверьте день."
    if wrong:
        raise ValidationError(wrong)


def _kept(given: Material | None, *, by: Actor, at: datetime) -> StoredFile | None:
    if given is None:
        return None
    return store(
        data=given.data,
        name=given.name,
        content_type=given.content_type,
        purpose="decision:outcome",
        by=by,
        at=at,
    )


@transaction.atomic
def cancel(*, decision: Decision, reason: str, by: Actor, at: datetime) -> Decision:
    """The decision is off; one event. Raises WrongState while its tasks are open: they are told off first."""
    decision = _locked(decision.pk)
    CANCEL.check(by, decision)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: это увидят все, кому решение видно."})
    if has_open_tasks(decision):
        raise WrongState("Есть незакрытые поручения. Сначала снимите их: исполнители должны узнать.")
    decision.reason = reason.strip()
    _shift(decision, DecisionState.CANCELLED, at=at)
    _tell(decision, "отменил(а) решение", by=by, at=at, note=decision.reason)
    return decision


def _shift(decision: Decision, target: DecisionState, *, at: datetime) -> None:
    decision.state, decision.state_since = target, timezone.localdate(at)
    decision.revision += 1
    decision.save()


def _locked(pk: int) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("school__territory", "territory", "cycle")
        .get(pk=pk)
    )


def _tell(decision: Decision, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=KIND,
        subject_id=decision.pk,
        subject_title=decision.title,
        school_id=decision.school_id,
        territory_path=decision.territory_path,
        note=note,
    )
