"""The table to fill in with a registry of orders: headings, examples, how to write."""

from datetime import date

from opora.orders.reading import COLUMNS, RELATIONS
from opora.orders.states import OrderLevel
from opora.printing import Column, Row, Sheet, Table, write_xlsx
from opora.printing.tables import Value

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


#: columns wider than one
_WIDTHS = {"title": 3.0, "kind": 2.0, "appoints": 2.0, "territory": 1.4} | dict.fromkeys(
    ("issuer", "school", *RELATIONS), 1.6
)
_EXAMPLES: tuple[dict[str, Value], ...] = (
    {
        "number": "82",
        "date": date(2026, 9, 4),
        "title": "О назначении муниципальных координаторов",
        "level": "муниципальный",
        "appoints": "Петрова А. И.; Иванова М. П.",
        "replaces": "№ 16 от 02.02.2026",
    },
    {
        "number": "31-о/д",
        "date": date(2026, 10, 1),
        "title": "О создании рабочих групп",
        "level": "школьный",
        "school": "Школа № 1",
    },
)


def template() -> bytes:
    columns = tuple(
        Column(title, width=_WIDTHS.get(name, 1.0), as_typed=name == "number") for name, title, _ in COLUMNS
    )
    rows = tuple(Row(tuple(each.get(name) for name, *_ in COLUMNS)) for each in _EXAMPLES)
    notes = Table(columns=(Column("Что писать"),), rows=tuple(Row((words,)) for words in _NOTES))
    return write_xlsx(
        [
            Sheet("Приказы", Table(columns=columns, rows=rows, missing=""), frozen_columns=1),
            Sheet("Как заполнять", notes, autofilter=False),
        ],
        title="Реестр приказов: шаблон",
    )
