"""The server process: found, cleared away after, started, stopped. Only ever our own."""

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opora.installation.home import PRIVATE_FILE, PRIVATE_FOLDER
from opora.installation.postgres import binaries as programs
from opora.installation.postgres import processes
from opora.installation.postgres.accounts import Account
from opora.installation.postgres.binaries import Binaries
from opora.installation.postgres.cluster import Cluster
from opora.installation.postgres.failures import explained, unexplained
from opora.installation.postgres.processes import Process
from opora.installation.problems import InstallationProblem, told

PORT = 5432
# Recovery after a crash reads the whole log since the last checkpoint.
RECOVERY_SECONDS = 600.0
FAST_SECONDS = 60.0
IMMEDIATE_SECONDS = 10.0
REMAINS_SECONDS = 10.0
LOG_LIMIT = 10 * 1024 * 1024
READY_LINE = 7

NOT_DURABLE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


@dataclass
class Postmaster:
    """A running server. `child` is None when we adopted one whose keeper was killed."""

    process: Process
    child: subprocess.Popen[bytes] | None = None

    def is_alive(self) -> bool:
        if self.child is not None:
            return self.child.poll() is None  # reaps as well
        return self.process.is_alive()

    def stop(self) -> None:
        """End sessions, write everything down, end. Harsher only if that takes too long."""
        for signum, seconds in (
            (signal.SIGINT, FAST_SECONDS),
            (signal.SIGQUIT, IMMEDIATE_SECONDS),
            (signal.SIGKILL, IMMEDIATE_SECONDS),
        ):
            self.process.send(signum)
            if self._ended_within(seconds):
                return

    def _ended_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        return True


def ask_to_end(keeper: Process) -> None:
    """Tell a keeper to stop its server and end."""
    keeper.send(signal.SIGTERM)


def socket_folder(cluster: Cluster, account: Account) -> Path:
    """A short path (a socket's may have 107 bytes), the same at every start of this cluster."""
    mark = hashlib.sha256(os.fsencode(cluster.data.resolve())).hexdigest()[:12]
    if account.demoted and os.access("/run", os.W_OK):
        return Path("/run") / f"opora-{mark}"
    return Path("/tmp") / f"opora-{account.uid}-{mark}"  # noqa: S108 (owner and mode are checked)


def running(cluster: Cluster) -> Process | None:
    """The server of ours that runs on this cluster.

    Raises InstallationProblem if a server that is not ours runs on it.
    """
    pid = _recorded_pid(cluster)
    found = processes.process(pid) if pid else None
    if found is None or not processes.is_server_in(found.pid, cluster.data):
        return None
    if not programs.is_ours(processes.program(found.pid)):
        raise _occupied(cluster, found.pid)
    return found


def clear_remains(cluster: Cluster) -> None:
    """Take away what a killed server left. Call only when `running` found none.

    Its surviving helpers still hold the shared memory: they end by themselves within moments.
    The pid file goes only after the last of them, or two servers could write one database.
    """
    deadline = time.monotonic() + REMAINS_SECONDS
    while remains := list(processes.servers_in(cluster.data)):
        for pid in remains:
            if not programs.is_ours(processes.program(pid)):
                raise _occupied(cluster, pid)
        if time.monotonic() >= deadline:
            for orphan in filter(None, map(processes.process, remains)):
                orphan.send(signal.SIGQUIT)
            deadline += REMAINS_SECONDS
        time.sleep(0.02)
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)


def start(cluster: Cluster, binaries: Binaries, account: Account, *, durable: bool) -> Postmaster:
    """Start the server as our child and wait until it answers, through recovery if need be."""
    sockets = _prepare_sockets(socket_folder(cluster, account), account)
    options = [
        f"unix_socket_directories={sockets}",
        "listen_addresses=",
        f"port={PORT}",
        "unix_socket_permissions=0700",
    ]
    if not durable:
        options += NOT_DURABLE
    _turn_over(cluster.log)
    with opened(cluster.log) as log:
        begins = os.fstat(log).st_size
        child = subprocess.Popen(
            [str(binaries.program("postgres")), "-D", str(cluster.data), *(f"--{each}" for each in options)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            cwd="/", env=programs.environment(), umask=0o077,
            user=account.user, group=account.group, extra_groups=account.extra_groups,
        )  # fmt: skip
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not _is_ready(cluster, child.pid):
        if child.poll() is not None:
            remove_sockets(sockets)
            words = _words_since(cluster.log, begins)
            raise explained(words, cluster.folder) or unexplained(cluster.log)
        if time.monotonic() >= deadline:
            child.send_signal(signal.SIGQUIT)
            child.wait()
            raise unexplained(cluster.log)
        time.sleep(0.01)
    found = processes.process(child.pid)
    if found is None:
        raise unexplained(cluster.log)
    return Postmaster(found, child)


def adopt(cluster: Cluster, found: Process, account: Account) -> Postmaster | None:
    """Take over a server whose keeper was killed; None if it listens where nobody would look."""
    lines = _pid_file(cluster)
    deadline = time.monotonic() + RECOVERY_SECONDS
    while found.is_alive() and not _is_ready(cluster, found.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
        lines = _pid_file(cluster)
    sockets = str(socket_folder(cluster, account))
    if len(lines) <= READY_LINE or lines[4] != sockets or not Path(sockets, f".s.PGSQL.{PORT}").exists():
        return None
    return Postmaster(found)


def _recorded_pid(cluster: Cluster) -> int | None:
    lines = _pid_file(cluster)
    return int(lines[0]) if lines and lines[0].isdigit() else None


def _is_ready(cluster: Cluster, pid: int) -> bool:
    lines = _pid_file(cluster)
    return len(lines) > READY_LINE and lines[0] == str(pid) and lines[READY_LINE] == "ready"


def _pid_file(cluster: Cluster) -> list[str]:
    """Lines of postmaster.pid: number, folder, start, port, sockets, addresses, memory, status."""
    try:
        return [
            line.strip()
            for line in (cluster.data / "postmaster.pid").read_text("utf-8", "replace").splitlines()
        ]
    except OSError:
        return []


def _prepare_sockets(folder: Path, account: Account) -> Path:
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=PRIVATE_FOLDER)
        if account.demoted:
            os.chown(folder, account.uid, account.gid)
    about = folder.lstat()
    # In /tmp anybody may have made it first.
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != account.uid or about.st_mode & 0o077:
        raise InstallationProblem(f"Папка {folder} занята кем-то другим: удалите её и повторите.")
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (folder / name).unlink(missing_ok=True)
    return folder


def remove_sockets(folder: Path) -> None:
    if folder.name.startswith("opora-") and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def _turn_over(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))


@contextlib.contextmanager
def opened(log: Path) -> Iterator[int]:
    try:
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as error:
        raise told(error, log) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _words_since(log: Path, begins: int) -> str:
    with log.open("rb") as stream:
        stream.seek(begins)
        return stream.read(64 * 1024).decode("utf-8", "replace")


def _occupied(cluster: Cluster, pid: int) -> InstallationProblem:
    return InstallationProblem(
        f"С базой в {cluster.data} работает другая программа (процесс {pid}): остановите её и повторите."
    )
