"""After sending: asking to make an answer clear, letting a school off, another term, the end."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.burden.actions.common import locked, locked_reply, shift, tell, tell_of_school, touch
from opora.burden.models import Inquiry, Reply
from opora.burden.rules import CLOSE, EXCUSE, RETURN
from opora.burden.states import InquiryState, ReplyState
from opora.ui.text import date_ru


@transaction.atomic
def give_back(*, reply: Reply, words: str, by: Actor, at: datetime) -> Reply:
    """The school is asked to make its answer clear; one event. Raises ValidationError without words."""
    reply = locked_reply(reply.pk)
    RETURN.check(by, reply)
    reply.words = _needed(words, "Напишите, что уточнить: школа прочтёт это первым.")
    shift(reply, ReplyState.RETURNED, at, "words")
    tell_of_school(reply, "попросил(а) школу уточнить ответ", by=by, at=at, note=reply.words)
    return reply


@transaction.atomic
def excuse(*, reply: Reply, words: str, by: Actor, at: datetime) -> Reply:
    """The school needs not answer; one event. Raises ValidationError without words."""
    reply = locked_reply(reply.pk)
    EXCUSE.check(by, reply)
    reply.words = _needed(words, "Напишите, почему ответ больше не нужен.")
    shift(reply, ReplyState.EXCUSED, at, "words")
    tell_of_school(reply, "снял(а) со школы запрос", by=by, at=at, note=reply.words)
    return reply


@transaction.atomic
def ask_successor(*, reply: Reply, by: Actor, at: datetime) -> Reply:
    """The school that this one was merged into is asked in its place; one event.

    Raises WrongState where there is none, it is closed too, or it has been asked already.
    """
    # the inquiry first: the same school is not asked twice by two people
    locked(reply.inquiry_id, None)
    reply = locked_reply(reply.pk)
    EXCUSE.check(by, reply)
    heir = reply.school.merged_into
    if heir is None or not heir.is_open:
        raise WrongState("У этой школы нет действующей преемницы. Снимите с неё запрос: ответа не будет.")
    if Reply.objects.filter(inquiry=reply.inquiry_id, school=heir).exists():
        raise WrongState(f"«{heir.name}» уже спросили в этом же запросе: её ответ и есть ответ.")
    made = Reply.objects.create(inquiry=reply.inquiry, school=heir, state=ReplyState.AWAITED, state_since=at)
    reply.words = f"Школа присоединена, спросили «{heir.name}»."
    shift(reply, ReplyState.EXCUSED, at, "words")
    tell_of_school(made, "спросил(а) школу-преемницу", by=by, at=at, note=reply.school.name)
    return made


@transaction.atomic
def move_term(
    *,
    inquiry: Inquiry,
    due: date | None,
    answer_by: datetime | None = None,
    zone: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Another last day or hour; one event keeps the old one."""
    inquiry = locked(inquiry.pk, seen)
    CLOSE.check(by, inquiry)
    day = timezone.localdate(answer_by) if answer_by is not None else due
    if day is None or day < timezone.localdate(at) or (answer_by is not None and answer_by <= at):
        raise ValidationError({"due": "Назовите день, который ещё не прошёл."})
    note = f"Было до {date_ru(inquiry.last_day)}, стало до {date_ru(day)}."
    inquiry.due, inquiry.answer_by, inquiry.zone = day, answer_by, zone
    touch(inquiry, "due", "answer_by", "zone")
    tell(inquiry, "перенёс(ла) срок ответа", by=by, at=at, note=note)
    return inquiry


@transaction.atomic
def close(*, inquiry: Inquiry, seen: int | None = None, by: Actor, at: datetime) -> Inquiry:
    """Answers are not awaited any more; what came stays. One event."""
    inquiry = locked(inquiry.pk, seen)
    CLOSE.check(by, inquiry)
    inquiry.state, inquiry.state_since = InquiryState.CLOSED, at
    inquiry.closed_at, inquiry.closed_by_name = at, by.name
    touch(inquiry, "state", "state_since", "closed_at", "closed_by_name")
    tell(inquiry, "закрыл(а) запрос сведений", by=by, at=at)
    return inquiry


def _needed(words: str, refusal: str) -> str:
    if not words.strip():
        raise ValidationError({"words": refusal})
    return words.strip()
