"""A table of orders as it was typed: which column says what, and each row in words with its places."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from opora.cycles.periods import parse
from opora.imports.sheets import Sheet
from opora.imports.sheets.headed import Cells, Headed, headed
from opora.ordering import folded
from opora.orders.numbers import cleaned
from opora.orders.states import OrderLevel, RelationKind

#: (code, how it is called, headings that mean it)
COLUMNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("number", "Номер", ("номер", "№", "№ приказа", "номер приказа")),
    ("date", "Дата", ("дата", "дата приказа", "от", "дата издания")),
    ("title", "О чём", ("о чем", "название", "заголовок", "содержание", "наименование", "название приказа")),
    ("level", "Уровень", ("уровень",)),
    ("issuer", "Кто издал", ("кто издал", "издатель", "кем издан", "издал", "орган")),
    ("school", "Школа", ("школа", "оо", "оу", "организация", "образовательная организация")),
    ("territory", "Территория", ("территория", "муниципалитет", "район", "округ")),
    ("kind", "Вид", ("вид", "вид приказа")),
    ("cycle", "Программный год", ("программный год", "год")),
    ("appoints", "Кого назначает", ("кого назначает", "назначает", "кто назначен", "назначены")),
    ("amends", "Изменяет", ("изменяет", "вносит изменения в", "какой изменяет")),
    ("replaces", "Заменяет", ("заменяет", "взамен", "какой заменяет")),
    ("cancels", "Отменяет", ("отменяет", "какой отменяет")),
    ("state", "Состояние", ("состояние", "статус")),
    ("lapsed", "Утратил силу", ("утратил силу", "утратил силу с", "действовал до")),
)
RELATIONS = {
    "amends": RelationKind.AMENDS,
    "replaces": RelationKind.REPLACES,
    "cancels": RelationKind.CANCELS,
}
_NEEDED = frozenset(("number", "date", "title"))
_HEADINGS = {name: words for name, _, words in COLUMNS}
_OF_DAY = re.compile(r"^(?P<number>.+?)\s+от\s+(?P<day>.+?)\s*(?:г\.?)?$", re.IGNORECASE)
_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d\.\d\d\b(?!\.)(?<=\.\d\d\.\d\d)")
_LEVELS = {folded(word): level for level in OrderLevel for word in (level.label, level.value)}


class Row(Cells):
    """A row of the registry."""

    def day(self, name: str) -> date | None:
        """None where nothing is written or what is written is no day."""
        cell = self.cell(name)
        if isinstance(cell, datetime):
            return cell.date()
        return cell if isinstance(cell, date) else day_of(self.text(name))

    @property
    def number(self) -> str:
        """A number that the spreadsheet keeps as 16.0 is 16."""
        return cleaned(re.sub(r"^(\d+)\.0$", r"\1", self.text("number")))

    @property
    def title(self) -> str:
        said = self.text("title")
        return said[1:-1].strip() if said[:1] == "«" and said[-1:] == "»" and said.count("«") == 1 else said

    @property
    def level(self) -> OrderLevel | None:
        return _LEVELS.get(folded(self.text("level")))


def layout(sheet: Sheet) -> Headed | None:
    """None for a sheet that is no registry: without number, date and subject."""
    return headed(sheet, _HEADINGS, _NEEDED.issubset)


def rows_of(found: Headed) -> Iterator[Row]:
    """Rows in which something of an order is written."""
    for row in found.rows(Row):
        if any(row.text(name) for name in _NEEDED):
            yield row


def day_of(said: str) -> date | None:
    """«02.02.2022», «2 февраля 2022 г.»; None for anything that is not one day."""
    if not _HAS_YEAR.search(said):
        return None
    found = parse(said.removesuffix("г.").strip(), within=(date(1, 1, 1), date(9999, 12, 31)))
    return found.ends if found.starts == found.ends else None


def pointed(said: str) -> tuple[str, date | None]:
    """«№ 16 от 02.02.2022» as number and day; the day may be left out."""
    said = said.removeprefix("Приказ").removeprefix("приказ").strip()
    found = _OF_DAY.match(said)
    day = day_of(found["day"]) if found else None
    return (cleaned(found["number"]), day) if found and day else (cleaned(said), None)
