"""Columns of the register's file; the social passport adds one for each of its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from opora.imports.names import folded
from opora.organisations.passport import PassportItem
from opora.organisations.states import Locality, OrganisationKind, SchoolKind

ORGANISATIONS, TERRITORIES, VALUES = "Организации", "Территории", "Значения"

type Reads = Literal[
    "text", "kind", "school_kind", "locality", "flag", "count", "share", "year", "names", "degrees"
]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key (a field of the model where it has one), what it says, how its cells are read."""

    key: str
    title: str
    reads: Reads = "text"
    hint: str = ""
    width: float = 14
    synonyms: tuple[str, ...] = ()


CARD = (
    Heading("key", "Код", hint="Постоянный код организации: по нему её узнаём.", synonyms=("код оо", "ключ")),
    Heading("kind", "Вид", "kind", "Пусто — школа. Допустимое — на листе «Значения».", 18),
    Heading("name", "Название", hint="Короткое. Другое название у того же кода — переименование.", width=30),
    Heading("official_name", "Полное название", hint="Как в уставе.", width=40),
    Heading(
        "territory", "Территория", hint="Код территории с листа «Территории».",
        synonyms=("территория (код)", "код территории"),
    ),
    Heading("school_kind", "Вид школы", "school_kind", "Допустимое — на листе «Значения».", 18),
    Heading("locality", "Город или село", "locality", "Город либо Село.", synonyms=("город/село",)),
    Heading("inn", "ИНН", hint="10 цифр."),
    Heading("is_legal_entity", "Юр. лицо", "flag", "Да; нет — филиал.", 10, ("юридическое лицо",)),
    Heading("distance_km", "Расстояние", "count", "До центра муниципалитета, км.", 12, ("расстояние, км",)),
    Heading("latitude", "Широта", "degrees", "Градусы, например 56,8389. Вместе с долготой.", 12, ("широта, °",)),
    Heading("longitude", "Долгота", "degrees", "Градусы, например 60,6057.", 12, ("долгота, °",)),
    Heading("address", "Адрес", width=36),
    Heading("phone", "Телефон", width=20),
    Heading("email", "Почта", width=26, synonyms=("email", "e-mail", "эл. почта")),
    Heading("site", "Сайт", width=26),
    Heading("former_names", "Прежнее название", "names", "Несколько — через точку с запятой.", 30),
)  # fmt: skip
FIGURES = (
    Heading("year", "Учебный год", "year", "Например 2025/26. Другой год — ещё одной строкой.", 14),
    Heading("pupils", "Обучающиеся", "count", "Сколько всего.", 14),
    Heading("teachers", "Учителя", "count", "Сколько всего.", 12),
    Heading("teachers_under_35", "Учителя до 35", "count", "", 14, ("до 35", "учителя до 35 лет")),
    Heading("teachers_over_55", "Учителя старше 55", "count", "", 18, ("старше 55", "учителя старше 55 лет")),
)
TERRITORY = (
    Heading("code", "Код", hint="Постоянный код, например ОКТМО."),
    Heading("name", "Название", width=36),
    Heading("parent", "Входит в", hint="Код региона; для региона — RU.", synonyms=("входит в (код)",)),
)
CHOICES: dict[str, list[tuple[str, str]]] = {
    "kind": list(OrganisationKind.choices),
    "school_kind": list(SchoolKind.choices),
    "locality": list(Locality.choices),
}


def passport_headings(items: Sequence[PassportItem]) -> tuple[Heading, ...]:
    """A column per item; percents 0–100 where the item is a share."""
    return tuple(
        Heading(
            f"passport:{item.code}",
            f"{item.title}, {'%' if item.unit == 'share' else 'чел.'}",
            "share" if item.unit == "share" else "count",
            item.group,
            18,
            (item.title, item.code),
        )
        for item in items
    )


def by_word(headings: Sequence[Heading]) -> dict[str, str]:
    """{folded heading or synonym: key}"""
    return {folded(word): heading.key for heading in headings for word in (heading.title, *heading.synonyms)}
