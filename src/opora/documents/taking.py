"""Rows of a document's table made into rows of the chain: which column is what, terms, headings of groups.

Pure Python.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from opora.cycles.periods import parse
from opora.documents import responsible
from opora.documents.programme import (
    Cause,
    Goal,
    Indicator,
    Measure,
    Participant,
    Programme,
    Result,
    Task,
)
from opora.ordering import folded

#: what a column may be, by the table of the chain it goes to
TARGETS: dict[str, tuple[str, ...]] = {
    "measures": ("title", "when", "executors", "participants", "result", "resources"),
    "indicators": ("title", "unit", "baseline", "target", "source", "method"),
    "causes": ("text",),
    "goals": ("text",),
    "tasks": ("text",),
    "results": ("text",),
}
_SHAPES: dict[str, type[Any]] = {
    "measures": Measure, "indicators": Indicator, "causes": Cause, "goals": Goal, "tasks": Task, "results": Result,
}  # fmt: skip
#: beginnings of words in a heading, by the field they mean; the first that fits
_HEADINGS: dict[str, tuple[str, ...]] = {
    "when": ("срок", "дата", "период", "когда"),
    "executors": ("ответствен", "исполнител", "кто делает", "кто отвеча"),
    "participants": ("участник", "для кого", "целевая", "категори"),
    "result": ("результат", "ожидаем", "итог"),
    "resources": ("ресурс", "финансир", "средств"),
    "unit": ("единиц", "ед. изм", "ед.изм"),
    "baseline": ("исходн", "сейчас", "базов", "было", "начальн"),
    "target": ("целев", "план", "будет", "конечн"),
    "source": ("источник", "откуда"),
    "method": ("метод", "способ", "как измер"),
    "title": ("мер", "мероприяти", "содержан", "действи", "показател", "индикатор", "наименован", "название"),
    "text": ("причин", "цел", "задач", "результат", "содержан", "описан", "формулиров"),
}
_PARTICIPANTS: tuple[tuple[str, Participant], ...] = (
    ("риск", Participant.PUPILS_AT_RISK), ("отстающ", Participant.PUPILS_AT_RISK),
    ("учащи", Participant.PUPILS), ("обучающ", Participant.PUPILS), ("ученик", Participant.PUPILS),
    ("учител", Participant.TEACHERS), ("педагог", Participant.TEACHERS), ("родител", Participant.PARENTS),
    ("администрац", Participant.ADMINISTRATION), ("партн", Participant.PARTNERS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """A row as it will stand, and what of it could not be read (told to the person).

    `number` is its place among the rows that were given. The heading of a group («Задача 1») is not work of its
    own: it is taken only where a person says so.
    """

    row: Any
    doubts: tuple[str, ...] = ()
    number: int = 0
    is_heading: bool = False


def guess(target: str, columns: Sequence[str]) -> dict[int, str]:
    """{column: field} by the words of the heading; each field once, the first column that fits."""
    found: dict[int, str] = {}
    for field in TARGETS[target]:
        for number, heading in enumerate(columns):
            said = folded(heading)
            if number not in found and any(word in said for word in _HEADINGS[field]):
                found[number] = field
                break
    if not found and columns:
        found[len(columns) - 1 if len(columns) == 1 else 1] = TARGETS[target][0]
    return found


def taken(
    target: str,
    rows: Sequence[Sequence[str]],
    columns: Mapping[int, str],
    within: tuple[date, date],
    bands: Collection[int] = (),
) -> list[Taken]:
    """Rows of the chain, empty ones left out; `within` is the term of the document, for dates without a year.

    `bands` are numbers of rows with one cell merged over the width.
    """
    headings = {*bands, *_headings(rows)}
    found: list[Taken] = []
    for number, row in enumerate(rows):
        if number in headings:
            said = {TARGETS[target][0]: _words_of_heading(row)}
        else:
            said = {field: row[at].strip() for at, field in columns.items() if at < len(row)}
        if any(said.values()):
            made = _one(target, f"n{number + 1}", said, within)
            found.append(replace(made, number=number, is_heading=number in headings))
    return found


_LETTER = re.compile(r"[^\W\d_]")


def _headings(rows: Sequence[Sequence[str]]) -> set[int]:
    """Rows with words in one cell and nothing else, where most rows of the table have several cells filled."""
    filled = {number: [cell for cell in row if cell.strip()] for number, row in enumerate(rows)}
    alone = {number for number, cells in filled.items() if len(cells) == 1 and _LETTER.search(cells[0])}
    several = sum(len(cells) > 1 for cells in filled.values())
    return alone if several > len(alone) else set()


def _words_of_heading(row: Sequence[str]) -> str:
    """A cell merged over the width says its words once."""
    return " ".join(dict.fromkeys(cell.strip() for cell in row if cell.strip()))


def _one(target: str, code: str, said: Mapping[str, str], within: tuple[date, date]) -> Taken:
    values: dict[str, Any] = dict(said)
    doubts: list[str] = []
    if "executors" in said:
        values["executors"], values["named"] = responsible.read(said["executors"])
    if "participants" in said:
        values["participants"] = _found(said["participants"], _PARTICIPANTS)
        if said["participants"] and not values["participants"]:
            doubts.append(f"Для кого: «{said['participants'][:60]}» не узнано, отметьте сами.")
    if said.get("when"):
        term = parse(said["when"], within=within)
        first = [span.first for span in term.spans if span.first]
        last = [span.last for span in term.spans if span.last]
        values["starts"], values["ends"] = min(first, default=None), max(last, default=None)
        if not term.understood:
            doubts.append(f"Срок «{said['when'][:60]}» остался словами: впишите дни, если знаете.")
    return Taken(_SHAPES[target](id=code, **values), tuple(doubts))


def _found[T](text: str, known: Sequence[tuple[str, T]]) -> tuple[T, ...]:
    said = folded(text)
    found: list[T] = []
    for word, each in known:
        if word in said:
            found.append(each)
            said = said.replace(word, " ")
    return tuple(dict.fromkeys(found))


def as_programme(kind: str, target: str, found: Iterable[Taken]) -> Programme:
    """The rows as a programme, to be filled into the document."""
    rows: dict[str, Any] = {target: tuple(each.row for each in found)}
    return replace(Programme(kind=kind), **rows)
