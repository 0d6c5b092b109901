"""A school's answer."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, Conflict
from opora.attachments.materials import Material
from opora.burden.actions.common import locked_reply, shift, tell_of_school
from opora.burden.models import Answer, Question, Reply
from opora.burden.rules import ANSWER
from opora.burden.states import AnswerSource, QuestionKind, ReplyState
from opora.burden.wording import written
from opora.files.actions import store

EMPTY = "Без этого ответа запрос не отправить."


def field_of(question: Question) -> str:
    """The name of a question's field in forms and in what is refused."""
    return f"q{question.pk}"


@transaction.atomic
def answer(
    *,
    reply: Reply,
    values: Mapping[int, str],
    files: Mapping[int, Material] | None = None,
    note: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Reply:
    """Everything a school says, by question; what the system answered is left as it is. One event.

    A value left as it was offered counts as confirmed. Raises ValidationError for what is missing or wrong, Conflict
    where a colleague answered meanwhile; the very same answer sent twice is one. OSError where a file is not kept.
    """
    reply, files = locked_reply(reply.pk), files or {}
    ANSWER.check(by, reply)
    kept = {each.question_id: each for each in reply.answers.select_related("file")}
    asked = [
        question
        for question in reply.inquiry.questions.order_by("position", "pk")
        if question.pk not in kept or kept[question.pk].source != AnswerSource.SYSTEM
    ]
    told = _checked(asked, values, files, kept)
    if seen is not None and seen != reply.revision:
        if reply.answered_by_id == by.person_id and not files and _is_same(told, kept, note, reply):
            return reply
        raise Conflict(
            f"Пока вы писали, за школу ответил(а) {reply.answered_by_name or 'кто-то ещё'}. "
            "Проверьте ответы и отправьте, если они всё же нужны другие."
        )
    for question in asked:
        _write(
            reply, question, told[question.pk], files.get(question.pk), kept.get(question.pk), by=by, at=at
        )
    is_again = reply.answered_at is not None
    reply.note = note.strip()
    reply.answered_at, reply.answered_by_id, reply.answered_by_name = at, by.person_id, by.name
    shift(reply, ReplyState.ANSWERED, at, "note", "answered_at", "answered_by_id", "answered_by_name")
    verb = "поправил(а) ответ на запрос" if is_again else "ответил(а) на запрос"
    tell_of_school(reply, verb, by=by, at=at, note=reply.note)
    return reply


def _checked(
    asked: list[Question],
    values: Mapping[int, str],
    files: Mapping[int, Material],
    kept: Mapping[int, Answer],
) -> dict[int, str]:
    """Every answer as it is kept; all mistakes are told at once."""
    told, wrong = {}, {}
    for question in asked:
        name = field_of(question)
        is_file = question.kind == QuestionKind.FILE
        try:
            told[question.pk] = "" if is_file else written(question.kind, values.get(question.pk, ""))
        except ValidationError as mistake:
            wrong[name] = mistake.messages
            continue
        is_there = (question.pk in files or question.pk in kept) if is_file else bool(told[question.pk])
        if question.is_required and not is_there:
            wrong[name] = [EMPTY]
    if wrong:
        raise ValidationError(wrong)
    return told


def _is_same(told: Mapping[int, str], kept: Mapping[int, Answer], note: str, reply: Reply) -> bool:
    return note.strip() == reply.note and all(
        value == (kept[pk].value if pk in kept else "")
        for pk, value in told.items()
        if pk not in kept or kept[pk].file_id is None
    )


def _write(
    reply: Reply,
    question: Question,
    value: str,
    file: Material | None,
    kept: Answer | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if question.kind == QuestionKind.FILE:
        if file is not None:
            _keep_file(reply, question, file, kept, by=by, at=at)
        return
    if kept is not None and kept.value == value and kept.origin:
        if kept.source != AnswerSource.CONFIRMED:
            kept.source = AnswerSource.CONFIRMED
            kept.save(update_fields=["source"])
        return
    if not value:
        if kept is not None:
            kept.delete()
        return
    made = kept or Answer(reply=reply, question=question)
    made.value, made.source = value, AnswerSource.SCHOOL
    made.origin, made.url, made.as_of = "", "", None
    made.save()


def _keep_file(
    reply: Reply, question: Question, file: Material, kept: Answer | None, *, by: Actor, at: datetime
) -> None:
    stored = store(
        data=file.data,
        name=file.name,
        content_type=file.content_type,
        purpose="burden:answer",
        by=by,
        at=at,
    )
    made = kept or Answer(reply=reply, question=question)
    made.value, made.file, made.source = file.name, stored, AnswerSource.SCHOOL
    made.save()
