"""The roadmap as a calendar of a month and as a timeline of the year: tables, so that both print and are heard."""

from collections.abc import Callable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.roadmaps.presenters import words
from opora.roadmaps.queries.lines import Line
from opora.ui.components import Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.months import NAMES, Item, drawn, following, month_title, weeks_of
from opora.ui.tables import Column, Table

_UNDATED = 20
_BEGINS = as_markup('<span aria-hidden="true">●▬</span><span class="vh">начало</span>')
_RUNS = as_markup('<span aria-hidden="true">▬</span><span class="vh">идёт</span>')
_ENDS = as_markup('<span aria-hidden="true">▬●</span><span class="vh">срок</span>')
_OVER = as_markup('<span aria-hidden="true">▬▲</span><span class="vh">срок прошёл</span>')
#: the signs of the timeline in one line
LEGEND = "▬ идёт, ▬● срок, ▬▲ срок прошёл, ●▬ начало без назначенного дня срока"


def first_of_month(text: str, *, today: date, within: tuple[date, date]) -> date:
    """«2026-11» as its first day; else the present month, or the year's first where that is outside it."""
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12 and int(year):
        return date(int(year), int(month), 1)
    return (today if within[0] <= today <= within[1] else within[0]).replace(day=1)


def months_of(within: tuple[date, date]) -> list[date]:
    """First days of the months of the programme year."""
    found, day = [], within[0].replace(day=1)
    while day <= within[1]:
        found.append(day)
        day = following(day)
    return found


def month_tabs(within: tuple[date, date], shown: date, url: str) -> list[Tab]:
    """`url` ends where the month is to stand («…&month=»)."""
    return [Tab(NAMES[day.month - 1], f"{url}{day:%Y-%m}", current=day == shown) for day in months_of(within)]


def calendar_of(
    lines: Sequence[Line], month: date, today: date, *, day_url: Callable[[date], str]
) -> SafeString:
    """The month, each measure on the day of its term; `day_url` leads to everything of a day."""
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        if line.due is not None:
            by_day.setdefault(line.due, []).append(line)
    weeks = weeks_of(by_day, month, today, lambda line: _item(line, today))
    return drawn(f"Сроки мер: {month_title(month).lower()}", weeks, day_url)


def _item(line: Line, today: date) -> Item:
    note = "просрочена" if line.is_late(today) else line.state.label
    return Item(line.title, reverse("roadmap-measure", args=[line.id]), note=note)


def without_day(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Measures whose term is in words only, for which a calendar has no place: the first ones, how many more."""
    found = [line for line in lines if line.due is None]
    return found[:_UNDATED], len(found[_UNDATED:])


def timeline(lines: Sequence[Line], within: tuple[date, date], today: date, *, empty: str) -> Table:
    """A row a measure, a column a month: from its start to its term."""
    months = months_of(within)
    before, after = reverse("roadmap-measure", args=[0]).split("0")
    return Table(
        "timeline",
        "Меры по месяцам",
        [Column("Мера"), Column("Состояние"), *(Column(NAMES[day.month - 1][:3]) for day in months)],
        [
            (
                as_markup(f'<a href="{before}{line.id}{after}">{esc(line.title)}</a>'),
                words.state_chip(line.state),
                *(_in_month(line, month, today) for month in months),
            )
            for line in lines
        ],
        caption_hidden=True,
        wide=True,
        empty=empty,
    )


def _in_month(line: Line, month: date, today: date) -> SafeString | str:
    starts, due = line.starts or line.due, line.due
    if starts is None:
        return ""
    if due is None:
        return _BEGINS if (starts.year, starts.month) == (month.year, month.month) else ""
    if (due.year, due.month) == (month.year, month.month):
        return _OVER if line.is_late(today) else _ENDS
    return _RUNS if starts.replace(day=1) <= month <= due else ""
