"""Statements of the search, worded once for each person and day, asked all at once.

Thirty kinds of things are asked in one search, and to word a query costs Django more than it costs the database to
answer it. What somebody sees depends on who acts, on the day and on what is in the database; the first two make the
statement, the last is asked by it. So a statement is kept by the actor (in one capacity) and the day. One that
could not be worded without asking the database first is never kept: its text may be another one a minute later.

The kinds are then parts of one statement (UNION ALL), each row of each as JSON: their columns differ.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from opora.search.matching import Sought
from opora.statements import Watch
from opora.statements.ahead import planned_once

#: of about a hundred people who search at a time
MOST_KEPT = 3000
#: stands in a statement in the place of the search; nobody can type it
_ANYTHING = "\ue000"
_PART = "SELECT {number}, row_to_json(part)::text FROM ({text} LIMIT %s OFFSET %s) part"
_READERS: dict[str, Callable[[str], object]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
}

type Rows = list[tuple[Any, ...]]
type Word = Callable[[Sought], QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class Request:
    """`size` rows after the `start` of what `word` gives for a search; `key` says all that `word` depends on."""

    key: Hashable
    word: Word
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, its values and what reads its columns; an empty text finds nothing for anybody."""

    text: str = ""
    values: tuple[Any, ...] = ()
    readers: tuple[Callable[[str], object] | None, ...] = ()

    def asking(self, sought: Sought) -> list[Any]:
        return [sought.tsquery if value == _ANYTHING else value for value in self.values]

    def read(self, row: str) -> tuple[Any, ...]:
        """A row as the columns' fields have it; what lies deeper in JSON is lists of values."""
        values = json.loads(row, object_pairs_hook=lambda pairs: [value for _, value in pairs])
        return tuple(
            value if reader is None or value is None else reader(value)
            for reader, value in zip(self.readers, values, strict=True)
        )


_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


def run(requests: Sequence[Request], sought: Sought) -> list[Rows]:
    """The rows of each request, in order. One query, none where nothing can be."""
    today = timezone.localdate()
    statements = [_statement((each.key, today), each.word) for each in requests]
    found: list[Rows] = [[] for _ in requests]
    parts: list[str] = []
    values: list[Any] = []
    for number, (request, statement) in enumerate(zip(requests, statements, strict=True)):
        if statement.text:
            parts.append(_PART.format(number=number, text=statement.text))
            values += [*statement.asking(sought), request.size, request.start]
    if parts:
        with planned_once(), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for number, row in cursor.fetchall():
                found[number].append(statements[number].read(row))
    return found


def _statement(key: Hashable, word: Word) -> Statement:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made, asked_first = _worded(word)
    if not asked_first:
        with _lock:
            _kept[key] = made
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return made


def _worded(word: Word) -> tuple[Statement, bool]:
    """The statement, and whether the database was asked while it was worded."""
    with Watch() as watch:
        try:
            compiler = word(Sought(_ANYTHING)).query.get_compiler(connection=connection)
            text, values = compiler.as_sql()
        except EmptyResultSet:
            return Statement(), watch.asked
    assert compiler.select is not None
    readers = (_READERS.get(each.output_field.get_internal_type()) for each, *_ in compiler.select)
    return Statement(text, tuple(values), tuple(readers)), watch.asked
