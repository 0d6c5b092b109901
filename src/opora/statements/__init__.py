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

from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from threading import Lock
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

from opora.statements import ahead
from opora.statements.ahead import together

__all__ = ["Kept", "Watch", "every", "together"]

#: of about two hundred people who work at a time; some kilobytes each
MOST_KEPT = 6000


class Kept[R]:
    """A queryset whose text and values are ready; `key` is what it is kept by."""

    def __init__(self, key: Hashable, found: QuerySet[Any, R], compiler: SQLCompiler) -> None:
        worded = compiler.as_sql()
        self.columns = ahead.columns_of(compiler)
        self.is_plain = _is_plain(found, compiler)
        # what is kept outlives the thread that worded it
        compiler.connection = None  # type: ignore[assignment]
        compiler.as_sql = lambda *_, **__: worded  # type: ignore[method-assign]
        found.query.get_compiler = lambda using=None, **_: self._here(using)  # type: ignore[method-assign]
        self.key, self.found, self.compiler = key, found, compiler
        self.text, self.values = worded

    def _here(self, using: str | None) -> SQLCompiler:
        """The compiler on this thread's connection; it answers with what was asked ahead."""
        one = copy(self.compiler)
        one.connection = connections[using or one.using or "default"]
        rows = ahead.found(self.key)
        if rows is not None:
            one.execute_sql = lambda *_, **__: [rows]  # type: ignore[method-assign,assignment]
        return one

    def every(self) -> list[R]:
        rows = ahead.found(self.key)
        if rows is None and self.is_plain:
            with connection.cursor() as cursor:
                cursor.execute(self.text, self.values)
                rows = cursor.fetchall()
        if not rows and rows is not None:
            return []
        if rows is not None and self.is_plain:
            return cast(list[R], rows)
        # a queryset keeps what it has found: a fresh one each time
        return list(self.found.all())


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
        if not watch.asked:
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
    """Within it: was the database asked on this thread?"""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> "Watch":
        self._wrapper = connection.execute_wrapper(self._see)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._wrapper.__exit__(*raised)

    def _see(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.asked = True
        return execute(sql, params, many, context)
