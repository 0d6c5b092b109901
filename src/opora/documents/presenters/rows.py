"""The tables of a programme with what stands beside each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.documents.amounts import change_of
from opora.documents.difference import Turn
from opora.documents.people_words import PARTICIPANT_TITLES
from opora.documents.presenters.beside import Beside
from opora.documents.programme import LINKS, Cause, Goal, Indicator, Measure, Programme, Result, Task
from opora.documents.responsible import said
from opora.documents.words import FORM_TITLES, TABLE_TITLES
from opora.printing.russian import short_period
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.tables import Cell, Column, Table

_SHORT = 80
TURN_CHIPS = {
    Turn.ADDED: badge("новое", "move", "+"),
    Turn.CHANGED: badge("изменено", "move", "→"),
    Turn.REMOVED: badge("убрано"),
}


@dataclass(frozen=True)
class Drawer:
    """Draws rows of one programme; `writes` and `remarks` say which links a row has.

    `turns` are rows that were not so in the version that was read before.
    """

    document_id: int
    programme: Programme
    beside: Beside
    writes: bool
    remarks: bool
    turns: Mapping[str, Turn] = field(default_factory=dict)

    def table(self, table: str) -> Table:
        """A table of the chain: the row's own words with what stands beside them, then its fields."""
        columns, cells = _TABLES[table]
        rows = getattr(self.programme, table)
        titles = _titles(self.programme)
        before, after = reverse("document-row", args=[self.document_id, table, "-"]).rsplit("-", 1)
        remark = reverse("document-remark-new", args=[self.document_id])
        return Table(
            table,
            f"{TABLE_TITLES[table][1]}: строки",
            [*columns, *([Column("Сказать")] if self.remarks else [])],
            [
                (
                    self._head(row, f"{before}{row.id}{after}"),
                    *cells(row, titles),
                    *([_remark_link(remark, row.id, _words(row))] if self.remarks else []),
                )
                for row in rows
            ],
            caption_hidden=True,
            empty="Пока ни одной строки.",
            stacks=True,
        )

    def _head(self, row: Any, url: str) -> SafeString:
        shown = esc(_words(row) or "без слов")
        title = f'<a href="{url}">{shown}</a>' if self.writes else shown
        changed = self.turns.get(row.id)
        mark = f" {TURN_CHIPS[changed]}" if changed else ""
        more = "".join(f'<br><small class="soft">{esc(line)}</small>' for line in _more(row))
        return as_markup(f'<span id="{esc(row.id)}">{title}</span>{mark}{more}{self.beside.at(row.id)}')


def _remark_link(url: str, code: str, words: str) -> SafeString:
    return as_markup(
        f'<a href="{url}?at={esc(code)}" aria-label="Замечание: {esc(words[:_SHORT])}">Замечание</a>'
    )


def _words(row: Any) -> str:
    return str(row.title if isinstance(row, Measure | Indicator) else row.text)


def _more(row: Any) -> list[str]:
    """What has no column of its own: how a measure is done and with what, how an indicator is measured."""
    if isinstance(row, Measure):
        said = {"Форма": FORM_TITLES.get(row.form, row.form), "Ресурсы": row.resources}
    elif isinstance(row, Indicator):
        said = {"Как измеряем": row.method}
    else:
        return []
    return [f"{title}: {words}" for title, words in said.items() if words]


def hanging_on(programme: Programme, code: str) -> int:
    """How many rows name this one."""
    return sum(
        code == value if isinstance(value, str) else code in value
        for (table, name), _ in LINKS.items()
        for value in (getattr(row, name) for row in getattr(programme, table))
    )


def _titles(programme: Programme) -> Mapping[str, str]:
    """The words of every row by its id, cut to one line."""
    tables = (programme.causes, programme.goals, programme.tasks, programme.measures, programme.indicators)
    words = {row.id: _words(row) for rows in tables for row in rows}
    words |= {each.id: each.title for each in programme.directions}
    return {code: text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…" for code, text in words.items()}


type Titles = Mapping[str, str]
type Cells[R] = Callable[[R, Titles], tuple[Cell, ...]]


def _named(codes: Sequence[str], titles: Titles) -> str | None:
    return "; ".join(titles.get(code, code) for code in codes) or None


def _linked(code: str, titles: Titles) -> str | None:
    return titles.get(code) if code else None


def _cause(row: Cause, titles: Titles) -> tuple[Cell, ...]:
    return (_linked(row.direction, titles),)


def _goal(row: Goal, titles: Titles) -> tuple[Cell, ...]:
    return (_linked(row.direction, titles),)


def _task(row: Task, titles: Titles) -> tuple[Cell, ...]:
    return _linked(row.goal, titles), _named(row.causes, titles)


def _measure(row: Measure, titles: Titles) -> tuple[Cell, ...]:
    return (
        _linked(row.task, titles),
        term_of(row),
        ", ".join(said(row.executors, row.named)) or None,
        ", ".join(PARTICIPANT_TITLES[each] for each in row.participants) or None,
        row.result or None,
    )


def term_of(row: Measure) -> str | None:
    """As a person wrote it, else the days."""
    return row.when or short_period(row.starts, row.ends) or None


def _indicator(row: Indicator, titles: Titles) -> tuple[Cell, ...]:
    return (
        _linked(row.of, titles),
        change_of(row.baseline, row.target, row.unit) or None,
        f"{row.by:%d.%m.%Y}" if row.by else None,
        row.source or None,
    )


def _result(row: Result, titles: Titles) -> tuple[Cell, ...]:
    return _named(row.goals, titles), _named(row.indicators, titles)


def _columns(*titles: str) -> list[Column]:
    return [Column(title, "words") for title in titles]


_TABLES: dict[str, tuple[list[Column], Cells[Any]]] = {
    "causes": (_columns("Причина", "Направление"), _cause),
    "goals": (_columns("Цель", "Направление"), _goal),
    "tasks": (_columns("Задача", "Цель", "Какие причины снимает"), _task),
    "measures": (
        _columns("Мера", "Задача", "Срок", "Кто делает", "Для кого", "Измеримый результат"),
        _measure,
    ),
    "indicators": (_columns("Показатель", "Чей", "Было → будет", "К дню", "Откуда число"), _indicator),
    "results": (_columns("Результат", "Цели", "По чему видно"), _result),
}
