"""Schools side by side."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.roadmaps.queries.board import SchoolLine
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.tables import Column, Table
from opora.ui.text import NBSP, count_ru, date_ru

_COLUMNS = (
    Column("Школа"),
    Column("Мер", "number"),
    Column("Выполняют", "number"),
    Column("Ждут куратора", "number"),
    Column("Подтверждено", "number"),
    Column("Просрочено", "number"),
    Column("Переносили", "number"),
    Column("Последнее движение"),
)


_CLOSED = badge("школа закрыта")


def table(rows: Sequence[SchoolLine], cycle: str, today: date, *, with_place: bool, empty: str) -> Table:
    """A figure leads to the measures behind it."""
    return Table(
        "roadmaps",
        "Дорожные карты школ",
        _COLUMNS,
        [_row(row, cycle, today, with_place=with_place) for row in rows],
        caption_hidden=True,
        empty=empty,
    )


def _row(row: SchoolLine, cycle: str, today: date, *, with_place: bool) -> tuple[object, ...]:
    url = reverse("roadmap", args=[row.school_id])
    place = f'<br><small class="soft">{esc(row.place)}</small>' if with_place else ""
    closed = f"<br>{_CLOSED}" if row.is_closed else ""
    return (
        as_markup(f'<a href="{url}?{urlencode({"cycle": cycle})}">{esc(row.school)}</a>{place}{closed}'),
        row.measures,
        _count(row.running, url, cycle, state="running"),
        _count(row.reported, url, cycle, state="reported"),
        _confirmed(row, url, cycle),
        _late(row, url, cycle, today),
        row.moved,
        date_ru(row.last) if row.last else None,
    )


def _count(many: int, url: str, cycle: str, **query: str) -> SafeString | int:
    if not many:
        return 0
    return as_markup(f'<a href="{url}?{esc(urlencode({"cycle": cycle, **query}))}">{many}</a>')


def _confirmed(row: SchoolLine, url: str, cycle: str) -> SafeString | int:
    """All, and how many of them within the last month."""
    found = _count(row.confirmed, url, cycle, state="confirmed")
    if not row.lately:
        return found
    lately = _count(row.lately, url, cycle, mark="recent")
    return as_markup(f'{found}<br><small class="soft">за{NBSP}месяц +{lately}</small>')


def _late(row: SchoolLine, url: str, cycle: str, today: date) -> SafeString | int:
    if not row.late or row.oldest is None:
        return 0
    days = count_ru((today - row.oldest).days, "день,дня,дней")
    link = f'<a href="{url}?{esc(urlencode({"cycle": cycle, "mark": "late"}))}">{row.late}</a>'
    return as_markup(f"{link}<br>{badge(f'самая давняя — {days}', 'high', '▲')}")
