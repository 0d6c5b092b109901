"""A month as weeks of days: every calendar of the house is laid out and drawn here.

A page of a month is whole weeks, Monday first. On a phone the table is a list of the days that hold something.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.text import MONTHS, NBSP, date_ru

DAY = timedelta(days=1)
#: so many stand in a day; of more one fewer, and a link to the rest
MOST_IN_A_DAY = 6
NAMES = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_TODAY = badge("сегодня", "move")


@dataclass(frozen=True, slots=True)
class Item:
    """A thing on a day. `time` is empty where it takes the day; `note` stands small behind the title."""

    title: str
    url: str
    time: str = ""
    note: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the page; `label` is how it is called in a list of days, `more` how many are not shown."""

    day: date
    label: str
    is_inside: bool
    is_today: bool
    items: tuple[Item, ...]
    more: int


def first_of(month: date) -> date:
    """The Monday with which the page of a month begins."""
    first = month.replace(day=1)
    return first - first.weekday() * DAY


def last_of(month: date) -> date:
    """The Sunday with which it ends."""
    last = following(month) - DAY
    return last + (6 - last.weekday()) * DAY


def following(month: date) -> date:
    return (month.replace(day=1) + 31 * DAY).replace(day=1)


def preceding(month: date) -> date:
    return (month.replace(day=1) - DAY).replace(day=1)


def month_title(month: date) -> str:
    """«Ноябрь 2026»."""
    return date_format(month, "F Y").capitalize()


def weeks_of[T](
    by_day: Mapping[date, Sequence[T]], month: date, today: date, item: Callable[[T], Item]
) -> list[list[Cell]]:
    """The weeks of the month; things stand on a day in the order given, and only what is shown becomes an item."""
    begins = first_of(month)
    count = ((last_of(month) - begins).days + 1) // 7
    return [
        [_cell(begins + (7 * week + n) * DAY, by_day, month, today, item) for n in range(7)]
        for week in range(count)
    ]


def _cell[T](
    day: date, by_day: Mapping[date, Sequence[T]], month: date, today: date, item: Callable[[T], Item]
) -> Cell:
    found = by_day.get(day, ())
    shown = found if len(found) <= MOST_IN_A_DAY else found[: MOST_IN_A_DAY - 1]
    return Cell(
        day=day,
        label=f"{_SHORT[day.weekday()]}, {day.day}{NBSP}{MONTHS[day.month - 1][:3]}",
        is_inside=(day.year, day.month) == (month.year, month.month),
        is_today=day == today,
        items=tuple(item(each) for each in shown),
        more=len(found) - len(shown),
    )


def drawn(caption: str, weeks: Sequence[Sequence[Cell]], day_url: Callable[[date], str]) -> SafeString:
    """The table of the month; `day_url` leads to everything of a day."""
    head = "".join(f'<th scope="col">{name}</th>' for name in WEEKDAYS)
    rows = "".join(f"<tr>{''.join(_drawn_cell(cell, day_url) for cell in week)}</tr>" for week in weeks)
    return as_markup(
        '<div class="table stack month" role="region" tabindex="0" aria-labelledby="month-caption"><table>'
        f'<caption class="vh" id="month-caption">{esc(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _drawn_cell(cell: Cell, day_url: Callable[[date], str]) -> str:
    current = ' id="today" aria-current="date"' if cell.is_today else ""
    today = f" {_TODAY}" if cell.is_today else ""
    opening = f'<td data-l="{esc(cell.label)}"{current}>'
    if not cell.items:
        outside = "" if cell.is_inside else ' class="none"'
        return f"{opening}<b{outside}>{cell.day.day}</b>{today}</td>"
    url, words = esc(day_url(cell.day)), esc(date_ru(cell.day, "day"))
    items = "".join(map(_drawn_item, cell.items))
    more = (
        f'<li><a href="{url}" aria-label="Ещё {cell.more}: {words}">ещё {cell.more}</a></li>'
        if cell.more
        else ""
    )
    return (
        f'{opening}<b><a href="{url}" aria-label="{words}">{cell.day.day}</a></b>{today}'
        f'<ul class="beside">{items}{more}</ul></td>'
    )


def _drawn_item(item: Item) -> str:
    time = f"<b>{esc(item.time)}</b> " if item.time else ""
    note = f" <small>{esc(item.note)}</small>" if item.note else ""
    link = f'<a href="{esc(item.url)}">{esc(item.title)}</a>'
    if item.is_cancelled:
        link = f"<s>{link}</s> <small>отменено</small>"
    return f"<li>{time}{link}{note}</li>"
