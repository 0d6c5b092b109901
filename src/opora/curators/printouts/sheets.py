"""The register and the load as workbooks: what the pages show, every row of it."""

from collections.abc import Sequence
from datetime import date

from opora.curators.queries.agreements import AgreementLine
from opora.curators.queries.load import DAYS, Load
from opora.curators.queries.register import Line
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx


def register_workbook(rows: Sequence[Line], *, today: date) -> bytes:
    """All steps as columns."""
    columns = (
        *(Column("Кандидат, куратор", width=2.2), Column("Должность", width=1.8)),
        *(
            Column("Место работы", width=2),
            Column("Муниципалитет", width=1.5),
            Column("Состояние", width=1.4),
        ),
        *(Column("Предложен"), Column("Собеседование"), Column("Итог собеседования", width=1.2)),
        *(Column("Тест ФИОКО"), Column("Итог теста"), Column("Балл", as_typed=True)),
        *(Column("Согласован"), Column("Кто согласовал", width=1.8)),
        *(Column("Договор, номер", as_typed=True), Column("Договор, дата")),
        *(Column("Назначен"), Column("Приказ, номер", as_typed=True), Column("Приказ, дата")),
        *(
            Column("Школы", width=3),
            Column("Соглашений", Align.RIGHT),
            Column("Из них подписано", Align.RIGHT),
        ),
        *(Column("Закончено"), Column("Почему", width=2.4)),
    )
    lines = tuple(_row(each) for each in rows)
    table = Table(columns=columns, rows=lines, missing="", small=True, empty="Кандидатов пока нет")
    return write_xlsx(
        [Sheet("Кураторы", table, frozen_columns=1)], date_of_data=today, title="Реестр кураторов"
    )


def _row(each: Line) -> Row:
    contract = each.contract or (None, None)
    signed, many = each.agreements
    return Row(
        (
            *(each.name, each.post or None, each.works_at or None, each.place or None, state_words(each)),
            *(each.proposed_on, each.interviewed_on, fits_words(each), each.tested_on, test_words(each)),
            *(each.test_score or None, each.approved_on, each.approved_by or None, *contract),
            *(each.appointed_on, each.order[0] or None, each.order[1], ", ".join(each.schools) or None),
            *(many, signed, each.ended_on, each.reason or None),
        )
    )


def state_words(each: Line) -> str:
    """The state; of somebody who was no candidate that too."""
    return each.state.label if each.pk is not None else f"{each.state.label}, без отбора"


def fits_words(each: Line) -> str | None:
    return None if each.interview_fits is None else "подходит" if each.interview_fits else "не подходит"


def test_words(each: Line) -> str | None:
    return None if each.test_passed is None else "сдан" if each.test_passed else "не сдан"


def load_workbook(found: Load, *, today: date) -> bytes:
    """A row a school; those without a curator on a sheet of their own."""
    columns = (
        *(Column("Куратор", width=2), Column("Школ у куратора", Align.RIGHT), Column("Школа", width=2.4)),
        *(Column("Муниципалитет", width=1.6), Column(f"Очных посещений за {DAYS} дней", Align.RIGHT)),
        *(Column("Мер на подтверждении", Align.RIGHT), Column("Документов на проверке", Align.RIGHT)),
    )
    lines = tuple(
        Row((each.name, each.many, at.name, at.place, at.visits, at.works, at.documents))
        for each in found.curators
        for at in each.schools
    )
    alone = tuple(Row((each.name, each.place)) for each in found.alone)
    sheets = [
        Sheet(
            "Нагрузка",
            Table(columns=columns, rows=lines, missing="", small=True, empty="Кураторов пока нет"),
            frozen_columns=1,
        ),
        Sheet(
            "Школы без куратора",
            Table(
                columns=(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6)),
                rows=alone,
                small=True,
                empty="У каждой школы есть куратор",
            ),
        ),
    ]
    return write_xlsx(sheets, date_of_data=today, title="Нагрузка кураторов")


def agreements_workbook(rows: Sequence[AgreementLine], *, today: date) -> bytes:
    columns = (
        *(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6), Column("Куратор", width=2)),
        *(Column("Номер", as_typed=True), Column("Дата"), Column("Состояние"), Column("Подписала школа")),
        *(Column("Подписал куратор"), Column("Прекращено")),
    )
    lines = tuple(
        Row(
            (
                *(each.school, each.place, each.curator, each.number or None, each.day, each.state.label),
                "да" if each.school_signed else "нет",
                "да" if each.curator_signed else "нет",
                each.ended_on,
            )
        )
        for each in rows
    )
    table = Table(columns=columns, rows=lines, missing="", small=True, empty="Соглашений пока нет")
    return write_xlsx(
        [Sheet("Соглашения", table, frozen_columns=1)],
        date_of_data=today,
        title="Соглашения школ и кураторов",
    )
