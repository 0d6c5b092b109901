"""Until when inquiries are answered, on a calendar."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.burden.models import Inquiry, Reply
from opora.burden.queries.waiting import awaited_replies
from opora.burden.rules import ANSWERERS, ASKERS
from opora.burden.states import InquiryState
from opora.diary import Entry

KIND = "Запросы"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Last days of what a school is to answer, or of what was asked. One query, none for others."""
    if actor.is_operator or actor.scope is None:
        return []
    if actor.role in ANSWERERS:
        replies = (
            Reply.objects.filter(_of(first, last, "inquiry__"), awaited_replies(actor))
            .order_by("inquiry__due", "pk")
            .values_list("pk", "inquiry__title", "inquiry__due", "inquiry__answer_by")
        )
        return [
            _entry(f"inquiry-reply-{pk}", "inquiry-reply", pk, f"Ответить: {title}", due, at)
            for pk, title, due, at in replies
        ]
    if actor.role in ASKERS:
        asked = (
            Inquiry.objects.filter(_of(first, last, ""), state=InquiryState.SENT)
            .filter(territory__path__in=actor.scope.territory_paths)
            .order_by("due", "pk")
            .values_list("pk", "title", "due", "answer_by")
        )
        return [
            _entry(f"inquiry-{pk}", "inquiry", pk, f"Ответы школ: {title}", due, at)
            for pk, title, due, at in asked
        ]
    return []


def _of(first: date, last: date, prefix: str) -> Q:
    return Q(**{f"{prefix}due__range": (first, last)})


def _entry(key: str, name: str, pk: int, title: str, due: date, at: datetime | None) -> Entry:
    day = timezone.localdate(at) if at is not None else due
    return Entry(key, KIND, title, reverse(name, args=[pk]), day, day, starts_at=at)
