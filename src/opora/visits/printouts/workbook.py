"""The list of visits and the planner as workbooks."""

from collections.abc import Sequence
from datetime import date

from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx
from opora.visits.distances import Map
from opora.visits.presenters.planner import curators
from opora.visits.presenters.words import due_words
from opora.visits.queries.listing import Line as VisitLine
from opora.visits.queries.planner import Line
from opora.visits.queries.verified import Line as Verified


def visits_workbook(
    rows: Sequence[VisitLine],
    verified: Sequence[Verified],
    *,
    title: str,
    today: date,
    reads_closed: bool,
) -> bytes:
    """What the list shows with its filters, every page of it; verifications of risks on a sheet of their own."""
    columns = (
        Column("Код школы", as_typed=True),
        *(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6), Column("Вид", width=2)),
        *(Column("Как"), Column("Состояние", width=1.4), Column("День"), Column("Время", as_typed=True)),
        *(Column("По плану"), Column("Минут", Align.RIGHT), Column("Кто", width=2.4)),
        *(Column("Зачем", width=2.4), Column("Записал", width=1.6), Column("Чего нет по листу", Align.RIGHT)),
    )
    lines = tuple(
        Row(
            (
                *(row.key, row.school, row.place, row.kind, row.way.label),
                "день прошёл, записи нет" if row.is_late(today) else row.state.label,
                *(row.day, f"{row.at:%H:%M}" if row.at else None, row.planned_on, row.minutes),
                *(row.who or None, row.purpose or None, row.noted_by or None),
                row.no if row.noted_by and (row.is_open or reads_closed) else None,
            )
        )
        for row in rows
    )
    sheets = [Sheet("Посещения", Table(columns, lines, missing="", small=True), frozen_columns=2)]
    if verified:
        sheets.append(_verified_sheet(verified))
    return write_xlsx(sheets, date_of_data=today, title=title)


def _verified_sheet(rows: Sequence[Verified]) -> Sheet:
    columns = (
        Column("Код школы", as_typed=True),
        *(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6), Column("День")),
        *(Column("Направлений", Align.RIGHT), Column("Записал", width=1.6)),
    )
    lines = tuple(Row((row.key, row.school, row.place, row.day, row.directions, row.by)) for row in rows)
    return Sheet("Проверки рисков", Table(columns, lines, missing="", small=True), frozen_columns=2)


def planner_workbook(rows: Sequence[Line], on: Map, *, title: str, today: date) -> bytes:
    """Schools with when they were visited and when they are due."""
    columns = (
        *(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6), Column("Фаза", width=1.8)),
        *(Column("Были очно"), Column("Онлайн"), Column("Пора до"), Column("О сроке", width=1.6)),
        Column("Опоздание", Align.RIGHT, unit="дн."),
        Column("В плане"),
        Column("Дорога, оценка", Align.RIGHT, unit="км", decimals=0),
        Column("Куратор", width=2.4),
    )
    lines = tuple(
        Row(
            (
                *(row.name, row.place, row.due.phase.label),
                *(row.standing.presence, row.standing.online, row.due.day, due_words(row.due, today)),
                _late(row, today),
                row.standing.planned,
                on.from_base(row.at) if row.at else None,
                curators(row),
            )
        )
        for row in rows
    )
    sheet = Sheet("Школы", Table(columns, lines, missing="", small=True), frozen_columns=1)
    return write_xlsx([sheet], date_of_data=today, title=title)


def _late(row: Line, today: date) -> int | None:
    left = row.due.days_left(today)
    return -left if left is not None and left < 0 else None
