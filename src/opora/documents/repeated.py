"""Rows that stand in a document already: by their words, measures by words and term. Pure Python."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from opora.documents.programme import Indicator, Measure, Programme
from opora.documents.taking import TARGETS
from opora.ordering import folded


class Standing:
    """The rows of one table of a document, asked whether another row says the same."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._keys = {key for row in rows for key in _keys(row)}

    def has(self, row: Any) -> bool:
        return not self._keys.isdisjoint(_keys(row))


def new_to(standing: Programme, given: Programme) -> Programme:
    """Of the given rows those that the document does not have yet."""
    left: dict[str, Any] = {}
    for table in TARGETS:
        there = Standing(getattr(standing, table))
        left[table] = tuple(row for row in getattr(given, table) if not there.has(row))
    return replace(given, **left)


def _keys(row: Any) -> list[Hashable]:
    """Of a measure by the term as it was written, and by its days: a person may have left either."""
    if not isinstance(row, Measure):
        return [_same(row.title if isinstance(row, Indicator) else row.text)]
    title, when = _same(row.title), _same(row.when)
    days = (title, row.starts, row.ends)
    return (
        [(title, when)]
        if when and days == (title, None, None)
        else [days, *([(title, when)] if when else [])]
    )


def _same(text: str) -> str:
    """As texts are compared: without case, ё, signs at the ends and more than one space."""
    return " ".join(folded(text).split()).strip(" .,;:")
