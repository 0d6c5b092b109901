"""The server as a command sees it: join it or start it, and leave."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from opora.installation.addresses import Address
from opora.installation.home import Home
from opora.installation.postgres import cluster as clusters
from opora.installation.postgres import locks, postmaster, state
from opora.installation.postgres.cluster import DATABASE, OWNER, ROLE, Cluster
from opora.installation.postgres.failures import unexplained
from opora.installation.postgres.state import Phase, State
from opora.installation.problems import InstallationProblem

VARIABLE = "DATABASE_URL"
PAUSE = 0.02
# A server that is being stopped may need this long to let us in again.
PATIENCE = 90.0
WATCH_EVERY = 1.0
# Others that leave at this moment look for a blink like others at work.
SURE = 3


type Kind = Literal["external", "stopped", "starting", "running", "restarting", "stopping", "orphaned"]
KINDS: dict[Phase, Kind] = {
    Phase.READY: "running",
    Phase.RESTARTING: "restarting",
    Phase.STOPPING: "stopping",
}


@dataclass(frozen=True)
class Server:
    """A database server that answers, with its address for Django, psycopg and libpq.

    `embedded` is False for the one named by DATABASE_URL.
    """

    dsn: str
    embedded: bool

    def url(self) -> str:
        """The address, as Django's settings and the commands want it."""
        return self.dsn

    @property
    def owner_url(self) -> str:
        """Address with the rights of the cluster's owner, past row-level security; else the same."""
        if not self.embedded:
            return self.dsn
        return replace(Address.parse(self.dsn), user=OWNER).url()


@dataclass(frozen=True)
class Status:
    """What is known of an installation's server without touching it."""

    kind: Kind
    url: str | None = None
    pid: int | None = None
    version: str | None = None
    data: Path | None = None
    problem: str | None = None


@contextmanager
def running(home: Home, *, durable: bool = True, watch: bool = False) -> Iterator[Server]:
    """Have the server for the length of the block; the last one out stops it.

    `durable=False` makes and opens a cluster for tests only. `watch=True` is for a long-running
    process: if the keeper is killed, a new one is started.

    Raises InstallationProblem.
    """
    external = os.environ.get(VARIABLE)
    if external:
        Address.parse(external)
        yield Server(dsn=external, embedded=False)
        return
    cluster = clusters.place(home)
    with _joined(cluster):
        server = _join_or_start(cluster, durable=durable)
        with _watching(cluster, durable=durable, wanted=watch):
            yield server
    _await_end(cluster)


def status(home: Home) -> Status:
    """The server's state now. Starts and creates nothing."""
    external = os.environ.get(VARIABLE)
    if external:
        return Status(kind="external", url=Address.parse(external).url(password=False))
    cluster = clusters.find(home)
    if cluster is None or not cluster.folder.is_dir():
        return Status(kind="stopped")
    told = state.read(cluster.state)
    if not locks.is_held_alone(cluster.keeper):
        orphan = postmaster.running(cluster)
        if orphan is None:
            return Status(kind="stopped", data=cluster.folder)
        return Status(kind="orphaned", pid=orphan.pid, data=cluster.folder)
    if told is None:
        return Status(kind="starting", data=cluster.folder)
    return Status(
        kind=KINDS[told.phase],
        url=_url(told),
        pid=told.postgres.pid,
        version=told.version,
        data=cluster.folder,
        problem=told.problem,
    )


def stop(home: Home) -> bool:
    """Stop the server even if others use it. False if it did not run; an external one is left alone."""
    cluster = None if os.environ.get(VARIABLE) else clusters.find(home)
    if cluster is None or not cluster.folder.is_dir():
        return False
    if not locks.is_held_alone(cluster.keeper):
        return _stop_orphan(cluster)
    told = state.read(cluster.state)
    if told is not None:
        postmaster.ask_to_end(told.keeper)
    if not _wait_until_free(cluster):
        raise InstallationProblem(
            f"База данных не остановилась за {PATIENCE:.0f} секунд: повторите позже;"
            f" ход записан в {cluster.log}."
        )
    return told is not None


def _stop_orphan(cluster: Cluster) -> bool:
    orphan = postmaster.running(cluster)
    told = state.read(cluster.state)
    if orphan is not None:
        postmaster.Postmaster(orphan).stop()
    if told is not None:
        postmaster.remove_sockets(Path(told.sockets))
        cluster.state.unlink(missing_ok=True)
    return orphan is not None


@contextmanager
def _joined(cluster: Cluster) -> Iterator[None]:
    lock = locks.share(cluster.clients, patience=PATIENCE)
    if lock is None:
        raise InstallationProblem(
            f"Прежний запуск базы в {cluster.folder} ещё не закончил работу: подождите минуту и повторите."
        )
    with lock:
        yield


def _join_or_start(cluster: Cluster, *, durable: bool) -> Server:
    starting = locks.hold(cluster.starting, patience=postmaster.RECOVERY_SECONDS)
    if starting is None:
        raise unexplained(cluster.log)
    with starting:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not locks.is_held_alone(cluster.keeper):
                _start_keeper(cluster, durable=durable)
            told = state.read(cluster.state)
            if told is not None and _answers(told):
                _refuse_other_purpose(cluster, durable=durable)
                return Server(dsn=_url(told), embedded=True)
            time.sleep(PAUSE)
    told = state.read(cluster.state)
    raise InstallationProblem(told.problem) if told and told.problem else unexplained(cluster.log)


def _answers(told: State) -> bool:
    """A server killed a moment ago is still called ready until its keeper notices."""
    return told.phase is Phase.READY and told.keeper.is_alive() and told.postgres.is_alive()


def _refuse_other_purpose(cluster: Cluster, *, durable: bool) -> None:
    if durable == cluster.disposable.exists():
        raise InstallationProblem(
            f"База в {cluster.folder} уже открыта {'для проверок' if durable else 'для работы'}:"
            " укажите другую папку в переменной OPORA_HOME."
        )


def _start_keeper(cluster: Cluster, *, durable: bool) -> None:
    """Start a keeper and wait for its answer, which comes when the server is ready or cannot be."""
    reading, writing = os.pipe()
    purpose = "durable" if durable else "disposable"
    command = [sys.executable, "-m", "opora.installation.postgres.keeper"]
    try:
        done = subprocess.run(
            [*command, str(cluster.folder), str(cluster.log), purpose, str(writing)],
            check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            pass_fds=(writing,), env=_environment(),
        )  # fmt: skip
    finally:
        os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        told = stream.read()
    if not told:
        raise (
            unexplained(cluster.log)
            if not done.returncode
            else InstallationProblem(
                f"База данных не запустилась: {done.stderr.decode('utf-8', 'replace').strip()[-300:]}"
            )
        )
    problem = json.loads(told)["problem"]
    if problem:
        raise InstallationProblem(problem)


def _environment() -> dict[str, str]:
    """The keeper finds this very package, wherever it was imported from."""
    source = str(Path(__file__).resolve().parents[3])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (source, inherited)))}


def _url(told: State) -> str:
    return Address(host=told.sockets, port=None, user=ROLE, password="", database=DATABASE, options={}).url()


@contextmanager
def _watching(cluster: Cluster, *, durable: bool, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(cluster, over), kwargs={"durable": durable}, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(cluster: Cluster, over: threading.Event, *, durable: bool) -> None:
    while not over.wait(WATCH_EVERY):
        # An orderly end takes its state away; a kill leaves it.
        if cluster.state.exists() and not locks.is_held_alone(cluster.keeper):
            try:
                _join_or_start(cluster, durable=durable)
            except InstallationProblem:
                continue  # the same again in a second: a full disk may be emptied meanwhile


def _await_end(cluster: Cluster) -> None:
    """If we were the last, do not return before the server has stopped: its folder is free then."""
    deadline = time.monotonic() + postmaster.FAST_SECONDS
    seen = 0
    while locks.is_held_alone(cluster.keeper) and time.monotonic() < deadline:
        seen = seen + 1 if _others_are_at_work(cluster) else 0
        if seen == SURE:
            return
        time.sleep(PAUSE)


def _others_are_at_work(cluster: Cluster) -> bool:
    """Whether the lock of clients is shared; alone it is held by a keeper about to stop."""
    alone = locks.hold(cluster.clients)
    if alone is not None:
        alone.close()
        return False
    return not locks.is_held_alone(cluster.clients)


def _wait_until_free(cluster: Cluster) -> bool:
    deadline = time.monotonic() + PATIENCE
    while locks.is_held_alone(cluster.keeper):
        if time.monotonic() >= deadline:
            return False
        time.sleep(PAUSE)
    return True
