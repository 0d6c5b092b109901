"""The list of meetings as a workbook."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from opora.catalogues.local_time import zone_words
from opora.meetings.queries import Line
from opora.meetings.states import MeetingKind
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx


def workbook(rows: Sequence[Line], *, title: str, at: datetime) -> bytes:
    """What the list shows with its filters, every page of it."""
    columns = (
        *(Column("Совещание", width=3), Column("Вид", width=1.8), Column("Группа", width=2)),
        *(Column("Где", width=2), Column("День"), Column("Час"), Column("Часовой пояс"), Column("Онлайн")),
        *(Column("Состояние", width=1.6), Column("Протокол", as_typed=True)),
        *(
            Column("Были", Align.RIGHT),
            Column("Позвали", Align.RIGHT),
            Column("Открытых поручений", Align.RIGHT),
        ),
    )
    lines = [
        Row(
            (
                *(row.title, MeetingKind(row.kind).label, row.group or None, row.home),
                *(row.local_start.date(), f"{row.local_start:%H:%M}", zone_words(row.zone) or None),
                *("да" if row.is_online else None, row.state.label, row.number or None),
                *(row.came if row.came else None, row.asked, row.open),
            )
        )
        for row in rows
    ]
    sheet = Sheet(
        "Совещания", Table(columns=columns, rows=tuple(lines), missing="", small=True), frozen_columns=1
    )
    return write_xlsx([sheet], date_of_data=timezone.localdate(at), title=title)
