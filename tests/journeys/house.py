"""The program as a person starts it, filled with the demonstration: real server, real jobs, real compression.

It runs beside the tests in a folder and a database of its own, so nothing here can see through its walls.
"""

import json
import os
import select
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
from typing import IO
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from factories.databases import migrated

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
END_SECONDS = 40


@dataclass(frozen=True)
class House:
    """Where it serves, who can sign in, and what else may be started on the same database."""

    address: str
    passwords: dict[str, str]
    environment: dict[str, str]
    folder: Path


@contextmanager
def demonstration(folder: Path) -> Iterator[House]:
    """`opora demo` on a free port, until the block ends."""
    with _database() as url:
        environment = _environment(folder / "home", url)
        port = _free_port()
        command = ("demo", "--json", "--port", str(port))
        log = folder / "demo.log"
        with _running(command, environment, log) as output:
            told = json.loads(_first_line(output, log))
            passwords = {account["login"]: account["password"] for account in told["accounts"]}
            yield House(told["address"], passwords, environment, folder)


@contextmanager
def installation_beside(house: House) -> Iterator[House]:
    """`opora up` on the same database: the same people, the rules of a real installation."""
    environment = {**house.environment, "OPORA_HOME": str(house.folder / "strict")}
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = ("up", "--port", str(port), "--workers", "1")
    with _running(command, environment, house.folder / "up.log"):
        _wait_for(f"{address}/health")
        yield House(address, house.passwords, environment, house.folder)


def let_the_days_for_objections_pass(house: House) -> None:
    """Nobody can wait ten days for a test: the windows that are open ended yesterday."""
    with psycopg.connect(house.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "UPDATE identification_yearlist SET objections_until = current_date - 1, opened_at = opened_at - "
            "interval '11 days', drawn_at = drawn_at - interval '11 days' WHERE state = 'objections'"
        )


@contextmanager
def _database() -> Iterator[str]:
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"opora_journeys_{uuid4().hex[:12]}"
    with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated()}"')
    try:
        yield urlunsplit(given._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPORA_", "DJANGO_"))}
    return {**kept, "OPORA_HOME": str(home), "DATABASE_URL": database, "PYTHONPATH": str(ROOT / "src")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: tuple[str, ...], environment: dict[str, str], log: Path) -> Iterator[IO[bytes]]:
    """The command's standard output while it runs; it is ended by a signal."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "opora", *command],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _first_line(output: IO[bytes], log: Path) -> str:
    heard, _, _ = select.select([output], [], [], START_SECONDS)
    line = output.readline().decode() if heard else ""
    assert line, f"the demonstration did not start:\n{log.read_text()}"
    return line


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
