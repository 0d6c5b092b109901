"""The columns of the file of people: the same for the template, the export and the import."""

from dataclasses import dataclass

from opora.access import Role
from opora.printing.sheets.model import Sheet
from opora.printing.tables import Column, Row, Table, Value
from opora.printing.writers import write_xlsx


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key, its heading, what may stand there, what else it is called."""

    key: str
    title: str
    hint: str
    width: float = 14
    synonyms: tuple[str, ...] = ()
    required: bool = False


HEADINGS = (
    Heading("surname", "Фамилия", "Обязательно.", 18, required=True),
    Heading("given_name", "Имя", "Обязательно.", 14, required=True),
    Heading("patronymic", "Отчество", "Можно оставить пустым.", 18),
    Heading("email", "Почта", "По ней узнаём человека.", 26, ("email", "e-mail", "эл. почта")),
    Heading("phone", "Телефон", "Как пишете.", 18),
    Heading("post", "Должность", "Как в штатном расписании.", 26),
    Heading("role", "Роль", "Одна из ролей с листа «Роли».", 26, required=True),
    Heading(
        "scope", "Охват", "Код территории или школы; несколько — через точку с запятой.", 22,
        ("охват (код территории/школы)", "код территории/школы", "код"), required=True,
    ),
    Heading("cycle", "Программный год", "Код или название года; пусто — без года.", 16, ("год",)),
    Heading("order_number", "Приказ №", "Номер приказа.", 12, ("номер приказа", "приказ")),
    Heading("order_date", "Дата приказа", "Например 01.09.2026.", 14),
    Heading("since", "С", "Первый день; пусто — сразу.", 12, ("действует с",)),
    Heading("until", "По", "Последний день; пусто — до конца года.", 12, ("действует по",)),
)  # fmt: skip

SHEET = "Люди"


def workbook_of(rows: list[tuple[Value, ...]], *, title: str) -> bytes:
    """The rows under the headings, and the sheet of roles."""
    columns = tuple(Column(h.title, hint=h.hint, as_typed=True) for h in HEADINGS)
    people = Sheet(
        SHEET,
        Table(columns, tuple(Row(row) for row in rows), missing="", empty=""),
        widths=tuple(h.width for h in HEADINGS),
        frozen_columns=2,
    )
    roles = Sheet(
        "Роли",
        Table((Column("Роль"),), tuple(Row((role.title,)) for role in Role)),
        widths=(46,),
        autofilter=False,
    )
    return write_xlsx([people, roles], title=title)
