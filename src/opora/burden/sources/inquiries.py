"""Requests for information that were made here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora.burden.minutes import Norms
from opora.burden.models import Answer, Question, Reply
from opora.burden.sources.base import Load, LoadKind, Window, asker_of_capacity
from opora.burden.states import AnswerSource, InquiryState, ReplyState

#: these were not asked of the school, or are not any more
_SPARED = (ReplyState.KNOWN, ReplyState.EXCUSED)


def minutes_of(norms: Norms, asked: Iterable[str], *, offered: int = 0) -> int:
    """Of one school: opening the request, `asked` kinds of questions to answer, `offered` values to confirm."""
    kinds = list(asked)
    if not kinds and not offered:
        return 0
    return norms.inquiry_open + sum(map(norms.of_question, kinds)) + offered * norms.confirm


def inquiries(window: Window) -> Iterator[Load]:
    """What each school was asked, without what the system answered for it. Three queries."""
    replies = list(
        Reply.objects.filter(
            school__in=window.within, inquiry__sent_at__date__range=(window.first, window.last)
        )
        .exclude(inquiry__state=InquiryState.DRAFT)
        .exclude(state__in=_SPARED)
        .order_by("pk")
        .values_list(
            *("pk", "school_id", "inquiry_id", "inquiry__title", "inquiry__sent_at"),
            *("inquiry__made_by_role", "inquiry__territory__name"),
        )
    )
    if not replies:
        return
    kinds: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Question.objects.filter(inquiry__in={row[2] for row in replies})
    for pk, inquiry, kind in rows.values_list("pk", "inquiry_id", "kind"):
        kinds[inquiry][pk] = kind
    known: dict[int, dict[int, str]] = defaultdict(dict)
    answers = Answer.objects.filter(
        ~Q(source=AnswerSource.SCHOOL), reply__in=[row[0] for row in replies]
    ).values_list("reply_id", "question_id", "source")
    for reply, question, source in answers:
        known[reply][question] = source
    before, after = reverse("inquiry-reply", args=[0]).split("0")
    for pk, school, inquiry, title, at, role, name in replies:
        ready = known[pk]
        asked = [kind for question, kind in kinds[inquiry].items() if question not in ready]
        offered = sum(source != AnswerSource.SYSTEM for source in ready.values())
        yield Load(
            *(school, timezone.localdate(at), LoadKind.INQUIRY, title, asker_of_capacity(role), name),
            *(minutes_of(window.norms, asked, offered=offered), f"{before}{pk}{after}"),
        )
