"""Statements worded once: what the ORM makes of a question is kept and asked again.

A desk asks twenty-five small questions. To word one costs Django three to ten times what the database needs to
answer it, and it words them anew for every page. Who asks and on which day make the statement; what is in the
database is only asked by it. So a statement is kept by the function that words it and what that function is given.

    def _signed(actor: Actor, today: date) -> QuerySet[Order, tuple[int, str]]: …

    rows = every(_signed, actor, today)

The function may look at nothing but its arguments. One that asked the database while it was wording is not kept:
its text may be another one a minute later.

Within `together` what was asked the last time is asked at once (`opora.statements.ahead`).
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextlib import ExitStack
from copy import copy
from enum import Enum
from threading import Lock
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import WhereNode

from opora.statements import ahead
from opora.statements.ahead import together

__all__ = ["Kept", "Watch", "every", "together"]

#: of about two hundred people who work at a time; some kilobytes each, up to thirty where objects are made
MOST_KEPT = 6000


class Kept[R]:
    """A queryset whose text and values are ready; `key` is what it is kept by.

    `found` is the queryset with its compiler: it makes objects of the rows; None where the rows are what is given.
    """

    def __init__(self, key: Hashable, found: QuerySet[Any, R], compiler: SQLCompiler) -> None:
        self.key = key
        self.text, self.values = with_states(*compiler.as_sql())
        self.columns = ahead.columns_of(compiler)
        self.found = None if _is_plain(found, compiler) else self._frozen(found, compiler)

    def _frozen(self, found: QuerySet[Any, R], compiler: SQLCompiler) -> QuerySet[Any, R]:
        """It keeps what makes objects of rows: neither the connection of this thread nor conditions, once worded."""
        worded = (self.text, self.values)
        compiler.connection = None  # type: ignore[assignment]
        compiler.as_sql = lambda *_, **__: worded  # type: ignore[method-assign]
        vars(compiler).update(where=None, having=None, qualify=None)
        compiler.quote_cache = {"*": "*"}
        found.query.where = WhereNode()
        found.query.get_compiler = lambda using=None, **_: self._here(compiler, using)  # type: ignore[method-assign]
        return found

    def _here(self, compiler: SQLCompiler, using: str | None) -> SQLCompiler:
        """The compiler on this thread's connection; it answers with what was asked ahead."""
        one = copy(compiler)
        one.connection = connections[using or one.using or "default"]
        rows = ahead.found(self.key)
        if rows is not None:
            one.execute_sql = lambda *_, **__: [rows]  # type: ignore[method-assign,assignment]
        return one

    def every(self) -> list[R]:
        rows = ahead.found(self.key)
        if self.found is not None and rows != []:
            # a queryset keeps what it has found: a fresh one each time
            return list(self.found.all())
        if rows is None:
            with connection.cursor() as cursor:
                cursor.execute(self.text, self.values)
                rows = cursor.fetchall()
        return cast(list[R], list(rows))


#: a place for a value; «%%» is a percent sign
_PLACE = re.compile(r"%([%s])")


def with_states(text: str, values: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """A statement that says the states and kinds it asks for itself: one plan for all values would know nothing of
    them, and most questions of a desk are about the few things that are in one state."""
    left: list[Any] = []
    given = iter(values)

    def told(place: re.Match[str]) -> str:
        if place[1] == "%":
            return place[0]
        value = next(given)
        if isinstance(value, Enum) and isinstance(value, str):
            return _quoted(value.value)
        if (
            isinstance(value, list)
            and value
            and all(isinstance(e, Enum) and isinstance(e, str) for e in value)
        ):
            return f"ARRAY[{', '.join(_quoted(each.value) for each in value)}]::text[]"
        left.append(value)
        return place[0]

    worded = _PLACE.sub(told, text)
    return worded, tuple(left)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''").replace("%", "%%") + "'"


def _is_plain(found: QuerySet[Any, Any], compiler: SQLCompiler) -> bool:
    """The rows are what the driver gives: `values_list` of fields that read nothing of their own."""
    expressions = [expression for expression, *_ in compiler.select or ()]
    return (
        found._iterable_class is ValuesListIterable
        and not compiler.has_extra_select
        and not compiler.get_converters(expressions)
        and not compiler.has_composite_fields(expressions)
    )


_kept: OrderedDict[Hashable, Kept[Any] | None] = OrderedDict()
_lock = Lock()


def every[**P, M: Model, R](word: Callable[P, QuerySet[M, R]], *of: P.args, **more: P.kwargs) -> list[R]:
    """The rows of what `word` gives for these arguments, all of them hashable. One query, none where nothing can be."""
    if "<locals>" in word.__qualname__:
        raise ValueError(
            f"{word.__qualname__} is another function each time: what it words would never be found again"
        )
    key = (word, of, tuple(more.items()))
    with _lock:
        is_known = key in _kept
        if is_known:
            _kept.move_to_end(key)
            kept = _kept[key]
    if not is_known:
        with Watch() as watch:
            kept = _worded(key, word(*of, **more))
        if watch.asked:
            return kept.every() if kept is not None else []
        _keep(key, kept)
    if kept is None:
        return []
    ahead.note(kept)
    return kept.every()


def _worded[M: Model, R](key: Hashable, found: QuerySet[M, R]) -> Kept[R] | None:
    try:
        return Kept(key, found, found.query.get_compiler(using=found.db))
    except EmptyResultSet:
        return None


def _keep(key: Hashable, kept: Kept[Any] | None) -> None:
    with _lock:
        _kept[key] = kept
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


class Watch:
    """Within it: was the database asked on this thread? What was asked ahead is asked anew, to be seen."""

    def __init__(self) -> None:
        self.asked = False
        self._within = ExitStack()

    def __enter__(self) -> "Watch":
        self._within.enter_context(ahead.apart())
        self._within.enter_context(connection.execute_wrapper(self._see))
        return self

    def __exit__(self, *raised: Any) -> None:
        self._within.__exit__(*raised)

    def _see(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.asked = True
        return execute(sql, params, many, context)
