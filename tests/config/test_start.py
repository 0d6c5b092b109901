"""What a process of Опора loads before it is asked for anything."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: together 0.8 s of a processor and 115 MB of memory in each process; a computing of profiles alone needs them
HEAVY = {"ibis", "duckdb", "pyarrow", "pandas", "numpy", "sqlglot", "pyspark"}
_START = """
import sys, opora.config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_the_server_starts_without_what_only_a_computing_needs() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())

    assert {"django", "opora"} <= loaded
    assert not HEAVY & loaded
