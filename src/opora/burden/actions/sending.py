"""Sending an inquiry: what is known is answered at once, a school is asked only the rest."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.burden.actions.common import locked, tell, touch
from opora.burden.models import Answer, Inquiry, Reply
from opora.burden.queries.asking import Line, Preview, preview
from opora.burden.rules import SEND
from opora.burden.states import AnswerSource, InquiryState, ReplyState, Way
from opora.ui.text import count_ru

NOT_LOOKED = "Сначала посмотрите, что об этом уже известно: часть вопросов, может быть, не понадобится."
_AT_ONCE = 1000


@transaction.atomic
def send(*, inquiry: Inquiry, seen: int | None = None, by: Actor, at: datetime) -> Inquiry:
    """A reply for every school, answers where they are known, the count of what was spared; one event.

    What is known is looked up anew. Raises WrongState where nobody looked at it, ValidationError without schools,
    questions or with a term that is past.
    """
    inquiry = locked(inquiry.pk, seen)
    SEND.check(by, inquiry)
    if inquiry.looked_at is None:
        raise WrongState(NOT_LOOKED)
    plan = preview(by, inquiry, today=timezone.localdate(at))
    _check(plan, at)
    _write(plan, at)
    inquiry.state, inquiry.state_since = InquiryState.SENT, at
    inquiry.sent_at, inquiry.sent_by_name = at, by.name
    inquiry.spared_answers, inquiry.spared_schools = plan.spared_answers, plan.spared_schools
    inquiry.spared_minutes = plan.spared_minutes
    touch(
        *(inquiry, "state", "state_since", "sent_at", "sent_by_name"),
        *("spared_answers", "spared_schools", "spared_minutes"),
    )
    note = f"Спросили: {count_ru(plan.asked, 'школу,школы,школ')}; не пришлось спрашивать: {plan.spared_schools}."
    tell(inquiry, "отправил(а) запрос сведений", by=by, at=at, note=note)
    return inquiry


def _check(plan: Preview, at: datetime) -> None:
    if not plan.lines:
        raise ValidationError("В запросе нет вопросов. Добавьте хотя бы один.")
    if not plan.schools:
        raise ValidationError("По этому выбору нет ни одной школы. Выберите школы.")
    answer_by, day = plan.inquiry.answer_by, plan.inquiry.due
    if (answer_by is not None and answer_by <= at) or day < timezone.localdate(at):
        raise ValidationError("Срок ответа уже прошёл. Измените его и отправьте.")


def _write(plan: Preview, at: datetime) -> None:
    replies = Reply.objects.bulk_create(
        [
            Reply(
                inquiry=plan.inquiry,
                school=school,
                state=ReplyState.AWAITED if plan.shares[school.pk].is_asked else ReplyState.KNOWN,
                state_since=at,
            )
            for school in plan.schools
        ],
        batch_size=_AT_ONCE,
    )
    of_school = {reply.school_id: reply for reply in replies}
    answers = [answer for line in plan.lines for answer in _answers(line, of_school)]
    Answer.objects.bulk_create(answers, batch_size=_AT_ONCE)


def _answers(line: Line, replies: dict[int, Reply]) -> Iterator[Answer]:
    if line.question.way == Way.ASK:
        return
    source = AnswerSource.SYSTEM if line.question.way == Way.TAKE else AnswerSource.OFFERED
    for school, (answer, value) in line.ready.items():
        if school in replies:
            yield Answer(
                reply=replies[school],
                question=line.question,
                value=answer,
                source=source,
                origin=value.origin,
                url=value.url,
                as_of=value.on,
            )
