"""What the slow tests of the server share: a client in a process of its own."""

import os
import sys
from pathlib import Path

import psycopg
import pytest

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it mounts disks or becomes somebody else")
SOURCE = Path(sys.modules["opora"].__path__[0]).parent
SITE = Path(psycopg.__file__).parents[1]

CLIENT = """
import sys, time, psycopg
from pathlib import Path
from opora.installation.home import Home
from opora.installation.postgres import running
with running(Home(Path(sys.argv[1]))) as server:
    with psycopg.connect(server.url()) as connection:
        print(connection.execute("select count(*) from pg_database").fetchone()[0], flush=True)
    time.sleep(float(sys.argv[2]))
"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCE), str(SITE)))}
