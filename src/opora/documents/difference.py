"""What changed from one version of a programme to the next: rows by their ids, free text by its section."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from opora.documents.programme import ROWS, Programme

_OWN = ("title", "school", "cycle", "starts", "ends")


class Turn(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a table («programme» for the document's own fields, «passages» for free text).

    `was` and `now` hold only the fields that differ; of an added row `was` is empty, of a removed one `now`.
    """

    table: str
    row: str
    turn: Turn
    was: dict[str, Any]
    now: dict[str, Any]


def difference(before: Programme, after: Programme) -> list[Change]:
    """Changes in the order of the document: its own fields, free text, then the tables along the chain.

    A row that only stands elsewhere in its table is not changed.
    """
    return [*_own(before, after), *_passages(before, after), *_tables(before, after)]


def _own(before: Programme, after: Programme) -> Iterator[Change]:
    was = {name: getattr(before, name) for name in _OWN}
    now = {name: getattr(after, name) for name in _OWN}
    yield from _changed("programme", "", was, now)


def _passages(before: Programme, after: Programme) -> Iterator[Change]:
    # an empty section and one that is not there are the same to a reader
    for section in dict.fromkeys([*before.texts, *after.texts]):
        was, now = before.texts.get(section, ""), after.texts.get(section, "")
        if was != now:
            turn = Turn.CHANGED if was and now else Turn.ADDED if now else Turn.REMOVED
            yield Change(
                "passages", section, turn, {"text": was} if was else {}, {"text": now} if now else {}
            )


def _tables(before: Programme, after: Programme) -> Iterator[Change]:
    for table in ROWS:
        old = {row.id: _values(row) for row in getattr(before, table)}
        new = {row.id: _values(row) for row in getattr(after, table)}
        for row in dict.fromkeys([*old, *new]):
            if row not in new:
                yield Change(table, row, Turn.REMOVED, _filled(old[row]), {})
            elif row not in old:
                yield Change(table, row, Turn.ADDED, {}, _filled(new[row]))
            else:
                yield from _changed(table, row, old[row], new[row])


def _changed(table: str, row: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    differing = [name for name in was if was[name] != now[name]]
    if differing:
        yield Change(
            table,
            row,
            Turn.CHANGED,
            {name: was[name] for name in differing},
            {name: now[name] for name in differing},
        )


def _values(row: Any) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(row) if each.name != "id"}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, ())}
