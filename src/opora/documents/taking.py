"""Rows of a document's table made into rows of the chain: which column is what, people, terms. Pure Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from opora.cycles.periods import parse
from opora.documents.programme import (
    Cause,
    Executor,
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
#: a phrase goes before the words it is made of: «заместитель директора» is no director
_EXECUTORS: tuple[tuple[str, Executor], ...] = (
    ("заместитель директора", Executor.DEPUTY), ("заместители директора", Executor.DEPUTY),
    ("заместителя директора", Executor.DEPUTY), ("зам. директора", Executor.DEPUTY),
    ("зам директора", Executor.DEPUTY), ("педагог-психолог", Executor.PSYCHOLOGIST),
    ("педагог-библиотекарь", Executor.LIBRARIAN), ("социальный педагог", Executor.SPECIALIST),
    ("социального педагога", Executor.SPECIALIST), ("заместител", Executor.DEPUTY), ("завуч", Executor.DEPUTY),
    ("директор", Executor.HEAD), ("администрац", Executor.DEPUTY), ("классн", Executor.CLASS_TEACHER),
    ("методист", Executor.METHODIST), ("психолог", Executor.PSYCHOLOGIST), ("логопед", Executor.SPECIALIST),
    ("дефектолог", Executor.SPECIALIST), ("социальн", Executor.SPECIALIST), ("библиотек", Executor.LIBRARIAN),
    ("родител", Executor.PARENT), ("партн", Executor.PARTNER), ("муниципал", Executor.MUNICIPAL),
    ("учител", Executor.TEACHER), ("педагог", Executor.TEACHER),
)  # fmt: skip
_PARTICIPANTS: tuple[tuple[str, Participant], ...] = (
    ("риск", Participant.PUPILS_AT_RISK), ("отстающ", Participant.PUPILS_AT_RISK),
    ("учащи", Participant.PUPILS), ("обучающ", Participant.PUPILS), ("ученик", Participant.PUPILS),
    ("учител", Participant.TEACHERS), ("педагог", Participant.TEACHERS), ("родител", Participant.PARENTS),
    ("администрац", Participant.ADMINISTRATION), ("партн", Participant.PARTNERS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """A row as it will stand, and what of it could not be read (told to the person)."""

    row: Any
    doubts: tuple[str, ...] = ()


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
    target: str, rows: Sequence[Sequence[str]], columns: Mapping[int, str], within: tuple[date, date]
) -> list[Taken]:
    """Rows of the chain, empty ones left out; `within` is the term of the document, for dates without a year."""
    found: list[Taken] = []
    for row in rows:
        said = {field: row[number].strip() for number, field in columns.items() if number < len(row)}
        if any(said.values()):
            found.append(_one(target, f"n{len(found) + 1}", said, within))
    return found


def _one(target: str, code: str, said: Mapping[str, str], within: tuple[date, date]) -> Taken:
    values: dict[str, Any] = dict(said)
    doubts: list[str] = []
    if "executors" in said:
        values["executors"], values["named"] = _people(said["executors"])
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


def _people(text: str) -> tuple[tuple[Executor, ...], tuple[str, ...]]:
    """Known parts by their words, and the cell itself: names of people are in it."""
    return _found(text, _EXECUTORS), tuple(line.strip() for line in text.splitlines() if line.strip())


def _found[T](text: str, known: Sequence[tuple[str, T]]) -> tuple[T, ...]:
    said = folded(text)
    found: list[T] = []
    for word, each in known:
        if word in said:
            found.append(each)
            said = said.replace(word, " ")
    return tuple(dict.fromkeys(found))


def as_programme(kind: str, target: str, found: Sequence[Taken]) -> Programme:
    """The rows as a programme, to be filled into the document."""
    rows: dict[str, Any] = {target: tuple(each.row for each in found)}
    return replace(Programme(kind=kind), **rows)
