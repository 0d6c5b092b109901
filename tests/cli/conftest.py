"""The command line as a person calls it: a process of its own in an installation of its own.

The first command of a module starts from nothing, as a person's does; those after it are forked (cli.forking).
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from cli.forking import Forking
from factories.databases import migrated

SECONDS = 120
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str
    environment: dict[str, str]

    @property
    def json(self) -> Any:
        lines = self.out.strip().splitlines()
        assert len(lines) == 1, self.out + self.err
        return json.loads(lines[0])


type Opora = Callable[..., Ended]


@pytest.fixture(scope="module")
def opora(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opora]:
    """`opora("cycle", "add", …)` in one installation for the module: its folder and a fresh database, migrated already."""
    home = tmp_path_factory.mktemp("installation")
    given = urlsplit(os.environ["DATABASE_URL"])
    name = (
        f"opora_cli_{os.getpid()}_{home.parent.name.removeprefix('pytest-')[-8:]}_{home.name[-4:]}".replace(
            "-", "_"
        )
    )
    with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated()}"')
    environment = {
        **os.environ,
        "OPORA_HOME": str(home),
        "DATABASE_URL": urlunsplit(given._replace(path=f"/{name}")),
        "PYTHONPATH": str(ROOT / "src"),
    }

    started = list[Forking]()

    def call(*words: str | Path, **more: str) -> Ended:
        told = [str(word) for word in words]
        if started and not more:
            return Ended(*started[0].run(told, seconds=SECONDS), environment)
        if not started:
            started.append(beside.enter_context(Forking(environment, home)))
        done = subprocess.run(
            [sys.executable, "-m", "opora", *told],
            cwd=ROOT, env={**environment, **more}, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout, done.stderr, environment)

    with ExitStack() as beside:
        yield call
    with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
