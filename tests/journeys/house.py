"""The program as a person starts it, filled with the demonstration: real server, real jobs, real compression.

It runs beside the tests in a folder and a database of its own, so nothing here can see through its walls. The
demonstration is made once in a run; every process of tests serves a clone of it.
"""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from factories.databases import migrated

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
END_SECONDS = 40
TURN = 500_2027
#: demonstrations of earlier runs
KEPT = 4


@dataclass(frozen=True)
class House:
    """Where it serves, who can sign in, and what else may be started on the same database."""

    address: str
    passwords: dict[str, str]
    environment: dict[str, str]
    folder: Path


@dataclass(frozen=True)
class Made:
    """A demonstration that is filled and not served, with what `opora demo --json` said: houses are clones of it."""

    database: str
    home: Path
    told: dict[str, Any]

    @property
    def passwords(self) -> dict[str, str]:
        return {account["login"]: account["password"] for account in self.told["accounts"]}


def made(shared: Path) -> Made:
    """Filled once for all processes of a run, by the first that asks: filling takes as long as a journey."""
    name = f"opora_demonstrated_{hashlib.sha256(str(shared).encode()).hexdigest()[:12]}"
    note, home = shared / "demonstration.json", shared / "demonstration"
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TURN])
        if not note.exists():
            _drop_oldest(connection)
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated()}"')
            environment = _environment(home, _database_url(name))
            done = subprocess.run(
                [sys.executable, "-m", "opora", "demo", "--once", "--json"],
                cwd=ROOT, env=environment, capture_output=True, text=True, timeout=START_SECONDS, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"the demonstration was not made:\n{done.stdout}{done.stderr}"
            note.write_text(done.stdout)
        told = json.loads(note.read_text())
    return Made(name, home, told)


def said_by(source: Made, *command: str) -> Any:
    """What a command of the program says as JSON about a clone of the demonstration."""
    with _database(source.database) as url:
        done = subprocess.run(
            [sys.executable, "-m", "opora", *command, "--json"],
            cwd=ROOT, env=_environment(source.home, url), capture_output=True, text=True,
            timeout=START_SECONDS, check=True,
        )  # fmt: skip
    return json.loads(done.stdout)


def _drop_oldest(connection: psycopg.Connection) -> None:
    """Of earlier runs; those of runs that go on beside this one stay."""
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, 'opora_demonstrated_') "
        "ORDER BY oid DESC OFFSET %s",
        [KEPT],
    ).fetchall()
    for (old,) in found:
        connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')


@contextmanager
def demonstration(folder: Path, source: Made) -> Iterator[House]:
    """The demonstration served on a free port, in a clone of its own, until the block ends."""
    with _database(source.database) as url:
        shutil.copytree(source.home, folder / "home")
        environment = _environment(folder / "home", url)
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        with _running(("up", "--port", str(port), "--workers", "2"), environment, folder / "demo.log"):
            _wait_for(f"{address}/health", folder / "demo.log")
            yield House(address, source.passwords, environment, folder)


@contextmanager
def installation_beside(house: House) -> Iterator[House]:
    """`opora up` on the same database: the same people, the rules of a real installation."""
    environment = {**house.environment, "OPORA_HOME": str(house.folder / "strict")}
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = ("up", "--port", str(port), "--workers", "1")
    with _running(command, environment, house.folder / "up.log"):
        _wait_for(f"{address}/health", house.folder / "up.log")
        yield House(address, house.passwords, environment, house.folder)


def let_the_days_for_objections_pass(house: House) -> None:
    """Nobody can wait ten days for a test: the windows that are open ended yesterday."""
    with psycopg.connect(house.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "UPDATE identification_yearlist SET objections_until = current_date - 1, opened_at = opened_at - "
            "interval '11 days', drawn_at = drawn_at - interval '11 days' WHERE state = 'objections'"
        )


def _server() -> str:
    return os.environ["DATABASE_URL"]


def _database_url(name: str) -> str:
    return urlunsplit(urlsplit(_server())._replace(path=f"/{name}"))


@contextmanager
def _database(source: str) -> Iterator[str]:
    name = f"opora_journeys_{uuid4().hex[:12]}"
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TURN])  # a source is cloned once at a time
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    try:
        yield _database_url(name)
    finally:
        with psycopg.connect(_server(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPORA_", "DJANGO_"))}
    return {**kept, "OPORA_HOME": str(home), "DATABASE_URL": database, "PYTHONPATH": str(ROOT / "src")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: tuple[str, ...], environment: dict[str, str], log: Path) -> Iterator[None]:
    """The command runs while the block lasts; it is ended by a signal."""
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "opora", *command],
            cwd=ROOT, env=environment, stdout=told, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer:\n{log.read_text()}")
