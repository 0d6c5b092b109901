"""Locks that the kernel lets go of when their process dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from opora.installation.home import PRIVATE_FILE
from opora.installation.problems import told

PAUSE = 0.02


class Lock:
    """A held lock on a file. Closing lets go of it.

    A forked child holds it too until it ends: while any worker lives, so does the server.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def close(self) -> None:
        # Not LOCK_UN: that would take the lock from forked children as well.
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def share(path: Path, *, patience: float = 0.0) -> Lock | None:
    """Hold `path` together with others; None if somebody keeps it alone longer than `patience`."""
    return _take(path, fcntl.LOCK_SH, patience)


def hold(path: Path, *, patience: float = 0.0) -> Lock | None:
    """Hold `path` alone; None if somebody else keeps it longer than `patience` seconds."""
    return _take(path, fcntl.LOCK_EX, patience)


def is_held_alone(path: Path) -> bool:
    if not path.exists():
        return False
    probe = share(path)
    if probe is None:
        return True
    probe.close()
    return False


def _take(path: Path, kind: int, patience: float) -> Lock | None:
    deadline = time.monotonic() + patience
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as error:
        raise told(error, path) from error
    lock = Lock(descriptor)
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                lock.close()
                return None
            time.sleep(PAUSE)
        except BaseException:
            lock.close()
            raise
        else:
            return lock
