"""One document with a block of every kind, for every test of this package.

Run as a script it prints the hashes of its three files, for a comparison between processes.
"""

import hashlib
from datetime import date
from decimal import Decimal

from opora.printing import (
    Addressee,
    Align,
    Annex,
    ApprovalBlock,
    BulletList,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Letterhead,
    Mark,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Requisites,
    Row,
    Run,
    Section,
    Sheet,
    Signature,
    Slip,
    Slips,
    Table,
    Title,
    write_docx,
    write_pdf,
    write_xlsx,
)

DAY = date(2026, 3, 22)

CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 80" font-family="system-ui">'
    '<polyline points="10,70 160,40 310,20" fill="none" stroke="#0b5d57"/>'
    '<text x="10" y="20">Доля «2» 😀&#128512;</text></svg>'
).encode()

COLUMNS = (
    Column("Школа", width=3, as_typed=True),
    Column("Доля «2»", Align.RIGHT, group="ВПР, математика, 5 класс", percent=True, decimals=1),
    Column("Участники", Align.RIGHT, unit="чел.", group="ВПР, математика, 5 класс", hint="Сколько писали"),
    Column("Основание", width=2),
)

TABLE = Table(
    COLUMNS,
    (
        Section("Город"),
        Row(("Берёзовская СОШ", 0.3125, 32, Cell("повтор", mark=Mark.WARNING, comment="Два года подряд"))),
        Row(("Ольховская СОШ", None, None, Run("нет данных", italic=True))),
        Row(("Всего", Decimal("0.31"), 12345, ""), bold=True),
    ),
    caption="Таблица 1. Показатели школ",
    notes=("— данных нет.",),
)

LETTER = Letterhead(
    Requisites("Управление образования", "Администрация округа", phone="(000) 000-00-00", inn="0000000000"),
    Addressee("Директору", "Берёзовская СОШ", "Сосновой Е. А."),
    "45-И",
    DAY,
    subject="О списке школ",
)


def protocol() -> Document:
    return Document(
        "Протокол выявления",
        DAY,
        (
            LETTER,
            ApprovalBlock("Начальник управления", "И. П. Кедрова"),
            Title("выявления школ", "Протокол", "2026 год"),
            Heading("Как составлен список"),
            Paragraph(("Доля ", Run("не менее 30 %", bold=True), " в двух процедурах.")),
            BulletList(("количество", "повтор")),
            NumberedList(("Проверить.", "Утвердить.")),
            NumberedList(("Снова первый.",)),
            Heading("Глубже, чем можно", 3),
            TABLE,
            Figure(CHART, "Доля «2» по годам", "Снизилась", "Рисунок 1. Доля «2»"),
            Signature("Секретарь", "О. В. Ольхов", date_line=True),
            PageBreak(),
            Slips((Slip("Приглашение", ("до 5 апреля",), "https://opora.example/i/aB3", "К7Ф-29Д"),) * 3),
            Annex("Все школы", (Heading("Город"), TABLE), 1, "к протоколу № 4", Orientation.LANDSCAPE),
            Annex("Памятка", (Paragraph("Текст."),), 2),
            Paragraph("После приложений."),
        ),
        footer="Данные на 22 марта 2026 г.",
        author="Управление образования",
    )


def files() -> dict[str, bytes]:
    sheets = [Sheet("Школы", TABLE, title="Показатели")]
    return {
        "docx": write_docx(protocol()),
        "pdf": write_pdf(protocol()),
        "xlsx": write_xlsx(sheets, date_of_data=DAY, title="Показатели"),
    }


def hashes() -> dict[str, str]:
    return {kind: hashlib.sha256(data).hexdigest() for kind, data in files().items()}


if __name__ == "__main__":
    print(hashes())  # noqa: T201
