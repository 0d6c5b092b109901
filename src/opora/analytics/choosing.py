"""An engine by the name that a command was given."""

from contextlib import AbstractContextManager
from pathlib import Path

from opora.analytics.engines import Engine, duckdb_engine


def engine_on(name: str, folder: str | Path, master: str | None = None) -> AbstractContextManager[Engine]:
    """`duckdb` in this process, or `spark`: a cluster at `master`, or one of its own on loopback."""
    if name == "duckdb":
        return duckdb_engine(folder)
    from opora.analytics.spark import spark_engine

    return spark_engine(folder, master)
