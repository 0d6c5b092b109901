"""Both engines give the same rows for the same expressions."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pyarrow as pa
import pytest
from ibis import _

from opora.analytics.cluster import ClusterFailed, local_cluster
from opora.analytics.engines import Engine, duckdb_engine
from opora.analytics.sources import ANSWERS, sorted_table, write
from opora.analytics.spark import spark_engine, why_missing

ROWS = [
    (school, audience, f"p{item}", (school * 7 + item * 3 + turn) % 5)
    for school in range(1, 30)
    for audience in ("pupil", "parent")
    for item in range(1, 4)
    for turn in range(6)
]
RULES = pa.table({"item": ["p1", "p2"], "least": pa.array([2, 3], pa.int16()), "is_asked": [True, False]})


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        columns = list(zip(*ROWS, strict=True))
        arrays = [pa.array(column, each.type) for column, each in zip(columns, ANSWERS.schema, strict=True)]
        write(made, ANSWERS, [sorted_table(ANSWERS, pa.table(arrays, schema=ANSWERS.schema))])
        yield Path(made)


def spoken(opened: AbstractContextManager[Engine]) -> list[list[dict[str, object]]]:
    """Sums, whole division, a kept table read twice, rules that are joined, a source that is missing."""
    with opened as engine:
        rules = engine.small("rules", RULES)
        joined = engine.table("answers").join(rules, "item")
        sums = joined.group_by("school", "audience", "is_asked").agg(
            total=_.value.cast("int64").sum().cast("int64"), above=(_.value >= _.least).sum().cast("int64")
        )
        kept = engine.keep("kept", sums)
        shared = kept.mutate(share=(_.above * 1_000_000) // (_.total + 1)).order_by(
            "school", "audience", "is_asked"
        )
        whole = kept.agg(
            rows=_.count(), most=_.total.max(), asked=_.is_asked.ifelse(_.above, 0).sum().cast("int64")
        )
        missing = engine.table("results")
        return [engine.run(each).to_pylist() for each in (shared, whole, missing)]


def test_duckdb_reckons(folder: Path) -> None:
    shared, whole, missing = spoken(duckdb_engine(folder))
    first = [row for row in ROWS if row[0] == 1 and row[1] == "parent"]
    above = sum(value >= 2 for _s, _a, item, value in first if item == "p1")
    total = sum(value for _s, _a, item, value in first if item == "p1")
    assert shared[1] == {
        "school": 1,
        "audience": "parent",
        "is_asked": True,
        "total": total,
        "above": above,
        "share": above * 1_000_000 // (total + 1),
    }
    assert (whole[0]["rows"], missing) == (29 * 2 * 2, [])


def test_memory_and_threads_can_be_set(folder: Path) -> None:
    assert spoken(duckdb_engine(folder, memory="100MB", threads=1)) == spoken(duckdb_engine(folder))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(bool(why_missing()), reason=why_missing())
def test_a_cluster_of_two_workers_reckons_the_same(folder: Path) -> None:
    assert spoken(spark_engine(folder)) == spoken(duckdb_engine(folder))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(bool(why_missing()), reason=why_missing())
def test_nothing_of_a_cluster_is_left_after_an_error() -> None:
    import pyspark

    with (
        pytest.raises(KeyError),
        local_cluster(Path(pyspark.__file__).parent) as (address, _secret),
    ):
        assert address.startswith("spark://127.0.0.1:")
        assert len(running(address)) == 2
        raise KeyError("the command failed")
    assert running(address) == []


def running(address: str) -> list[str]:
    """Java processes that name this very master."""
    told = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in told.splitlines() if address in line and "deploy.worker.Worker" in line]


def test_a_cluster_that_cannot_start_says_so(tmp_path: Path) -> None:
    program = tmp_path / "bin/spark-class"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho no Java here\nexit 3\n")
    program.chmod(0o755)
    with pytest.raises(ClusterFailed, match="no Java here"), local_cluster(tmp_path):
        pass
