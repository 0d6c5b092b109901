"""Moving a direction one step, writing down what happened and when."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.history.actions import record
from opora.risks.models import Direction, Milestone
from opora.risks.rules import MOVE, RECORD, Step
from opora.risks.states import (
    AFTER_VERIFICATION,
    DONE,
    HAPPENS,
    TRANSITIONS,
    DirectionState,
    Happening,
    asks_for_words,
)

SUBJECT = "direction"
NOT_YET = "Этот день ещё не наступил. Впишите день, когда это произошло."


def locked(pk: int) -> Direction:
    """The row until the end of the transaction, so that two people do not take the same step."""
    return (
        Direction.objects.select_for_update(of=("self",))
        .select_related("school__territory", "cycle")
        .get(pk=pk)
    )


@transaction.atomic
def move(
    *,
    direction: Direction,
    target: DirectionState,
    happened_on: date,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Direction:
    """Take one step of the transition table; writes the state, the day it happened and one event.

    A step back, aside or to the end needs words. The day may lie before other steps: the guard of chronology
    warns on the page. Verification has an action of its own. Raises ValidationError for a day to come.
    """
    direction = locked(direction.pk)
    MOVE.check(by, Step(direction, target))
    origin = DirectionState(direction.state)
    if origin is DirectionState.CHOSEN and target in AFTER_VERIFICATION.values():
        raise WrongState("Верификация записывается вместе с визитом: откройте «Записать первичный визит».")
    if asks_for_words(origin, target) and not words.strip():
        raise ValidationError({"words": _what_to_write(target)})
    shift(direction, target, happened_on=happened_on, note=words.strip(), by=by, at=at)
    tell(direction, DONE[origin, target], by=by, at=at, note=words.strip())
    return direction


def _what_to_write(target: DirectionState) -> str:
    if target is DirectionState.CLOSED:
        return "Напишите, какой результат получен и по чему это видно."
    return "Напишите почему: это увидят школа, куратор и координатор."


def shift(
    direction: Direction, target: DirectionState, *, happened_on: date, note: str, by: Actor, at: datetime
) -> None:
    """Write the new state and the milestone it is; the caller has asked whether it may be."""
    assert target in TRANSITIONS[DirectionState(direction.state)], f"{direction.state} → {target}"
    if happened_on > timezone.localdate(at):
        raise ValidationError({"happened_on": NOT_YET})
    direction.state, direction.state_since = target, timezone.localdate(at)
    direction.save()
    if target in HAPPENS:
        Milestone.objects.create(
            cycle_id=direction.cycle_id,
            school_id=direction.school_id,
            direction=direction,
            what=HAPPENS[target],
            first=happened_on,
            last=happened_on,
            note=note,
            recorded_at=at,
            recorded_by_name=by.name,
        )


@transaction.atomic
def record_milestone(
    *,
    direction: Direction,
    what: Happening,
    first: date | None,
    last: date | None,
    as_written: str = "",
    note: str = "",
    whole_school: bool = False,
    by: Actor,
    at: datetime,
) -> Milestone:
    """Write down a fact with its own date, whatever the state: the state stays; one event.

    `whole_school`: it is about all directions of the school in the year.
    """
    RECORD.check(by, direction)
    if first is None and last is None:
        raise ValidationError({"when": "Впишите день или срок, например 10.03.2026 или «до 06.03.2026»."})
    made = Milestone.objects.create(
        cycle_id=direction.cycle_id,
        school_id=direction.school_id,
        direction=None if whole_school else direction,
        what=what,
        first=first,
        last=last,
        as_written=as_written.strip(),
        note=note.strip(),
        recorded_at=at,
        recorded_by_name=by.name,
    )
    tell(direction, f"записал(а) дату: {what.label}", by=by, at=at, note=as_written or note)
    return made


@transaction.atomic
def forget_milestone(*, direction: Direction, milestone: Milestone, by: Actor, at: datetime) -> None:
    """Take back a date written by mistake; one event keeps what it said."""
    RECORD.check(by, direction)
    said = milestone.as_written or f"{milestone.last or milestone.first:%d.%m.%Y}"
    milestone.delete()
    tell(direction, f"убрал(а) дату: {Happening(milestone.what).label}", by=by, at=at, note=said)


def tell(direction: Direction, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=direction.pk,
        subject_title=direction.factor_title,
        school_id=direction.school_id,
        territory_path=direction.school.territory.path or "",
        note=note,
    )
