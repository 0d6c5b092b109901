"""What every measurement shares: a scratch database, interleaved runs, medians, one table.

Figures are ratios to a floor measured in the same run: machines are noisy, ratios are not.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg


@contextmanager
def scratch_database(name: str) -> Iterator[str]:
    """A fresh database beside the one of DATABASE_URL, dropped at the end; Django is set up on it."""
    given = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    os.environ["DATABASE_URL"] = url = urlunsplit(given._replace(path=f"/{name}"))
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("OPORA_BENCH_SETTINGS", "opora.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    try:
        yield url
    finally:
        connections.close_all()
        with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def interleaved(commands: dict[str, Callable[[], object]], *, runs: int = 5) -> dict[str, list[float]]:
    """Seconds of each command in turn (A B A B …) after one warm-up of each."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        command()
    for _ in range(runs):
        for name, command in commands.items():
            before = time.perf_counter()
            command()
            taken[name].append(time.perf_counter() - before)
    return taken


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a published table: seconds and the ratio to its floor with the limit it must keep."""

    name: str
    seconds: float
    ratio: float | None = None
    limit: float | None = None


def median_ratio(of: Sequence[float], floor: Sequence[float]) -> float:
    """The median of the pairwise ratios of interleaved runs."""
    return statistics.median(a / b for a, b in zip(of, floor, strict=True))


def table(rows: Sequence[Row]) -> str:
    """Markdown, ready for benchmarks/README.md."""
    lines = ["| measured | ms | ratio to floor | limit | |", "|---|---:|---:|---:|---|"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        limit = "" if row.limit is None else f"{row.limit:g}"
        verdict = (
            "" if row.ratio is None or row.limit is None else ("ok" if row.ratio <= row.limit else "over")
        )
        lines.append(f"| {row.name} | {row.seconds * 1000:.1f} | {ratio} | {limit} | {verdict} |")
    return "\n".join(lines)


def analysed() -> None:
    """What autovacuum does within minutes of a real import; a fresh database has no statistics yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
