"""Raising, answering and taking back an objection."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.history.actions import record
from opora.objections.models import Objection
from opora.objections.rules import ANSWER, RAISE, WITHDRAW
from opora.objections.states import ObjectionState
from opora.objections.subjects import Subject

ANSWER_DAYS = 10


def answer_due(subject: Subject, *, at: datetime) -> date:
    """The last day for an answer: the subject's own, else so many days as the installation says."""
    if subject.answer_due is not None:
        return subject.answer_due
    days = int(getattr(settings, "OBJECTION_ANSWER_DAYS", ANSWER_DAYS))
    return timezone.localdate(at) + timedelta(days=days)


@transaction.atomic
def raise_objection(*, subject: Subject, statement: str, by: Actor, at: datetime) -> Objection:
    """Write an open objection with its deadline, and one event on the school's timeline.

    Raises ValidationError without a statement, WrongState where one is open already or the time is over.
    """
    RAISE.check(by, subject.school)
    if subject.refusal:
        raise WrongState(subject.refusal)
    if not statement.strip():
        raise ValidationError({"statement": "Напишите, с чем вы не согласны и почему."})
    objection = Objection(
        school=subject.school,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title,
        statement=statement.strip(),
        raised_at=at,
        raised_by_id=by.person_id,
        raised_by_name=by.name,
        answer_due=answer_due(subject, at=at),
    )
    try:
        with transaction.atomic():
            objection.save()
    except IntegrityError as clash:
        raise WrongState(
            "Ваша школа уже возразила против этого и ждёт ответа. Откройте «Возражения»."
        ) from clash
    _tell(objection, "подал(а) возражение", by=by, at=at, note=objection.statement)
    return objection


@transaction.atomic
def answer_objection(
    *, objection: Objection, accepted: bool, answer: str, by: Actor, at: datetime
) -> Objection:
    """Accept or decline with words; writes the answer and one event. Accepting changes no figure by itself."""
    objection = _locked(objection)
    ANSWER.check(by, objection)
    if not answer.strip():
        raise ValidationError({"answer": "Напишите ответ: школа увидит его дословно."})
    objection.state = ObjectionState.ACCEPTED if accepted else ObjectionState.DECLINED
    objection.answer = answer.strip()
    objection.answered_at, objection.answered_by_name = at, by.name
    objection.save()
    verb = "принял(а) возражение" if accepted else "отклонил(а) возражение"
    _tell(objection, verb, by=by, at=at, note=objection.answer)
    return objection


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: Actor, at: datetime) -> Objection:
    """The school takes its objection back; one event."""
    objection = _locked(objection)
    WITHDRAW.check(by, objection)
    objection.state = ObjectionState.WITHDRAWN
    objection.save(update_fields=["state"])
    _tell(objection, "отозвал(а) возражение", by=by, at=at)
    return objection


def _locked(objection: Objection) -> Objection:
    return (
        Objection.objects.select_for_update(of=("self",))
        .select_related("school__territory")
        .get(pk=objection.pk)
    )


def _tell(objection: Objection, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="objection",
        subject_id=objection.pk,
        subject_title=objection.subject_title,
        school_id=objection.school_id,
        territory_path=objection.school.territory.path or "",
        note=note,
    )
