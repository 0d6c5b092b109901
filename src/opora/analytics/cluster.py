"""A Spark standalone cluster on this machine for the length of one command: a master and its workers.

Each is a process of its own, bound to loopback, watched while it starts and ended by its number.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORKERS = 2
STARTS_WITHIN = 60.0
ENDS_WITHIN = 15.0
_LOOPBACK = "127.0.0.1"
_CLASS = "org.apache.spark.deploy"
#: becomes the program after asking the kernel to end it with its parent, even one that is killed with -9
_WITH_PARENT = """
import ctypes, os, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 15)
if os.getppid() != int(sys.argv[1]):
    sys.exit("the command has ended")
os.execv(sys.argv[2], sys.argv[2:])
"""


class ClusterFailed(RuntimeError):
    """The cluster did not start or died; the words are for whoever runs the command."""


@contextmanager
def local_cluster(
    spark_home: Path, *, workers: int = WORKERS, memory: str = "1g"
) -> Iterator[tuple[str, str]]:
    """The address of a fresh cluster's master and its secret; ended at the end, whatever happens.

    Raises ClusterFailed where it does not start within a minute.
    """
    secret = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="opora-spark-", ignore_cleanup_errors=True) as beside:
        folder = Path(beside)
        with contextlib.ExitStack() as ended:
            port = _free_port()
            address = f"spark://{_LOOPBACK}:{port}"
            environment = _environment(spark_home, folder, secret)

            def started(name: str, *arguments: str) -> _Node:
                command = [str(spark_home / "bin/spark-class"), *arguments, "--webui-port", "0"]
                node = _Node(name, command, environment, folder)
                ended.callback(node.end)
                return node

            master = started("master", f"{_CLASS}.master.Master", "--host", _LOOPBACK, "--port", str(port))
            master.wait_for("I have been elected leader", 1, [master])
            held = ("--host", _LOOPBACK, "--cores", "1", "--memory", memory)
            nodes = [
                started(
                    f"worker-{number}",
                    f"{_CLASS}.worker.Worker",
                    address,
                    *held,
                    "--work-dir",
                    str(folder / f"work-{number}"),
                )
                for number in range(1, workers + 1)
            ]
            master.wait_for("Registering worker", workers, [master, *nodes])
            yield address, secret


class _Node:
    """One process of the cluster and what it says."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.name, self._log = name, folder / f"{name}.log"
        with self._log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _WITH_PARENT, str(os.getpid()), *command],
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_alive(self) -> bool:
        """Asked without collecting its end: until `end` has signalled, nobody else may have its number."""
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._process.pid, flags) is None

    @property
    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_for(self, words: str, times: int, watched: "list[_Node]") -> None:
        """Until this node has said the words so many times. Raises ClusterFailed."""
        until = time.monotonic() + STARTS_WITHIN
        while self.said.count(words) < times:
            for node in watched:
                if not node.is_alive:
                    raise ClusterFailed(f"Spark не запустился ({node.name}): {node.said[-400:]}")
            if time.monotonic() > until:
                raise ClusterFailed(f"Spark не запустился за {STARTS_WITHIN:.0f} с: {self.said[-400:]}")
            time.sleep(0.1)

    def end(self) -> None:
        """End the process, then what it started: executors are of the same process group.

        The number stays taken until the last signal is sent, so no signal reaches a stranger.
        """
        self._signal(signal.SIGTERM)
        until = time.monotonic() + ENDS_WITHIN
        while self.is_alive and time.monotonic() < until:
            time.sleep(0.05)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def _environment(spark_home: Path, folder: Path, secret: str) -> dict[str, str]:
    """Only what Spark needs: nothing of ours, such as the address of the database, reaches it."""
    kept = {name: os.environ[name] for name in ("PATH", "JAVA_HOME", "LANG", "HOME") if name in os.environ}
    conf = folder / "conf"
    conf.mkdir(exist_ok=True)
    settings = conf / "spark-defaults.conf"
    settings.write_text(
        f"spark.authenticate true\nspark.authenticate.secret {secret}\nspark.ui.enabled false\n"
    )
    settings.chmod(0o600)
    return kept | {
        "SPARK_HOME": str(spark_home),
        "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": _LOOPBACK,
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_NO_DAEMONIZE": "1",
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={folder}",
    }


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((_LOOPBACK, 0))
        number: int = asked.getsockname()[1]
        return number
