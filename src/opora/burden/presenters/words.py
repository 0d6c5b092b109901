"""Words and chips that several pages share."""

from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from opora.burden.models import Answer, Inquiry, Reply
from opora.burden.queries.listing import is_awaited
from opora.burden.states import AnswerSource, InquiryState, QuestionKind, ReplyState
from opora.burden.wording import spoken
from opora.catalogues.local_time import local, zone_words
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.text import NBSP, count_ru, date_ru, number

_INQUIRY = {
    InquiryState.DRAFT: badge("готовится", "mid", "■"),
    InquiryState.SENT: badge("отправлен", "move", "→"),
    InquiryState.CLOSED: badge("закрыт", "none"),
}
_REPLY = {
    ReplyState.KNOWN: badge("всё уже было известно", "low", "●"),
    ReplyState.AWAITED: badge("ждём ответа", "mid", "■"),
    ReplyState.ANSWERED: badge("ответила", "low", "●"),
    ReplyState.RETURNED: badge("просят уточнить", "mid", "■"),
    ReplyState.EXCUSED: badge("ответ не нужен", "none"),
}
URGENT = badge("срочно", "high", "▲")


def inquiry_chip(state: str) -> SafeString:
    return _INQUIRY[InquiryState(state)]


def reply_chip(reply: Reply) -> SafeString:
    """A closed school is told as such: nobody waits for it."""
    if reply.school.is_open or reply.state not in {ReplyState.AWAITED, ReplyState.RETURNED}:
        if reply.inquiry.state == InquiryState.CLOSED and is_awaited(reply):
            return badge("не ответила", "none")
        return _REPLY[ReplyState(reply.state)]
    heir = reply.school.merged_into
    return badge(f"присоединена к «{heir.name}»" if heir else "школа закрыта", "none")


def minutes_words(minutes: int) -> str:
    """«45 мин», «2 ч», «12,5 ч»."""
    if minutes < 60:
        return f"{minutes}{NBSP}мин"
    return f"{number(hours(minutes))}{NBSP}ч"


def hours(minutes: int) -> float:
    """Hours to a tenth, for tables."""
    return round(minutes / 60, 1)


def until(due: object, answer_by: datetime | None, zone: str) -> str:
    """«24 ноября 2026» or «24 ноября 2026, 14:00 (Иркутск, МСК+5)»; of an hour always whose it is."""
    if answer_by is None:
        return date_ru(due)  # type: ignore[arg-type]
    at = local(answer_by, zone)
    of_zone = zone_words(zone) or _own_zone()
    return f"{date_ru(at.date())}, {at:%H:%M} ({of_zone})"


def _own_zone() -> str:
    """The installation's own zone by its name: «Москва, МСК»."""
    from django.conf import settings

    from opora.catalogues.local_time import ZONES

    return dict(ZONES).get(settings.TIME_ZONE, settings.TIME_ZONE)


def left(inquiry: Inquiry, at: datetime) -> SafeString | str:
    """How much time there is: hours of an urgent one, days of another; nothing where it is not awaited."""
    if inquiry.state != InquiryState.SENT:
        return ""
    if inquiry.answer_by is not None:
        minutes = int((inquiry.answer_by - at).total_seconds() // 60)
        if minutes < 0:
            return badge("час ответа прошёл", "high", "▲")
        whole = f"{minutes // 60}{NBSP}ч {minutes % 60}{NBSP}мин" if minutes >= 60 else f"{minutes}{NBSP}мин"
        return badge(f"осталось {whole}", "high", "▲")
    days = (inquiry.due - timezone.localdate(at)).days
    if days < 0:
        return badge(f"срок прошёл {date_ru(inquiry.due, 'day')}", "high", "▲")
    return badge("сегодня" if not days else f"осталось {count_ru(days, 'день,дня,дней')}", "none")


def answer_words(answer: Answer, file_url: str = "") -> SafeString:
    """The value, and in small letters where it is from."""
    question = answer.question
    shown = esc(spoken(question.kind, answer.value, question.unit))
    if question.kind == QuestionKind.FILE and file_url:
        shown = link(file_url, answer.value)
    if not answer.origin:
        return as_markup(shown)
    where = link(answer.url, answer.origin) if answer.url else esc(answer.origin)
    on = f", {date_ru(answer.as_of)}" if answer.as_of is not None else ""
    sure = {
        AnswerSource.CONFIRMED.value: ", школа подтвердила",
        AnswerSource.OFFERED.value: ", ещё не подтверждено",
    }
    return as_markup(f"{shown} <small>{where}{esc(on)}{sure.get(answer.source, '')}</small>")
