"""Installations for tests: one shared cluster for the quick ones, a fresh one for those that kill."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from opora.installation.home import Home
from opora.installation.postgres import Server, cluster, running, stop

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it mounts disks or changes accounts")


@pytest.fixture(scope="session")
def shelf() -> Iterator[Path]:
    """A folder that any account may walk through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="opora-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_server_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture(scope="session")
def shared(shelf: Path) -> Iterator[tuple[Home, Server]]:
    """A server that runs as long as these tests do."""
    home = Home(shelf / "shared").prepare()
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            # only while it starts: tests after these need the server from outside
            patch.delenv("DATABASE_URL", raising=False)
            server = stack.enter_context(running(home, durable=False))
        yield home, server


@pytest.fixture
def home(shelf: Path) -> Iterator[Home]:
    """A new installation, without a database yet."""
    home = Home(Path(tempfile.mkdtemp(dir=shelf)) / "opora")
    home.path.parent.chmod(0o711)
    yield home
    stop(home)
    known = cluster.find(home)
    if known is not None and home.path not in known.folder.parents:
        shutil.rmtree(known.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _used_once(shelf: Path) -> Home:
    """An installation that was started and stopped; cases copy it, which is quicker than a first start."""
    home = Home(shelf / "used-once")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        with running(home):
            pass
    return home


@pytest.fixture
def used(home: Home, _used_once: Home) -> Home:
    """A durable installation that has a database and is stopped."""
    subprocess.run(["cp", "-a", _used_once.path, home.path], check=True)
    (home.data / "location").write_text(f"{home.data}\n")
    return home


@pytest.fixture
def database(shared: tuple[Home, Server]) -> Iterator[str]:
    """The address of an empty database on the shared server."""
    _, server = shared
    name = f"case_{os.urandom(4).hex()}"
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # type: ignore[arg-type]
    yield server.dsn.replace("/opora?", f"/{name}?")
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")  # type: ignore[arg-type]
