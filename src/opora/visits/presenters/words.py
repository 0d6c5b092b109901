"""Words and chips that several pages of visits share."""

from collections.abc import Sequence
from datetime import date, time

from django.utils.safestring import SafeString

from opora.history.queries import Entry
from opora.ui.components import Event
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.text import count_ru, date_ru
from opora.visits.rhythm import Due
from opora.visits.states import Mark, VisitState, Way

_STATES: dict[VisitState, SafeString] = {
    VisitState.PLANNED: badge("запланировано", "mid", "■"),
    VisitState.DONE: badge("проведено", "low", "●"),
    VisitState.CANCELLED: badge("отменено", "none"),
}
NOT_NOTED = badge("день прошёл, записи нет", "high", "▲")
ONLINE = badge("онлайн")
MARKS: dict[Mark, SafeString] = {
    Mark.YES: badge("да", "low", "●"),
    Mark.PARTLY: badge("отчасти", "mid", "■"),
    Mark.NO: badge("нет", "high", "▲"),
    Mark.UNSEEN: badge("не смотрели", "none"),
}


def together(*pieces: object) -> SafeString:
    """Chips beside each other; empty ones leave no blank."""
    return as_markup(" ".join(esc(piece) for piece in pieces if piece))


def state_chip(state: VisitState, *, is_late: bool = False) -> SafeString:
    return NOT_NOTED if is_late else _STATES[state]


def way_chip(way: Way) -> SafeString | str:
    """Presence is what is meant unless something else is said."""
    return ONLINE if way is Way.ONLINE else ""


def when(day: date | None, at: time | None = None) -> str:
    """«14 сентября 2026, 10:30»."""
    return date_ru(day) + (f", {at:%H:%M}" if at else "")


def due_words(due: Due, today: date) -> str:
    """«до 21 сентября», «опоздание 5 дней»; for a phase without a rhythm its name."""
    if due.day is None:
        return due.phase.label
    left = (due.day - today).days
    if left < 0:
        return f"опоздание {count_ru(-left, 'день,дня,дней')}"
    if left == 0:
        return "сегодня"
    return f"до {date_ru(due.day, 'day')}"


def due_chip(due: Due, today: date) -> SafeString | str:
    words = due_words(due, today)
    if due.is_late(today):
        return badge(words, "high", "▲")
    return badge(words, "mid", "■") if due.is_soon(today) else words


def km_words(km: float | None) -> str:
    """«≈ 34 км»."""
    return "" if km is None else f"≈\N{NO-BREAK SPACE}{max(0, round(km))}\N{NO-BREAK SPACE}км"


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
