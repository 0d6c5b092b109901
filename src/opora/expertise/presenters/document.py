"""A blind document as the expert reads it: sections in their order, the chain as tables, no ids, no names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opora.documents.outline import Outline, Part
from opora.documents.people_words import EXECUTOR_TITLES, PARTICIPANT_TITLES
from opora.documents.programme import Programme
from opora.indicators.values import LEVEL_TITLES, Level
from opora.printing.russian import short_period
from opora.ui.components import Fact
from opora.ui.tables import Cell, Column, Table

_TABLES: dict[str, str] = {
    "directions": "Направления",
    "causes": "Причины",
    "goals": "Цели",
    "tasks": "Задачи",
    "measures": "Меры",
    "indicators": "Показатели",
    "results": "Ожидаемые результаты",
}
_PARTS = {
    Part.CAUSES: "causes",
    Part.GOALS: "goals",
    Part.TASKS: "tasks",
    Part.MEASURES: "measures",
    Part.INDICATORS: "indicators",
    Part.RESULTS: "results",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A section: text, or a table, or facts, or all; `is_missing` where the kind asks for it and nothing stands there."""

    title: str
    text: str = ""
    table: Table | None = None
    is_missing: bool = False
    facts: tuple[Fact, ...] = ()


def blocks(programme: Programme, outline: Outline, facts: Mapping[str, Sequence[Fact]]) -> list[Block]:
    """Every section of the kind, then what stands in the document beyond them; `facts` stood ready in it."""
    texts = dict(programme.texts)
    told = [_directions(programme)] if programme.directions else []
    shown: set[str] = set()
    for section in outline.sections:
        if section.part is Part.FACTS:
            if facts.get(section.code):
                told.append(Block(section.title, facts=tuple(facts[section.code])))
            continue
        table = _PARTS.get(section.part)
        if table:
            shown.add(table)
        drawn = _drawn(programme, table) if table and getattr(programme, table) else None
        text = texts.pop(section.code, "")
        missing = section.required and not text and drawn is None
        if text or drawn or missing:
            told.append(Block(section.title, text, drawn, missing))
    for table, title in _TABLES.items():
        if table not in shown and table != "directions" and getattr(programme, table):
            told.append(Block(title, table=_drawn(programme, table)))
    return [*told, *(Block("Без названия", text) for text in texts.values() if text)]


def _directions(programme: Programme) -> Block:
    levels = {level.value: LEVEL_TITLES[level] for level in Level}
    rows = [(each.title, levels.get(each.level)) for each in programme.directions]
    return Block(
        "Направления",
        table=Table(
            "directions",
            _caption("Направления"),
            [Column("Риск"), Column("Уровень")],
            rows,
            caption_hidden=True,
        ),
    )


def _drawn(programme: Programme, table: str) -> Table:
    titles, cells = _CELLS[table]
    words = _words(programme)
    rows = [cells(row, words) for row in getattr(programme, table)]
    return Table(
        table,
        _caption(_TABLES[table]),
        [Column(title, "words") for title in titles],
        rows,
        caption_hidden=True,
    )


def _caption(title: str) -> str:
    """Two parts of a page are not to be called alike: the section often has the name of its only table."""
    return f"{title}: строки документа"


def _words(programme: Programme) -> Mapping[str, str]:
    rows = (programme.causes, programme.goals, programme.tasks, programme.measures, programme.indicators)
    found = {row.id: getattr(row, "text", "") or getattr(row, "title", "") for table in rows for row in table}
    return found | {each.id: each.title for each in programme.directions}


def _said(codes: str | Sequence[str], words: Mapping[str, str]) -> str | None:
    each = (codes,) if isinstance(codes, str) else codes
    return "; ".join(words.get(code, "") for code in each if code) or None


type Words = Mapping[str, str]
_CELLS: dict[str, tuple[tuple[str, ...], Callable[[Any, Words], tuple[Cell, ...]]]] = {
    "causes": (
        ("Причина", "Направление"),
        lambda row, words: (row.text or "без слов", _said(row.direction, words)),
    ),
    "goals": (
        ("Цель", "Направление"),
        lambda row, words: (row.text or "без слов", _said(row.direction, words)),
    ),
    "tasks": (
        ("Задача", "Цель", "Какие причины снимает"),
        lambda row, words: (row.text or "без слов", _said(row.goal, words), _said(row.causes, words)),
    ),
    "measures": (
        ("Мера", "Задача", "Срок", "Кто делает", "Для кого", "Измеримый результат", "Ресурсы"),
        lambda row, words: (
            row.title or "без слов",
            _said(row.task, words),
            row.when or short_period(row.starts, row.ends) or None,
            ", ".join(EXECUTOR_TITLES[each] for each in row.executors) or None,
            ", ".join(PARTICIPANT_TITLES[each] for each in row.participants) or None,
            row.result or None,
            row.resources or None,
        ),
    ),
    "indicators": (
        ("Показатель", "Чей", "Было → будет", "К дню", "Откуда число", "Как измеряют"),
        lambda row, words: (
            row.title or "без слов",
            _said(row.of, words),
            f"{' → '.join(filter(None, (row.baseline, row.target)))} {row.unit}".strip() or None,
            f"{row.by:%d.%m.%Y}" if row.by else None,
            row.source or None,
            row.method or None,
        ),
    ),
    "results": (
        ("Результат", "Цели", "По чему видно"),
        lambda row, words: (row.text or "без слов", _said(row.goals, words), _said(row.indicators, words)),
    ),
}
