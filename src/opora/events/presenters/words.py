"""Short words about an event and its days."""

from datetime import date

from django.utils.safestring import SafeString

from opora.catalogues.local_time import local, zone_words
from opora.events.models import Event, Session
from opora.events.states import EventState, SessionState
from opora.ui.markup import badge
from opora.ui.text import date_ru

_STATES: dict[str, SafeString] = {
    EventState.PLANNED: badge(EventState.PLANNED.label, "mid", "■"),
    EventState.HELD: badge(EventState.HELD.label, "low", "●"),
    EventState.CANCELLED: badge(EventState.CANCELLED.label),
}


def state_chip(state: str) -> SafeString:
    return _STATES[state]


def day_chip(session: Session, *, today: date) -> SafeString:
    """«не отмечено» where the day has passed and nobody said how many came."""
    match SessionState(session.state):
        case SessionState.HELD:
            return badge("проведён", "low", "●")
        case SessionState.CANCELLED:
            return badge("отменён")
    if session.last < today:
        return badge("прошёл, не отмечен", "high", "▲")
    return badge("запланирован", "mid", "■")


def days_words(first: date, last: date) -> str:
    """«3 марта 2027» or «3 марта — 12 марта 2027»."""
    if first == last:
        return date_ru(first)
    return f"{date_ru(first, 'day' if first.year == last.year else 'full')} — {date_ru(last)}"


def when_words(session: Session) -> str:
    """The day and, where it is known, the hour by the clock of the place, which is named where it is another than
    the installation's. The event is that of `queries.visibility`."""
    told = days_words(session.date, session.last)
    if session.starts_at is None:
        return told
    clock = session.event.clock or ""
    words = zone_words(clock)
    told = f"{told}, {local(session.starts_at, clock):%H:%M}"
    return f"{told} ({words})" if words else told


def leaders_words(event: Event) -> str:
    """Everybody who leads it, with an account or without."""
    names = [each.short_name for each in event.leaders.all()]
    return ", ".join([*names, *([event.led_by] if event.led_by else [])])
