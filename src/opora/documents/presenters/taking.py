"""Tables of an attached file and what their rows become."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from opora.attachments import FoundTable
from opora.documents.models import Document
from opora.documents.people_words import EXECUTOR_TITLES, PARTICIPANT_TITLES
from opora.documents.presenters.rows import term_of
from opora.documents.programme import Indicator, Measure
from opora.documents.taking import Taken, guess
from opora.documents.words import TABLE_TITLES
from opora.ui.components import InboxItem
from opora.ui.tables import Cell, Column, Table
from opora.ui.text import count_ru

#: so many rows are shown before they are taken
SHOWN = 20


def items(document: Document, found: Sequence[FoundTable]) -> list[InboxItem]:
    """A line a table, for measures first: most tables of a programme hold them."""
    return [_item(document, each, _likely(each)) for each in found if each.body]


def _item(document: Document, found: FoundTable, target: str) -> InboxItem:
    many = count_ru(len(found.body), "строка,строки,строк")
    columns = "; ".join(filter(None, found.columns))[:160]
    return InboxItem(
        title=found.title or f"Таблица {found.number}",
        url=reverse("document-take", args=[document.pk, found.number, target]),
        action=f"Взять: {TABLE_TITLES[target][1].lower()}",
        detail=f"{many}. Столбцы: {columns}",
    )


def _likely(found: FoundTable) -> str:
    """The table of the chain whose fields the headings name most."""
    return max(("measures", "indicators", "tasks"), key=lambda target: len(guess(target, found.columns)))


def preview(target: str, rows: Sequence[Taken]) -> Table:
    """The first rows as they will stand."""
    columns, cells = _SHOWN.get(target, (["Текст"], _text))
    return Table(
        "preview",
        f"Что получится: {count_ru(len(rows), 'строка,строки,строк')}"
        + (f", первые {SHOWN}" if len(rows) > SHOWN else ""),
        [Column(title, "words") for title in columns],
        [cells(each.row) for each in rows[:SHOWN]],
        empty="Ничего: выберите столбцы.",
    )


def _text(row: Any) -> tuple[Cell, ...]:
    return (row.text,)


def _measure(row: Measure) -> tuple[Cell, ...]:
    people = [EXECUTOR_TITLES[each] for each in row.executors]
    return (
        row.title,
        term_of(row),
        ", ".join([*people, *row.named]) or None,
        ", ".join(PARTICIPANT_TITLES[each] for each in row.participants) or None,
        row.result or None,
    )


def _indicator(row: Indicator) -> tuple[Cell, ...]:
    return row.title, row.unit or None, row.baseline or None, row.target or None, row.source or None


_SHOWN: dict[str, tuple[list[str], Callable[[Any], tuple[Cell, ...]]]] = {
    "measures": (["Мера", "Срок", "Кто делает", "Для кого", "Результат"], _measure),
    "indicators": (["Показатель", "Единица", "Сейчас", "Будет", "Откуда"], _indicator),
}
