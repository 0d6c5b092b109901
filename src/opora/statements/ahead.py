"""What was asked the last time is asked at once.

A page asks the same small questions whenever the same person opens it. Within `together` they are noted; the next
time all of them go to the database as one statement before the first is asked, and are answered from there. Twenty
answers of two rows each cost twenty times a round trip otherwise, ten times what it takes to find them.

Only for pages that read: what is written meanwhile is not seen by what was asked ahead.
"""

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import ReferenceType, ref

from django.db import connection
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

    from opora.statements import Kept

log = logging.getLogger(__name__)
#: of about two hundred people with a dozen pages each
MOST_KEPT = 3000
#: so few are not worth another statement
FEWEST = 3

type Rows = list[tuple[Any, ...]]
type Reader = Callable[[Any], object]
#: (sent as text, what reads it)
type Column = tuple[bool, Reader]


def _as_it_is(value: Any) -> object:
    return value


#: «varchar(300)[]» is read as «varchar[]»
_SIZE = re.compile(r"\(.*\)")
_PLAIN: Column = (False, _as_it_is)
#: {type in the database: what makes of its JSON what the driver makes of the value}
_COLUMNS: dict[str, Column] = {
    **dict.fromkeys(
        ("bigint", "integer", "smallint", "bigint unsigned", "boolean", "text", "varchar"), _PLAIN
    ),
    **dict.fromkeys(("bigint[]", "integer[]", "text[]", "varchar[]"), _PLAIN),
    "date": (False, date.fromisoformat),
    "timestamp with time zone": (False, datetime.fromisoformat),
    "time": (False, time.fromisoformat),
    "uuid": (False, UUID),
    # JSON has one kind of numbers, and an object in JSON would be read before its field reads it
    "numeric": (True, Decimal),
    "double precision": (True, float),
    "jsonb": (True, _as_it_is),
}


@dataclass(slots=True)
class _Asking:
    """What a page asks: in order, and what is known ahead."""

    asked: "dict[Hashable, Kept[Any]]" = field(default_factory=dict)
    known: dict[Hashable, Rows] = field(default_factory=dict)


_asking: ContextVar[_Asking | None] = ContextVar("asking", default=None)
#: held weakly: what is no longer kept is no longer asked ahead
_habits: "OrderedDict[Hashable, tuple[ReferenceType[Kept[Any]], ...]]" = OrderedDict()
_lock = Lock()


@contextmanager
def together(*of: Hashable) -> Iterator[None]:
    """`of` names the page and all that its questions depend on: who asks, about what, on which day."""
    with _lock:
        usual = [kept for each in _habits.get(of, ()) if (kept := each()) is not None]
    asking = _Asking()
    if len(usual) >= FEWEST:
        try:
            asking.known = _ask(usual)
        except Exception:
            # one that fails would fail for this person for ever
            _forget(of)
            if not _is_usable():
                raise
            log.warning("What was asked ahead failed; the page asks one by one", exc_info=True)
    token = _asking.set(asking)
    try:
        yield
    finally:
        _asking.reset(token)
    with _lock:
        _habits[of] = tuple(ref(kept) for kept in asking.asked.values() if kept.columns is not None)
        _habits.move_to_end(of)
        while len(_habits) > MOST_KEPT:
            _habits.popitem(last=False)


@contextmanager
def apart() -> Iterator[None]:
    """Within it nothing is noted and nothing is known ahead."""
    token = _asking.set(None)
    try:
        yield
    finally:
        _asking.reset(token)


def _forget(of: Hashable) -> None:
    with _lock:
        _habits.pop(of, None)


def _is_usable() -> bool:
    """A statement that fails spoils the transaction it stands in; a savepoint would cost each page two round trips."""
    driver = connection.connection
    return driver is not None and driver.info.transaction_status in {
        TransactionStatus.IDLE,
        TransactionStatus.INTRANS,
    }


def note(kept: "Kept[Any]") -> None:
    asking = _asking.get()
    if asking is not None:
        asking.asked[kept.key] = kept


def found(key: Hashable) -> Rows | None:
    """The rows as the driver gives them; None where nothing was asked ahead."""
    asking = _asking.get()
    return None if asking is None else asking.known.get(key)


def _ask(usual: "Sequence[Kept[Any]]") -> dict[Hashable, Rows]:
    """One query: a column for each of them, its rows as JSON."""
    parts: list[str] = []
    values: list[Any] = []
    for kept in usual:
        readers = kept.columns or []
        names = ", ".join(f"c{n}" for n, _ in enumerate(readers))
        read = ", ".join(f"c{n}::text" if as_text else f"c{n}" for n, (as_text, _) in enumerate(readers))
        # the ORM worded each of them
        parts.append(f"(SELECT json_agg(q)::text FROM (SELECT {read} FROM ({kept.text}) p ({names})) q)")  # noqa: S608
        values += kept.values
    with planned_once(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone()
    return {kept.key: _read(kept, answer) for kept, answer in zip(usual, row, strict=True)}


@contextmanager
def planned_once() -> Iterator[None]:
    """One plan for all values: to plan twenty-five small questions takes five times as long as to answer them.

    Where statements are not prepared (an old pooler, ADR 0009) there is no plan to keep, nor a session of one's own.
    """
    connection.ensure_connection()
    driver = connection.connection
    if driver.prepare_threshold is None:
        yield
        return
    driver.execute("SET plan_cache_mode = force_generic_plan")
    try:
        yield
    finally:
        if not driver.broken and driver.info.transaction_status != TransactionStatus.INERROR:
            driver.execute("RESET plan_cache_mode")


def _read(kept: "Kept[Any]", answer: str | None) -> Rows:
    if answer is None:
        return []
    readers = [reader for _, reader in kept.columns or []]
    return [
        tuple(
            None if value is None else reader(value)
            for reader, value in zip(readers, row.values(), strict=True)
        )
        for row in json.loads(answer)
    ]


def columns_of(compiler: "SQLCompiler") -> list[Column] | None:
    """How each column is sent and read; None where one of them is of a type that is not, or is not for the reader."""
    if compiler.has_extra_select:
        return None
    kinds = (str(each.output_field.db_type(connection)) for each, *_ in compiler.select or ())
    found = [_COLUMNS.get(_SIZE.sub("", kind)) for kind in kinds]
    return [each for each in found if each is not None] if found and None not in found else None
