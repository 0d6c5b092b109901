"""A month as weeks of days, a day as lines, a subscription as a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from opora.access import Actor
from opora.calendars.models import Subscription
from opora.diary import Entry
from opora.ui.components import InboxItem, Tab
from opora.ui.markup import badge
from opora.ui.months import DAY, Cell, Item, first_of, following, last_of, weeks_of
from opora.ui.text import NBSP, date_ru

#: what goes on longer stands above the month, and in it on its first and its last day
LONG_DAYS = 7


@dataclass(frozen=True, slots=True)
class Long:
    """What goes on for more than a week."""

    title: str
    url: str
    term: str
    kind: str
    is_cancelled: bool


def weeks(entries: Iterable[Entry], month: date, today: date) -> list[list[Cell]]:
    """The weeks of the month. Hours first on a day, then what takes it whole."""
    by_day: dict[date, list[tuple[Entry, str]]] = {}
    for each in entries:
        for day, note in _days(each, first_of(month), last_of(month)):
            by_day.setdefault(day, []).append((each, note))
    for found in by_day.values():
        found.sort(key=_place)
    return weeks_of(by_day, month, today, lambda pair: _item(*pair))


def is_long(entry: Entry) -> bool:
    return (entry.last - entry.first).days >= LONG_DAYS


def _days(entry: Entry, first: date, last: date) -> Iterable[tuple[date, str]]:
    if is_long(entry):
        ends = ((entry.first, "начало"), (entry.last, "последний день"))
        return [(day, note) for day, note in ends if first <= day <= last]
    begins, ends_on = max(entry.first, first), min(max(entry.first, entry.last), last)
    return [(begins + n * DAY, "") for n in range((ends_on - begins).days + 1)]


def _place(found: tuple[Entry, str]) -> tuple[bool, str, str, str]:
    entry, _ = found
    return (entry.starts_at is None, _time(entry), entry.title, entry.key)


def _item(entry: Entry, note: str) -> Item:
    return Item(entry.title, entry.url, _time(entry), note, entry.is_cancelled)


def _time(entry: Entry) -> str:
    return "" if entry.starts_at is None else f"{localtime(entry.starts_at):%H:%M}"


def longs(entries: Iterable[Entry], month: date) -> list[Long]:
    """What goes on for more than a week and touches the month itself, by its last day."""
    first, last = month.replace(day=1), following(month) - DAY
    found = [each for each in entries if is_long(each) and each.first <= last and each.last >= first]
    return [
        Long(each.title, each.url, term(each), kind_title(each.kind), each.is_cancelled)
        for each in sorted(found, key=lambda each: (each.last, each.first, each.title, each.key))
    ]


#: kinds as features name one thing; subscriptions keep these words, so they stay
_MANY = {
    "Опрос": "Опросы",
    "Срок документов": "Сроки документов",
    "Этап года": "Этапы года",
    "поручение": "Поручения",
    "посещение": "Посещения",
    "совещание": "Совещания",
}


def kind_title(kind: str) -> str:
    """A kind as a heading or a choice: every feature names its own."""
    return _MANY.get(kind) or kind[:1].upper() + kind[1:]


def term(entry: Entry) -> str:
    """«1 сентября – 30 ноября 2026»."""
    if entry.last <= entry.first:
        return date_ru(entry.first)
    style = "day" if entry.first.year == entry.last.year else "full"
    return f"{date_ru(entry.first, style)}{NBSP}– {date_ru(entry.last)}"


def lines(entries: Iterable[Entry]) -> list[InboxItem]:
    """The things of one day, the hours first."""
    return [
        InboxItem(title=each.title, url=each.url, detail=" · ".join(_words(each)), chips=_chips(each))
        for each in sorted(entries, key=lambda each: _place((each, "")))
    ]


def _words(entry: Entry) -> Iterable[str]:
    yield _time(entry) if entry.starts_at is not None and entry.last <= entry.first else term(entry)
    yield kind_title(entry.kind)
    if entry.place:
        yield entry.place


def _chips(entry: Entry) -> tuple[SafeString, ...]:
    return (badge("отменено", "mid", "■"),) if entry.is_cancelled else ()


def tabs(entries: Sequence[Entry], chosen: str, address: str, **asked: str) -> list[Tab]:
    """Everything, then each kind that is there; one that was chosen stays though nothing of it is."""
    counts: dict[str, int] = {}
    for each in entries:
        counts[each.kind] = counts.get(each.kind, 0) + 1
    if chosen:
        counts.setdefault(chosen, 0)
    found = [Tab("Всё", f"{address}?{urlencode(asked)}", not chosen, len(entries))]
    for kind, count in sorted(counts.items(), key=lambda each: kind_title(each[0])):
        url = f"{address}?{urlencode({**asked, 'kind': kind})}"
        found.append(Tab(kind_title(kind), url, kind == chosen, count))
    return found if len(found) > 2 or chosen else []


@dataclass(frozen=True, slots=True)
class Kept:
    """A subscription of one's own; `capacity` is empty where the appointment is not in force."""

    pk: int
    title: str
    capacity: str
    kinds: str
    made_at: object
    last_read_at: object


def kept(actor: Actor, found: Iterable[Subscription]) -> list[Kept]:
    capacities = {each.appointment_id: each for each in actor.capacities}
    rows = []
    for each in found:
        capacity = capacities.get(each.appointment_id)
        rows.append(
            Kept(
                each.pk,
                each.title,
                f"{capacity.title}, {capacity.scope_title}" if capacity else "",
                ", ".join(map(kind_title, each.kinds)) or "всё",
                each.made_at,
                each.last_read_at,
            )
        )
    return rows
