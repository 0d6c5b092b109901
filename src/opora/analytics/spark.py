"""Apache Spark as an engine: a cluster given by address, or one of its own on loopback for one command.

`pyspark` is an extra («./dev spark», or `pip install opora[spark]`) and needs Java 17. Nothing here imports
it before it is asked for.
"""

import contextlib
import importlib.util
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from opora.analytics.cluster import local_cluster
from opora.analytics.engines import Engine, named, spelled
from opora.analytics.sources import SOURCES, BadSource, Source, exists, is_local, path_of

DRIVER_MEMORY = "1g"
EXECUTOR_MEMORY = "1g"


class SparkMissing(RuntimeError):
    """Spark cannot run here; the words say what to install."""


def why_missing() -> str:
    """What is not installed; empty where Spark can run."""
    if importlib.util.find_spec("pyspark") is None:
        return "Нет pyspark. Установите его: pip install 'opora[spark]' (для разработки — ./dev spark)."
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin/java").exists()) and shutil.which("java") is None:
        return "Нет Java. Установите Java 17 и повторите."
    return ""


class _Spark:
    name = "spark"

    def __init__(self, session: Any, folder: str | Path) -> None:
        self._session, self._folder = session, folder
        self._opened: set[str] = set()

    def table(self, name: str) -> ibis.Table:
        source = SOURCES[name]
        if name not in self._opened:
            self._open(source)
            self._opened.add(name)
        return named(name, source.schema)

    def _open(self, source: Source) -> None:
        if not is_local(self._folder):
            raise BadSource("Spark читает здесь только папку, видную всем узлам. Скопируйте файлы в неё.")
        if not exists(self._folder, source):
            self.small(source.name, source.schema.empty_table())
            return
        rows = self._session.read.parquet(path_of(self._folder, source))
        rows.createOrReplaceTempView(source.name)

    def small(self, name: str, rows: pa.Table) -> ibis.Table:
        frame = self._session.createDataFrame(rows.to_pandas(), _spark_schema(rows.schema))
        frame.createOrReplaceTempView(name)
        return named(name, rows.schema)

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        self._asked(expression).persist().createOrReplaceTempView(name)
        return ibis.table(expression.schema(), name=name)

    def run(self, expression: ibis.Table) -> pa.Table:
        return self._asked(expression).toArrow()

    def _asked(self, expression: ibis.Table) -> Any:
        return self._session.sql(spelled(expression.op(), "pyspark"))


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


@contextmanager
def spark_engine(folder: str | Path, master: str | None = None) -> Iterator[Engine]:
    """Spark over the Parquet files of a folder that every node sees.

    Without `master` a two-worker cluster is started on loopback and ended with the engine. Raises
    SparkMissing, ClusterFailed.
    """
    missing = why_missing()
    if missing:
        raise SparkMissing(missing)
    with contextlib.ExitStack() as ended:
        secret = ""
        if master is None:
            master, secret = ended.enter_context(local_cluster(_spark_home()))
        yield _Spark(ended.enter_context(_session(master, secret)), folder)


def _spark_home() -> Path:
    import pyspark

    return Path(pyspark.__file__).parent


@contextmanager
def _session(master: str, secret: str) -> Iterator[Any]:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    logging.getLogger("py4j").setLevel(logging.WARNING)
    builder = SparkSession.builder.master(master).appName("opora")
    for name, value in _settings(secret).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
        _end_driver(SparkContext)


def _settings(secret: str) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": DRIVER_MEMORY,
        "spark.executor.memory": EXECUTOR_MEMORY,
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if secret:  # a cluster of our own: everything stays on loopback and knows a secret
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.authenticate": "true",
            "spark.authenticate.secret": secret,
        }
    return settings


def _end_driver(context: Any) -> None:
    """The driver's Java process lives until its input closes; pyspark itself leaves that to the end of ours."""
    gateway = context._gateway
    context._gateway = context._jvm = None
    if gateway is None:
        return
    gateway.shutdown()
    process = getattr(gateway, "proc", None)
    if process is not None:
        process.stdin.close()
        process.wait()
