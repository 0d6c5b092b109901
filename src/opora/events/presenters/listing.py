"""The list of events."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from opora.events.presenters.words import state_chip
from opora.events.queries.listing import Line
from opora.events.states import EventState
from opora.ui.components import Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru


def tabs(counts: Mapping[str, int], state: str, query: str) -> list[Tab]:
    """«Все» and one for each state that has any."""

    def url(of: str) -> str:
        parts = [query, urlencode({"state": of}) if of else ""]
        return f"?{'&'.join(part for part in parts if part)}"

    found = [Tab("Все", url(""), current=not state, count=sum(counts.values()))]
    return found + [
        Tab(each.label.capitalize(), url(each), current=state == each, count=counts[each])
        for each in EventState
        if counts.get(each)
    ]


def table(rows: Sequence[Line], *, today: date, narrowed: bool) -> Table:
    """Events with their nearest day, how many days are held, how many people came."""
    columns = [
        Column("Мероприятие"),
        Column("Форма"),
        Column("Кто проводит"),
        Column("Когда"),
        Column("Состояние"),
        Column("Проведено", "number", "дн."),
        Column("Пришло", "number", "чел."),
    ]
    return Table(
        "events",
        "Мероприятия",
        columns,
        [
            (
                link(reverse("event", args=[row.pk]), row.title),
                row.kind,
                row.home,
                when(row, today=today),
                state_chip(row.state),
                row.held,
                row.came if row.held else "",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty="По этим фильтрам ничего нет. Сбросьте их." if narrowed else "Мероприятий пока нет.",
    )


def when(row: Line, *, today: date) -> object:
    """The nearest day, marked where it passed; else the last one; else the term as written."""
    if row.next_on is not None:
        more = f" и ещё {row.planned - 1}" if row.planned > 1 else ""
        if row.next_on < today:
            unmarked = badge("не отмечено", "high", "▲")
            return as_markup(f"{unmarked} {esc(date_ru(row.next_on))}{more}")
        return f"{date_ru(row.next_on)}{more}"
    return date_ru(row.last_on) if row.last_on is not None else row.term or "по запросу"
