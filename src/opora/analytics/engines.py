"""Who reckons: one seam over DuckDB in this process and an Apache Spark cluster.

A metric is a function from Ibis tables to an Ibis table. An engine gives the tables of a folder, takes small
tables of rules, and runs what a metric wrote.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis
import pyarrow as pa
import pyarrow.dataset as ds

from opora.analytics.sources import SOURCES, Source, exists, is_local, path_of, place

MEMORY = "1GB"


class Engine(Protocol):
    """Where expressions run. Closed by the context manager that opened it."""

    @property
    def name(self) -> str: ...

    def table(self, name: str) -> ibis.Table:
        """A source of the folder by name; without rows where the folder has no such file."""
        ...

    def small(self, name: str, rows: pa.Table) -> ibis.Table:
        """A small table of rules that every worker gets whole."""
        ...

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """The rows of an expression, reckoned once and kept until the engine is closed."""
        ...

    def run(self, expression: ibis.Table) -> pa.Table:
        """The rows, in no promised order unless the expression orders them."""
        ...


def named(name: str, schema: pa.Schema) -> ibis.Table:
    """A table that an engine knows by name."""
    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


@lru_cache(maxsize=64)
def spelled(operation: Any, dialect: str) -> str:
    """An expression's operation as SQL. Equal operations are spelled once: that takes longer than small sums."""
    return str(ibis.to_sql(operation.to_expr(), dialect=dialect))


class _DuckDB:
    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: str | Path) -> None:
        self._connection, self._folder = connection, folder
        self._opened: set[str] = set()

    def table(self, name: str) -> ibis.Table:
        source = SOURCES[name]
        if name not in self._opened:
            self._open(source)
            self._opened.add(name)
        return named(name, source.schema)

    def _open(self, source: Source) -> None:
        if not exists(self._folder, source):
            self._connection.register(source.name, source.schema.empty_table())
            return
        path = path_of(self._folder, source)
        if is_local(self._folder):
            self._connection.read_parquet(path).create_view(source.name)
        else:
            # the file system of the URL reads, so no extension of DuckDB is fetched from anywhere
            rows = ds.dataset(path, filesystem=place(self._folder)[0])
            self._connection.register(source.name, rows)

    def small(self, name: str, rows: pa.Table) -> ibis.Table:
        self._connection.register("given_rows", rows)
        self._make(name, "SELECT * FROM given_rows")
        self._connection.unregister("given_rows")
        return named(name, rows.schema)

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        self._make(name, self._said(expression))
        return ibis.table(expression.schema(), name=name)

    def run(self, expression: ibis.Table) -> pa.Table:
        return self._connection.sql(self._said(expression)).to_arrow_table()

    def _make(self, name: str, query: str) -> None:
        self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {query}')

    def _said(self, expression: ibis.Table) -> str:
        return spelled(expression.op(), "duckdb")


@contextmanager
def duckdb_engine(
    folder: str | Path, *, memory: str = MEMORY, threads: int | None = None
) -> Iterator[Engine]:
    """DuckDB inside this process over the Parquet files of a folder. What exceeds `memory` goes to disk."""
    with tempfile.TemporaryDirectory(prefix="opora-duckdb-") as beside:
        settings: dict[str, Any] = {
            "memory_limit": memory,
            "temp_directory": beside,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            settings["threads"] = threads
        connection = duckdb.connect(config=settings)
        try:
            yield _DuckDB(connection, folder)
        finally:
            connection.close()
