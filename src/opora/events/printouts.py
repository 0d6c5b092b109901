"""The list of events as a workbook."""

from collections.abc import Sequence
from datetime import date

from opora.events.queries.listing import Line
from opora.events.states import EventState
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx


def events_workbook(rows: Sequence[Line], *, title: str, today: date) -> bytes:
    """What the list shows with its filters, every page of it."""
    columns = (
        *(Column("Мероприятие", width=3), Column("Форма", width=1.8), Column("Кто проводит", width=2.2)),
        *(Column("Код школы", as_typed=True), Column("Территория", width=1.6), Column("Кто ведёт", width=2)),
        *(Column("Срок, как записан", width=1.6), Column("Состояние"), Column("Ближайший день")),
        *(Column("Последний проведённый день"), Column("Дней впереди", Align.RIGHT)),
        *(Column("Дней проведено", Align.RIGHT), Column("Пришло человек", Align.RIGHT)),
    )
    lines = tuple(
        Row(
            (
                *(row.title, row.kind, row.home, row.key, row.place, row.led_by, row.term),
                *(EventState(row.state).label, row.next_on, row.last_on, row.planned, row.held),
                row.came if row.held else None,
            )
        )
        for row in rows
    )
    sheet = Sheet("Мероприятия", Table(columns=columns, rows=lines, missing="", small=True), frozen_columns=1)
    return write_xlsx([sheet], date_of_data=today, title=title)
