"""The list of reports as a workbook."""

from collections.abc import Sequence
from datetime import date

from opora.printing import Column, Row, Sheet, Table, write_xlsx
from opora.reports.queries.listing import ReportLine
from opora.reports.states import ReportState


def reports_workbook(lines: Sequence[ReportLine], *, today: date) -> bytes:
    """What the list shows with its filters, every page of it."""
    columns = (
        *(Column("Этап", width=3), Column("Территория", width=2), Column("Год"), Column("Срок")),
        *(Column("Состояние"), Column("С какого дня"), Column("Номер", as_typed=True), Column("Дата")),
    )
    rows = tuple(
        Row(
            (
                *(line.stage or "За год", line.territory, line.cycle, line.due),
                *(ReportState(line.state).label, line.since, line.number or None, line.day),
            )
        )
        for line in lines
    )
    sheet = Sheet("Отчёты", Table(columns=columns, rows=rows, missing="", small=True), frozen_columns=1)
    return write_xlsx([sheet], date_of_data=today, title="Отчёты")
