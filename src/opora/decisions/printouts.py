"""The list of decisions as a workbook."""

from collections.abc import Sequence
from datetime import date

from opora.decisions.queries.listing import Line
from opora.decisions.states import DecisionState
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx


def decisions_workbook(rows: Sequence[Line], *, today: date) -> bytes:
    """What the list shows with its filters, every page of it."""
    columns = (
        *(Column("Когда"), Column("О ком", width=2), Column("Муниципалитет", width=1.4)),
        *(
            Column("Что решили", width=4),
            Column("На каком основании", width=3),
            Column("Кто решил", width=1.8),
        ),
        *(Column("Состояние"), Column("Исполнено")),
        *(Column("Открытых поручений", Align.RIGHT), Column("Оценок эффекта", Align.RIGHT)),
    )
    lines = tuple(
        Row(
            (
                *(row.decided_on, row.home, row.place or None, row.text, row.ground or None, row.decided_by),
                *(DecisionState(row.state).label, row.executed_on, row.tasks, row.outcomes),
            )
        )
        for row in rows
    )
    sheet = Sheet("Решения", Table(columns=columns, rows=lines, missing="", small=True), frozen_columns=1)
    return write_xlsx([sheet], date_of_data=today, title="Решения")
