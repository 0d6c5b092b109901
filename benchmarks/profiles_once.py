"""Profiles of one made-up region in a process that does nothing else: its seconds and its peak in MiB.

    ./dev python benchmarks/profiles_once.py 2000

Asked by profiles.py, whose own process holds Polars and pandas.
"""

import resource
import sys
import time
from pathlib import Path

from opora.analytics.engines import duckdb_engine
from opora.indicators.reckoning import reckoned
from region import YEAR, catalogue, made


def main() -> None:
    folder, _ = made(int(sys.argv[1]))
    given = catalogue()
    before = time.perf_counter()
    with duckdb_engine(folder, threads=2) as engine:
        reckoned(engine, given, YEAR)
    taken = time.perf_counter() - before
    print(f"{taken:.3f} {peak()}")


def peak() -> int:
    """MiB of this program alone: what getrusage tells begins with what the starting process held."""
    told = Path("/proc/self/status")
    if told.exists():
        line = next(line for line in told.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
