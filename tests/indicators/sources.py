"""Rows of a test as the Parquet files that engines read."""

from pathlib import Path

import pyarrow as pa

from indicators.plain import Rows
from opora.analytics.sources import SOURCES, sorted_table, write


def written(folder: Path, rows: Rows) -> Path:
    for source in SOURCES.values():
        values = getattr(rows, source.name)
        columns = list(zip(*values, strict=True)) or [()] * len(source.schema)
        arrays = [pa.array(column, each.type) for column, each in zip(columns, source.schema, strict=True)]
        write(folder, source, [sorted_table(source, pa.table(arrays, schema=source.schema))])
    return folder
