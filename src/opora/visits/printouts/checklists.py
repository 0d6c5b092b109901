"""Checklists compared, as a workbook: schools, then every answer."""

from collections.abc import Sequence
from datetime import date

from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx
from opora.visits.comparing import SchoolLine, Turn, items_of
from opora.visits.presenters.checklists import answers, item_words


def checklists_workbook(rows: Sequence[SchoolLine], *, title: str, today: date) -> bytes:
    school = (
        *(Column("Код школы", as_typed=True), Column("Школа", width=2.4)),
        Column("Муниципалитет", width=1.6),
    )
    columns = (
        *(*school, Column("Впервые"), Column("Ответы", width=1.6), Column("В последний раз")),
        *(Column("Ответы", width=1.6), Column("Смотрели, раз", Align.RIGHT)),
        *(Column("Лучше", Align.RIGHT), Column("Хуже", Align.RIGHT), Column("Чего нет сейчас", width=3)),
    )
    lines = tuple(
        Row(
            (
                *(row.key, row.name, row.place, row.first.day, answers(row.first)),
                *(row.last.day, answers(row.last), len(row.looks)),
                *(row.count(Turn.BETTER), row.count(Turn.WORSE), "; ".join(row.lacking) or None),
            )
        )
        for row in rows
    )
    details = (
        *(*school, Column("На что смотрели", width=2.4), Column("День"), Column("Ответ")),
        *(Column("Примечание", width=2.4), Column("Что изменилось за всё время", width=1.6)),
    )
    every = tuple(
        Row(
            (
                *(row.key, row.name, row.place, item.title, look.day, found.mark.label),
                *(found.words or None, item_words(item) or None),
            )
        )
        for row in rows
        for item in items_of(row.looks)
        for look, found in zip(row.looks, item.found, strict=True)
        if found is not None
    )
    return write_xlsx(
        [
            Sheet("Школы", Table(columns, lines, missing="", small=True), frozen_columns=2),
            Sheet("Ответы", Table(details, every, missing="", small=True), frozen_columns=2),
        ],
        date_of_data=today,
        title=title,
    )
