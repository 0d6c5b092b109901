"""Answers to profiles: ours against the same rows by hand in DuckDB SQL, Polars and pandas.

    ./dev benchmark profiles [--schools 2000] [--runs 7] [--growth 200,2000] [--spark] [--large 20000]

On a made-up region (var/benchmarks, made once) all four must give the same rows before anything is timed.
Then they run in turn; ratios are medians of the pairwise ratios. The peak is that of a process that only
reckons. `--growth` reckons regions of several sizes, `--large` one more alone, `--spark` the same region on a
cluster of two workers on this machine.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from harness import Row, interleaved, median_ratio, table
from opora.analytics.engines import Engine, duckdb_engine
from opora.indicators.profile import spoken
from opora.indicators.reckoning import Reckoned, reckoned
from profile_peers import by_duckdb, by_pandas, by_polars, rules
from region import YEAR, catalogue, made

THREADS = 2
TO_SQL, TO_BEST, PEAK = 1.3, 1.25, 400
#: the limit of memory is for regions of so many schools
MANY = 2000
MEMORY = "1GB"
CATALOGUE = catalogue()


def as_table(figures: Reckoned) -> pa.Table:
    schools, factors = figures.value.shape
    return pa.table(
        {
            "school": np.repeat(np.array(figures.schools, np.int32), factors),
            "factor": np.tile(np.arange(factors, dtype=np.int32), schools),
            "value": figures.value.ravel(),
            "low": figures.low.ravel(),
            "high": figures.high.ravel(),
            "n": figures.n.ravel(),
            "hidden": figures.hidden.ravel().astype(np.int64),
            "disagree": figures.disagree.ravel(),
        }
    )


def ours(folder: Path) -> pa.Table:
    with duckdb_engine(folder, memory=MEMORY, threads=THREADS) as engine:
        return as_table(reckoned(engine, CATALOGUE, YEAR))


def compared(schools: int, runs: int) -> None:
    folder, answers = made(schools)
    given = rules(CATALOGUE, folder, YEAR)
    peers: dict[str, Callable[[], pa.Table]] = {
        "DuckDB SQL by hand": lambda: by_duckdb(folder, given),
        "Polars": lambda: by_polars(folder, given),
        "pandas": lambda: by_pandas(folder, given),
    }
    expected = ours(folder)
    for name, peer in peers.items():
        if not peer().cast(expected.schema).equals(expected):
            raise SystemExit(f"{name} gives other rows: nothing to compare")
    taken = interleaved({"ours": lambda: ours(folder), **peers}, runs=runs)
    best = min(peers, key=lambda name: statistics.median(taken[name]))
    rows = [Row(name, statistics.median(taken[name])) for name in peers]
    floors = {"DuckDB SQL by hand": TO_SQL, best: TO_BEST} if best in taken else {}
    rows += [
        Row(
            f"ours, to {name}",
            statistics.median(taken["ours"]),
            median_ratio(taken["ours"], taken[name]),
            limit,
        )
        for name, limit in floors.items()
    ]
    print(f"\n{schools:,} schools, {answers:,} answers, {expected.num_rows:,} values; runs: {runs}\n")
    print(table(rows))


def alone(schools: int) -> tuple[int, float, int]:
    """Answers, seconds and peak MiB of a process of its own that opens, reckons and makes profiles."""
    _, answers = made(schools)
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("profiles_once.py")), str(schools)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    ).stdout.split()
    return answers, float(told[0]), int(told[1])


def growing(sizes: list[int]) -> None:
    print("\n| schools | answers | s | answers a second | peak MiB | |")
    print("|---:|---:|---:|---:|---:|---|")
    for schools in sizes:
        answers, seconds, peak = alone(schools)
        verdict = "" if schools > MANY else "ok" if peak < PEAK else "over"
        print(
            f"| {schools:,} | {answers:,} | {seconds:.2f} | {answers / seconds:,.0f} | {peak} | {verdict} |"
        )


def objects(schools: int) -> None:
    folder, _ = made(schools)
    with duckdb_engine(folder, memory=MEMORY, threads=THREADS) as engine:
        figures = reckoned(engine, CATALOGUE, YEAR)
    before = time.perf_counter()
    count = len(spoken(figures))
    print(f"\n{count:,} profiles as objects with their indicators: {time.perf_counter() - before:.2f} s more")


def on_spark(schools: int, runs: int) -> None:
    from opora.analytics.spark import spark_engine

    folder, answers = made(schools)
    expected = ours(folder)

    def timed(engine: Engine) -> float:
        before = time.perf_counter()
        found = as_table(reckoned(engine, CATALOGUE, YEAR))
        taken = time.perf_counter() - before
        if not found.equals(expected):
            raise SystemExit("Spark gives other rows")
        return taken

    before = time.perf_counter()
    with spark_engine(folder) as engine:
        started = time.perf_counter() - before
        first, *later = [timed(engine) for _ in range(1 + runs)]
    with duckdb_engine(folder, memory=MEMORY, threads=THREADS) as engine:
        local = [timed(engine) for _ in range(1 + runs)][1:]
    print(f"\n{answers:,} answers, the same rows on both engines:\n")
    print("| engine | start, s | first run, s | later, s (median) |")
    print("|---|---:|---:|---:|")
    print(f"| DuckDB in this process, 2 threads | 0 | | {statistics.median(local):.2f} |")
    print(
        f"| Spark, master and 2 workers of one core | {started:.1f} | {first:.2f} | {statistics.median(later):.2f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--growth", default="200,2000")
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--spark", action="store_true")
    asked = parser.parse_args()
    compared(asked.schools, asked.runs)
    objects(asked.schools)
    sizes = [int(size) for size in asked.growth.split(",") if size]
    growing(sizes + ([asked.large] if asked.large else []))
    if asked.spark:
        on_spark(asked.schools, min(3, asked.runs))


if __name__ == "__main__":
    main()
