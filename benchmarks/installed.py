"""An installation of its own in a scratch folder, served as `opora up` serves it: one that may be loaded and killed.

Its database writes to the disk as a real one does; DATABASE_URL is not looked at.
"""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "src")]

with socket.create_server(("127.0.0.1", 0)) as _free:
    PORT: int = _free.getsockname()[1]
ANSWERED_BY = 4


@contextmanager
def installation(settings: str) -> Iterator[Path]:
    """A scratch folder with a database of its own, migrated; the environment points at it."""
    from opora.installation.home import Home
    from opora.installation.postgres import running

    os.environ.pop("DATABASE_URL", None)
    folder = Path(
        tempfile.mkdtemp(prefix="opora-bench-", dir=os.environ.get("OPORA_BENCH_FOLDER", "/var/tmp"))
    )
    folder.chmod(0o711)
    home = Home(folder).prepare()
    try:
        with running(home, watch=True) as database:
            os.environ["DATABASE_URL"] = database.dsn
            os.environ["OPORA_HOME"] = str(folder)
            os.environ["DJANGO_SETTINGS_MODULE"] = settings
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connection

            call_command("migrate", verbosity=0)
            (folder / "static").mkdir(exist_ok=True)
            yield folder
            connection.close()
            os.environ.pop("DATABASE_URL")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Web:
    """granian as `opora up` starts it; it may be killed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        environment = {**os.environ, "OPORA_POOL": "1", "PYTHONPATH": os.pathsep.join(sys.path[:3])}
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT),
                   "--workers", "2", "--blocking-threads", str(ANSWERED_BY), "--no-ws", "--log-level", "error",
                   "opora.config.wsgi:application"]  # fmt: skip
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        for _ in range(300):
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """All of its processes, with -9."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
