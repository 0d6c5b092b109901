"""Roadmaps as XLSX: a school's measures, many schools side by side."""

from collections.abc import Sequence
from datetime import date

from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx
from opora.roadmaps.presenters.words import taking_part, who
from opora.roadmaps.queries.board import SchoolLine
from opora.roadmaps.queries.lines import Line

_MEASURES = (
    Column("№", Align.RIGHT),
    *(Column("Мера", width=3), Column("Направление", width=1.6), Column("Документ", width=2)),
    *(Column("Начало"), Column("Срок"), Column("Срок словами"), Column("Первый срок")),
    *(
        Column("Почему перенесли", width=2),
        Column("Состояние"),
        Column("С какого дня"),
        Column("Выполнена"),
        Column("Отвечают", width=2),
    ),
    *(Column("Участники", width=1.6), Column("Ожидаемый результат", width=3), Column("Что сделано", width=3)),
    *(
        Column("Ресурсы", width=1.6),
        Column("Стоимость, ₽", Align.RIGHT),
        Column("Подтверждений", Align.RIGHT),
    ),
)


def measures_workbook(lines: Sequence[Line], *, title: str, today: date) -> bytes:
    """What the roadmap shows with its filters; «№» names a measure for ever.

    The same file is loaded again: «Почему перенесли» is empty for what a person writes there.
    """
    rows = [
        Row(
            (
                *(line.id, line.title, line.direction or None, line.document),
                *(line.starts, line.due, line.when or None, line.first_due),
                *(None, line.state.label, line.since, line.done_on, who(line) or None),
                taking_part(line.participants) or None,
                *(line.result or None, line.report or None, line.resources or None, line.cost, line.evidence),
            )
        )
        for line in lines
    ]
    return _book("Дорожная карта", _MEASURES, rows, title=title, today=today)


_SCHOOLS = (
    *(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6), Column("Мер", Align.RIGHT)),
    *(
        Column("Выполняют", Align.RIGHT),
        Column("Ждут куратора", Align.RIGHT),
        Column("Подтверждено", Align.RIGHT),
        Column("Из них за месяц", Align.RIGHT),
    ),
    *(Column("Снято", Align.RIGHT), Column("Просрочено", Align.RIGHT), Column("Самый старый срок")),
    *(Column("Переносили", Align.RIGHT), Column("Последнее движение")),
)


def schools_workbook(rows: Sequence[SchoolLine], *, title: str, today: date) -> bytes:
    """The list of schools with its filters, every page of it."""
    found = [
        Row(
            (
                *(row.school, row.place, row.measures, row.running, row.reported, row.confirmed),
                *(row.lately, row.dropped, row.late, row.oldest, row.moved, row.last),
            )
        )
        for row in rows
    ]
    return _book("Дорожные карты", _SCHOOLS, found, title=title, today=today)


def _book(name: str, columns: tuple[Column, ...], rows: Sequence[Row], *, title: str, today: date) -> bytes:
    sheet = Sheet(name, Table(columns=columns, rows=tuple(rows), missing="", small=True), frozen_columns=2)
    return write_xlsx([sheet], title=title, date_of_data=today)
