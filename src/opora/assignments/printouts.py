"""The list of assignments as a workbook."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from opora.assignments.presenters import term_words, was_returned
from opora.assignments.queries import Line
from opora.assignments.states import MOVES
from opora.printing import Column, Row, Sheet, Table, write_xlsx


def workbook(rows: Sequence[Line], *, title: str, at: datetime) -> bytes:
    """What the list shows with its filters, every page of it."""
    columns = (
        *(Column("Что сделать", width=3), Column("Исполнитель", width=1.6), Column("Где", width=2)),
        *(Column("Муниципалитет", width=1.6), Column("Состояние", width=1.4), Column("Чей ход")),
        *(
            Column("Срок"),
            Column("О сроке", width=1.6),
            Column("Откуда", width=2),
            Column("Кто поручил", width=1.6),
        ),
        *(Column("Когда"), Column("Что сделано", width=3), Column("Ответ", width=2)),
    )
    lines = [
        Row(
            (
                *(row.what, row.executor, row.home, row.place),
                "возвращено" if was_returned(row) else row.state.label,
                MOVES[row.state],
                row.last_day,
                *(term_words(row, at) or None, row.origin_title or None, row.given_by),
                timezone.localdate(row.given_at),
                *(row.report or None, row.answer or None),
            )
        )
        for row in rows
    ]
    sheet = Sheet(
        "Поручения", Table(columns=columns, rows=tuple(lines), missing="", small=True), frozen_columns=1
    )
    return write_xlsx([sheet], date_of_data=timezone.localdate(at), title=title)
