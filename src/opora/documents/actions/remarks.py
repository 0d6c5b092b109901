"""Remarks at places of a document, answers to them, what becomes of them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, WrongState
from opora.documents.actions.locking import locked, tell
from opora.documents.actions.steps import sent_version
from opora.documents.models import Document, Remark, Reply
from opora.documents.places import quote, stands_in
from opora.documents.rules import MEND, REMARK, REPLY, SETTLE
from opora.documents.states import REMARK_TRANSITIONS, Audience, RemarkState

_EMPTY = "Напишите, что исправить: пустого замечания никто не поймёт."


@transaction.atomic
def remark(
    *,
    document: Document,
    row: str,
    field: str = "",
    text: str,
    seen_by: Audience = Audience.SCHOOL,
    by: Actor,
    at: datetime,
) -> Remark:
    """Write a remark at a place of the version that was sent. Raises ValidationError for empty words."""
    document = locked(document.pk)
    REMARK.check(by, document)
    if not text.strip():
        raise ValidationError({"text": _EMPTY})
    version = sent_version(document)
    if not stands_in(version.content, row, field):
        raise ValidationError(
            "Такого места в документе нет. Откройте документ и нажмите «Замечание» у строки."
        )
    made = Remark.objects.create(
        document=document,
        version=version,
        row=row,
        field=field,
        quote=quote(version.content, row, field),
        text=text.strip(),
        seen_by=seen_by,
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )
    if seen_by == Audience.SCHOOL:
        tell(document, "написал(а) замечание", by=by, at=at, note=made.text[:400])
    return made


@transaction.atomic
def reply(*, remark: Remark, text: str, by: Actor, at: datetime) -> Reply:
    """Answer a remark, whatever its state."""
    remark = _locked(remark.pk)
    REPLY.check(by, remark)
    if not text.strip():
        raise ValidationError({"text": "Напишите ответ."})
    return Reply.objects.create(remark=remark, text=text.strip(), made_at=at, made_by_name=by.name)


@transaction.atomic
def mend(*, remark: Remark, text: str = "", by: Actor, at: datetime) -> Remark:
    """The school says it has put it right; the curator looks at it in the next version."""
    remark = _locked(remark.pk)
    MEND.check(by, remark)
    return _settle(remark, RemarkState.MENDED, text, by=by, at=at)


@transaction.atomic
def settle(*, remark: Remark, target: RemarkState, text: str = "", by: Actor, at: datetime) -> Remark:
    """The curator accepts what was done, takes the remark back, or opens it again."""
    remark = _locked(remark.pk)
    SETTLE.check(by, remark)
    if target is RemarkState.MENDED:
        raise WrongState("Исправленным замечание отмечает школа.")
    return _settle(remark, target, text, by=by, at=at)


def _settle(remark: Remark, target: RemarkState, text: str, *, by: Actor, at: datetime) -> Remark:
    if target not in REMARK_TRANSITIONS[RemarkState(remark.state)]:
        raise WrongState("Замечание уже в другом состоянии. Обновите страницу.")
    remark.state = target
    is_open = target is RemarkState.OPEN
    remark.settled_at, remark.settled_by_name = (None, "") if is_open else (at, by.name)
    remark.save(update_fields=["state", "settled_at", "settled_by_name"])
    if text.strip():
        Reply.objects.create(remark=remark, text=text.strip(), made_at=at, made_by_name=by.name)
    return remark


def _locked(pk: int) -> Remark:
    return (
        Remark.objects.select_for_update(of=("self",))
        .select_related("document__school__territory", "document__territory")
        .get(pk=pk)
    )
