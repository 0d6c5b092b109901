"""Out of PostgreSQL by COPY: a query's rows as tables, a bounded number in memory at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
from pyarrow import csv

from opora.analytics.sources import Source, write

BYTES_AT_ONCE = 8 * 1024 * 1024


def copied(
    connection: psycopg.Connection[Any], source: Source, query: str, parameters: Sequence[object] = ()
) -> Iterator[pa.Table]:
    """The rows of a SELECT that gives the source's columns in its order; holds some 8 MB of text at a time."""
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv)"
    kept: list[bytes] = []
    size = 0
    with connection.cursor() as cursor, cursor.copy(statement, parameters or None) as copy:
        for line in copy:  # the server sends each row as a message of its own
            kept.append(bytes(line))
            size += len(line)
            if size >= BYTES_AT_ONCE:
                yield _read(source, kept)
                kept, size = [], 0
    if kept:
        yield _read(source, kept)


def write_copied(
    folder: str | Path,
    source: Source,
    connection: psycopg.Connection[Any],
    query: str,
    parameters: Sequence[object] = (),
) -> int:
    """Write a source from a query that names its columns and sorts by its order; returns how many rows."""
    return write(folder, source, copied(connection, source, query, parameters))


def _read(source: Source, lines: list[bytes]) -> pa.Table:
    return csv.read_csv(
        pa.BufferReader(b"".join(lines)),
        read_options=csv.ReadOptions(column_names=source.schema.names, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=source.schema, strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )
