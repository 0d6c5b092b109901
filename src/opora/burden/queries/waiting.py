"""What waits here: a school's answer; an inquiry whose term is over or that everybody answered."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Scope
from opora.burden.models import Inquiry, Reply
from opora.burden.rules import ANSWERERS, ASKERS
from opora.burden.states import OPEN_REPLIES, InquiryState, ReplyState
from opora.catalogues.local_time import local, zone_words
from opora.inbox import Reason, Waiting
from opora.organisations.queries import school_ids
from opora.statements import every
from opora.ui.text import count_ru, date_ru


def waiting_for(actor: Actor) -> list[Waiting]:
    """One query for those who answer or ask, none for others."""
    if actor.is_operator or actor.scope is None:
        return []
    if actor.role in ANSWERERS:
        return _to_answer(actor)
    return _to_close(actor.scope, timezone.now()) if actor.role in ASKERS else []


def awaited_replies(actor: Actor) -> Q:
    """The condition that a reply is awaited of an open school of the scope."""
    return Q(
        school__in=school_ids(actor),
        school__closed_on=None,
        inquiry__state=InquiryState.SENT,
        state__in=OPEN_REPLIES,
    )


def _to_answer(actor: Actor) -> list[Waiting]:
    found = every(_awaited, actor)
    several = len({row[-1] for row in found}) > 1
    return [
        Waiting(
            Reason.MEND if state == ReplyState.RETURNED else Reason.ANSWER,
            f"{f'{school}: ' if several else ''}{title}{hour_words(answer_by, zone)}",
            "Уточнить ответ" if state == ReplyState.RETURNED else "Ответить",
            reverse("inquiry-reply", args=[pk]),
            timezone.localdate(since),
            timezone.localdate(answer_by) if answer_by is not None else due,
            answer_by is not None,
        )
        for pk, state, since, title, due, answer_by, zone, school in found
    ]


def _awaited(actor: Actor) -> QuerySet[Reply, Any]:
    first = (F("inquiry__answer_by").asc(nulls_last=True), "inquiry__due", "pk")
    return (
        Reply.objects.filter(awaited_replies(actor))
        .order_by(*first)
        .values_list(
            *("pk", "state", "state_since", "inquiry__title", "inquiry__due", "inquiry__answer_by"),
            *("inquiry__zone", "school__name"),
        )
    )


def hour_words(answer_by: datetime | None, zone: str) -> str:
    """«, до 24 ноября, 14:00 (Иркутск, МСК+5)»; nothing for one without an hour."""
    if answer_by is None:
        return ""
    at = local(answer_by, zone)
    of_zone = zone_words(zone)
    return f", до {date_ru(at.date(), 'day')}, {at:%H:%M}" + (f" ({of_zone})" if of_zone else "")


def _to_close(scope: Scope, at: datetime) -> list[Waiting]:
    """Sent by the own territory: everybody answered, or the term is over and somebody has not."""
    today = timezone.localdate(at)
    return [
        _told(pk, title, left, due, sent or at)
        for pk, title, left, due, answer_by, sent in every(_sent, scope)
        if not left or (due < today if answer_by is None else answer_by < at)
    ]


def _sent(scope: Scope) -> QuerySet[Inquiry, Any]:
    awaited = Count("replies", filter=Q(replies__state__in=OPEN_REPLIES, replies__school__closed_on=None))
    found = Inquiry.objects.filter(state=InquiryState.SENT, territory__path__in=scope.territory_paths)
    return (
        found.annotate(awaited=awaited)
        .order_by("due", "pk")
        .values_list("pk", "title", "awaited", "due", "answer_by", "sent_at")
    )


def _told(pk: int, title: str, awaited: int, due: date, sent_at: datetime) -> Waiting:
    words = f"не ответили: {count_ru(awaited, 'школа,школы,школ')}" if awaited else "ответили все"
    return Waiting(
        Reason.DECIDE,
        f"Запрос «{title}»: {words}",
        "Посмотреть" if awaited else "Закрыть",
        reverse("inquiry", args=[pk]),
        timezone.localdate(sent_at),
        due if awaited else None,
    )
