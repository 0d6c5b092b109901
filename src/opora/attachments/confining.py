"""What the child may do once it is ready to read: compute and answer, nothing else."""

from __future__ import annotations

import os
import resource
import sys
from typing import Any

# a lazy import of a library reads its own files
_OF_PYTHON = (".py", ".pyc", ".so", ".dylib")
_SHUT = {"socket", "subprocess", "shutil", "os", "ctypes", "pty", "urllib", "http", "ftplib", "smtplib"}
_SEEN_BY_IMPORTS = {"os.listdir", "os.scandir"}


def confine(*, processor_seconds: int, memory: int, answer: int) -> None:
    """Limits of the kernel, then closed doors: nothing here takes them back.

    `answer` bounds every file written, so standard output too where it is a file.
    """
    # at the soft limit comes a signal of its own, at the hard one an end like any other
    _limit(resource.RLIMIT_CPU, processor_seconds, processor_seconds + 1)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, answer)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_refuse)


def _limit(what: int, most: int, hard: int | None = None) -> None:
    _, allowed = resource.getrlimit(what)
    hard = most if hard is None else hard
    if allowed != resource.RLIM_INFINITY:
        most, hard = min(most, allowed), min(hard, allowed)
    try:
        resource.setrlimit(what, (most, hard))
    except (ValueError, OSError):
        # macOS knows no limit of address space; the others it keeps
        if sys.platform != "darwin" or what != resource.RLIMIT_AS:
            raise


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Called by the interpreter before whatever touches the world."""
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes or not str(path).endswith(_OF_PYTHON):
            raise PermissionError(f"a reader of documents may not open {path!r} ({mode})")
    elif event.partition(".")[0] in _SHUT and event not in _SEEN_BY_IMPORTS:
        raise PermissionError(f"a reader of documents may not {event}")
