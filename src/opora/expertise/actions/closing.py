"""Agreeing on a score, moving the round on, closing it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.documents.actions.shifting import finish_expertise
from opora.expertise.actions.common import locked, named, tell
from opora.expertise.models import Assignment, Entry, Recommendation, Reconciliation, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.finals import Outcome, outcomes
from opora.expertise.rules import CLOSE, STEER
from opora.expertise.scoring import Final, How, Need, zone_code
from opora.expertise.states import DONE, TRANSITIONS, AssignmentState, RoundState
from opora.ui.text import count_ru


@transaction.atomic
def reconcile(*, entry: Entry, points: int, words: str, by: Actor, at: datetime) -> Reconciliation:
    """Keep the integer that the experts agreed on, with their reasons; the sheets stand. One event.

    Raises WrongState with fewer than two sheets or with one awaited, ValidationError for what is no score.
    """
    of = locked(entry.round_id)
    STEER.check(by, of)
    rows = Assignment.objects.filter(entry=entry).values_list("state", flat=True)
    states = list(rows)
    if states.count(AssignmentState.SENT) < 2 or AssignmentState.WAITING in states:
        raise WrongState("Согласовывают, когда отправлены все листы документа, не меньше двух.")
    most = sheet_of(of).points
    wrong = {}
    if not 0 <= points <= most:
        wrong["points"] = f"Балл — целое число от 0 до {most}."
    if not words.strip():
        wrong["words"] = "Напишите, на чём эксперты сошлись."
    if wrong:
        raise ValidationError(wrong)
    made = Reconciliation.objects.create(
        entry=entry, points=points, words=words.strip(), made_at=at, made_by_name=by.name
    )
    tell(of, "записал(а) согласованный балл", by=by, at=at, note=named(entry))
    return made


@transaction.atomic
def move_round(*, of: Round, target: RoundState, by: Actor, at: datetime) -> Round:
    """To reconciliation and back; one event. Beginning and closing have actions of their own."""
    of = locked(of.pk)
    STEER.check(by, of)
    origin = RoundState(of.state)
    if target not in TRANSITIONS[origin] or target is RoundState.CLOSED:
        raise WrongState("Раунд уже в другом состоянии. Обновите страницу.")
    _shift(of, target, at=at)
    tell(of, DONE[origin, target], by=by, at=at)
    return of


@transaction.atomic
def close_round(*, of: Round, words: str = "", by: Actor, at: datetime) -> Round:
    """Write final scores and zones, finish the documents, give recommendations to schools; one event.

    Refused while a document has no sheet or its sheets differ too much. A second sheet that never came is passed
    over only with `words`: the assignments that still wait are withdrawn.
    """
    of = locked(of.pk)
    CLOSE.check(by, of)
    found = outcomes(of)
    _check(of, found, words.strip())
    Assignment.objects.filter(entry__round=of, state=AssignmentState.WAITING).update(
        state=AssignmentState.WITHDRAWN, reason=f"Раунд закрыт. {words.strip()}".strip(), ended_at=at
    )
    sheet = sheet_of(of)
    for each in found:
        points = final_of(each)
        each.entry.points = points.points if points else None
        each.entry.how = points.how if points else How.ABSENT
        each.entry.zone = zone_code(sheet, each.entry.points)
    Entry.objects.bulk_update([each.entry for each in found], ["points", "how", "zone"], batch_size=500)
    _recommend(found, at)
    finished = [each.entry.document_id for each in found if each.entry.document_id is not None]
    finish_expertise(documents=finished, by=by, at=at)
    _shift(of, RoundState.CLOSED, at=at)
    tell(of, DONE[RoundState.RECONCILING, RoundState.CLOSED], by=by, at=at, note=words.strip())
    return of


def final_of(outcome: Outcome) -> Final | None:
    """The score a closing round writes; the one sheet where the second never came. None: not presented."""
    if isinstance(outcome.final, Need):
        return Final(outcome.points[0], How.ONE)
    return outcome.final


def _check(of: Round, found: Sequence[Outcome], words: str) -> None:
    empty = [each for each in found if each.final is Need.SHEET]
    apart = [each for each in found if each.final is Need.AGREEMENT]
    open_ = [each for each in found if each.waiting or each.final is Need.SECOND]
    if empty:
        raise WrongState(
            f"Без единого листа {count_ru(len(empty), of.naming.counted)}: {_numbers(empty)}. "
            "Назначьте экспертов или уберите из раунда."
        )
    if apart:
        raise WrongState(
            f"Листы расходятся больше допустимого: {_numbers(apart)}. "
            "Назначьте третьего эксперта или запишите согласованный балл."
        )
    if open_ and not words:
        raise ValidationError(
            {
                "words": f"Ждут второго или третьего листа: {_numbers(open_)}. Напишите, почему закрываете без него."
            }
        )


def _numbers(found: Sequence[Outcome]) -> str:
    shown = ", ".join(named(each.entry) for each in found[:10])
    return shown if len(found) <= 10 else f"{shown} и ещё {len(found) - 10}"


def _recommend(found: Sequence[Outcome], at: datetime) -> None:
    """What all experts of a document advised, each text once, in the order of the sheet, without names.

    Advice to curators stays in the sheets: nobody follows it to a fulfilment.
    """
    Recommendation.objects.bulk_create(
        (
            Recommendation(
                entry=each.entry,
                school_id=each.entry.school_id,
                criterion=criterion,
                text=text,
                changed_at=at,
            )
            for each in found
            if each.entry.school_id is not None
            for criterion, text in dict.fromkeys(
                (advice["criterion"], advice["text"])
                for assignment in each.sent
                for advice in assignment.sheet.advice
            )
        ),
        ignore_conflicts=True,
    )


def _shift(of: Round, target: RoundState, *, at: datetime) -> None:
    of.state, of.state_since = target, timezone.localdate(at)
    of.save(update_fields=["state", "state_since"])
