"""The table to fill in with a registry of orders: headings, examples, how to write."""

from datetime import date

from opora.orders.states import OrderLevel
from opora.printing import Column, Row, Sheet, Table, write_xlsx

_NOTES = (
    "Обязательны номер, дата и о чём приказ. Остальных столбцов может не быть.",
    f"Уровень: {', '.join(each.label.lower() for each in OrderLevel)}. Пусто — по тому, чей приказ.",
    "Школа — для приказов школ: название или код. Территория — для остальных; пусто — ваша.",
    "Кто издал — только если издал кто-то другой: «Минпросвещения России».",
    "Вид — как называется приказ на странице «Каких не хватает»; пусто — узнаем по словам «О чём».",
    "Программный год — его код; пусто — год, выбранный при загрузке, если приказ издан в нём.",
    "Кого назначает — «Петрова А. И.» или название группы; нескольких через «;».",
    "Изменяет, Заменяет, Отменяет — «№ 16 от 02.02.2022»; нескольких через «;».",
    "Состояние — «действует» или «утратил силу»; тогда впишите и с какого дня.",
)


def template() -> bytes:
    columns = (
        Column("Номер", as_typed=True),
        *(Column("Дата"), Column("О чём", width=3), Column("Уровень"), Column("Кто издал", width=1.6)),
        *(Column("Школа", width=1.6), Column("Территория", width=1.4), Column("Вид", width=2)),
        *(Column("Программный год"), Column("Кого назначает", width=2), Column("Изменяет", width=1.6)),
        *(Column("Заменяет", width=1.6), Column("Отменяет", width=1.6), Column("Состояние")),
        Column("Утратил силу"),
    )
    nothing = (None,) * 4
    examples = (
        *(
            ("82", date(2026, 9, 4), "О назначении муниципальных координаторов", "муниципальный", None, None),
            ("31-о/д", date(2026, 10, 1), "О создании рабочих групп", "школьный", None, "Школа № 1"),
        ),
    )
    rest = (
        (None, None, None, "Петрова А. И.; Иванова М. П.", None, "№ 16 от 02.02.2026", None, None, None),
        (None, None, None, *nothing, None, None),
    )
    rows = tuple(Row((*first, *more)) for first, more in zip(examples, rest, strict=True))
    notes = Table(columns=(Column("Что писать"),), rows=tuple(Row((words,)) for words in _NOTES))
    return write_xlsx(
        [
            Sheet("Приказы", Table(columns=columns, rows=rows, missing=""), frozen_columns=1),
            Sheet("Как заполнять", notes, autofilter=False),
        ],
        title="Реестр приказов: шаблон",
    )
