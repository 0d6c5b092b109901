"""What every load test tells: how long answers took, who used the processors meanwhile."""

import os
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cores import busy_seconds, seconds_of
from visitors import BEFORE, Told

#: of fewer answers a p95 says nothing
FEWEST = 100


def told_of(told: Told, wall: float, limit_of: Callable[[str], float]) -> list[str]:
    """Print what each kind of request took; what does not keep the limit of its p95, in seconds."""
    counted = {kind: found for kind, found in sorted(told.seconds.items()) if kind != BEFORE}
    rows = {**counted, **_together(counted, limit_of)}
    print(
        "\n| what | answers | a second | p50, ms | p95, ms | p99, ms | longest, ms | limit of p95, ms |"
        "\n|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    wrong = []
    for name, found in rows.items():
        ordered = sorted(found)
        p50, p95, p99 = (
            ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99)
        )
        limit = limit_of(name)
        print(
            f"| {name} | {len(found)} | {len(found) / wall:.1f} | {p50 * 1000:.0f} | {p95 * 1000:.0f} |"
            f" {p99 * 1000:.0f} | {ordered[-1] * 1000:.0f} | {limit * 1000:.0f} |"
        )
        if p95 >= limit and len(found) >= FEWEST:
            wrong.append(f"p95 of {name}: {p95 * 1000:.0f} ms")
    print()
    return wrong + [f"{len(told.wrong)} errors: {told.wrong[:5]}"] * bool(told.wrong)


def _together(counted: Mapping[str, list[float]], limit_of: Callable[[str], float]) -> dict[str, list[float]]:
    """All answers of one limit."""
    found: dict[str, list[float]] = {}
    for kind, seconds in counted.items():
        found.setdefault(f"all within {limit_of(kind) * 1000:.0f} ms", []).extend(seconds)
    return found


@dataclass(frozen=True, slots=True)
class _Used:
    """Seconds of the processors since the machine or the process began, and when they were read."""

    at: float
    pages: float
    database: float
    own: float
    everything: float


class Processors:
    """Whose they are between two moments: the server's, the database's, this process's, others'."""

    def __init__(self, folder: Path, web: int) -> None:
        self.postmaster = int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
        self.web = web
        self.before = self._now()

    def begin(self) -> None:
        self.before = self._now()

    def end(self) -> tuple[float, str]:
        """Seconds since `begin`, and who used the processors."""
        after, cores = self._now(), os.cpu_count() or 1
        wall = after.at - self.before.at
        parts = {
            "pages": after.pages - self.before.pages,
            "database": after.database - self.before.database,
            "load generator": after.own - self.before.own,
        }
        parts["others on this machine"] = max(
            0.0, after.everything - self.before.everything - sum(parts.values())
        )
        said = ", ".join(
            f"{name} {seconds:.1f} s ({seconds / (wall * cores):.0%})" for name, seconds in parts.items()
        )
        return wall, f"processor of {cores} cores in {wall:.0f} s: {said}"

    def _now(self) -> _Used:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return _Used(
            time.perf_counter(), seconds_of(self.web), seconds_of(self.postmaster),
            used.ru_utime + used.ru_stime, busy_seconds(),
        )  # fmt: skip
