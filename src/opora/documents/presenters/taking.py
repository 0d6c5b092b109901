"""Tables of an attached file and what their rows become."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.attachments import FoundTable
from opora.documents.exchange import MOST_ROWS
from opora.documents.forms.attaching import MOST_TICKED, Ticks
from opora.documents.models import Document
from opora.documents.people_words import PARTICIPANT_TITLES
from opora.documents.presenters.rows import term_of
from opora.documents.programme import Indicator, Measure
from opora.documents.repeated import Standing
from opora.documents.responsible import said
from opora.documents.taking import Taken, guess
from opora.documents.words import TABLE_TITLES
from opora.ui.components import InboxItem
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.tables import Cell, Column, Table
from opora.ui.text import count_ru, ru_plural

_LIKE_HEADINGS = (
    "похожа на заголовок группы: мы её,похожи на заголовки групп: мы их,похожи на заголовки групп: мы их"
)
#: so many doubts are told of a table
_DOUBTS = 20


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


@dataclass(frozen=True)
class Offer:
    """The rows of a table before they are taken: which stand in the document already, which are ticked.

    `unread` rows at the end of the table are more than a document may have.
    """

    target: str
    rows: Sequence[Taken]
    standing: Standing
    ticks: Ticks
    unread: int = 0

    @property
    def taken(self) -> list[Taken]:
        """The ticked rows; those that the document has already are among them."""
        return [each for place, each in enumerate(self.rows) if self.ticks.has(each, place)]

    @property
    def repeated(self) -> list[Taken]:
        return [each for each in self.taken if self.standing.has(each.row)]

    @property
    def doubts(self) -> list[str]:
        found = [doubt for each in self.taken if not self.standing.has(each.row) for doubt in each.doubts]
        return found[:_DOUBTS]

    @property
    def told(self) -> list[str]:
        """What happens to the rows, a sentence each."""
        sentences = []
        if many := len(self.repeated):
            word = ru_plural(many, "она не добавится,они не добавятся,они не добавятся")
            sentences.append(f"{count_ru(many, 'строка,строки,строк')} уже есть в документе, {word}.")
        if headings := sum(each.is_heading for each in self.rows):
            count = count_ru(headings, "строка,строки,строк")
            word = ru_plural(headings, _LIKE_HEADINGS)
            sentences.append(f"{count} {word} не отметили. Отметьте, если это не так.")
        if (more := len(self.rows) - MOST_TICKED) > 0:
            sentences.append(
                f"Ниже первые {MOST_TICKED} строк. Остальные ({more}) возьмём все, кроме заголовков групп: "
                "лишнее потом удалите в документе."
            )
        if self.unread:
            sentences.append(
                f"Последние {count_ru(self.unread, 'строка,строки,строк')} таблицы не возьмём: в документе бывает "
                f"до {MOST_ROWS} строк. Разделите таблицу."
            )
        return sentences

    @property
    def table(self) -> Table:
        """The rows as they will stand, each with its box."""
        columns, cells = _SHOWN.get(self.target, (["Текст"], _text))
        return Table(
            "preview",
            f"Что получится: {count_ru(len(self.rows), 'строка,строки,строк')}",
            [Column(title, "words") for title in columns],
            [
                (self._box(each, place, first), *rest)
                for place, each in enumerate(self.rows[:MOST_TICKED])
                for first, *rest in [cells(each.row)]
            ],
            empty="Ничего: выберите столбцы.",
        )

    def _box(self, each: Taken, place: int, words: Cell) -> SafeString:
        shown, name = esc(words or "без слов"), f'name="row" value="{each.number}"'
        if self.standing.has(each.row) and self.ticks.has(each, place):
            return as_markup(f'<input type="hidden" {name}>{shown} {badge("уже есть")}')
        mark = f" {badge('заголовок группы')}" if each.is_heading else ""
        ticked = " checked" if self.ticks.has(each, place) else ""
        return as_markup(f'<label><input type="checkbox" {name}{ticked}> {shown}</label>{mark}')


def told_after(added: int, repeated: int) -> str:
    """What came of it."""
    left = f" {count_ru(repeated, 'строка,строки,строк')} уже было, их не повторили." if repeated else ""
    if not added:
        return f"Ничего не добавлено.{left}"
    return f"Добавлено строк: {added}.{left} Свяжите их с задачами и проверьте."


def _text(row: Any) -> tuple[Cell, ...]:
    return (row.text,)


def _measure(row: Measure) -> tuple[Cell, ...]:
    return (
        row.title,
        term_of(row),
        ", ".join(said(row.executors, row.named)) or None,
        ", ".join(PARTICIPANT_TITLES[each] for each in row.participants) or None,
        row.result or None,
    )


def _indicator(row: Indicator) -> tuple[Cell, ...]:
    return row.title, row.unit or None, row.baseline or None, row.target or None, row.source or None


_SHOWN: dict[str, tuple[list[str], Callable[[Any], tuple[Cell, ...]]]] = {
    "measures": (["Мера", "Срок", "Кто делает", "Для кого", "Результат"], _measure),
    "indicators": (["Показатель", "Единица", "Сейчас", "Будет", "Откуда"], _indicator),
}
