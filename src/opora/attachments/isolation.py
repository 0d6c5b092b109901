"""A stranger's file is read in a child process with bounded time, memory and output, see docs/adr.

The child gets the bytes, nothing of our environment, and answers in JSON; whatever happens to it,
the worst that comes out is a refusal.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from opora.attachments import worker
from opora.attachments.papers import MEGABYTE, Kind, NotAPaper
from opora.attachments.refusals import SECONDS, refused

type Task = Literal["inspect", "preview", "tables"]

logger = logging.getLogger(__name__)

# the child finds this very package, however it was installed, after everything of the standard library
_START = "import sys; sys.path.append(sys.argv[1]); from opora.attachments.worker import main; main()"
_ROOT = str(Path(__file__).resolve().parents[2])

_AT_ONCE = 2
_room = threading.BoundedSemaphore(_AT_ONCE)


class ReaderFailed(RuntimeError):
    """The child did not even start: the installation is at fault, not the file."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one reading may take: seconds of the clock and of the processor, bytes."""

    seconds: float = SECONDS
    processor_seconds: int = SECONDS
    memory: int = 1024 * MEGABYTE
    answer: int = 32 * MEGABYTE


def read(task: Task, kind: Kind, data: bytes, bounds: Bounds | None = None) -> Any:
    """What the child answers to the task; raises NotAPaper as it did, or for what became of it.

    No more than two read at once in this process; another waits its turn as long as a file may take.
    """
    bounds = bounds or Bounds()
    if not _room.acquire(timeout=bounds.seconds):
        raise refused("busy")
    try:
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
            code = _run(task, kind, data, bounds, answer, said)
            return _answered(code, kind, answer, said)
    finally:
        _room.release()


def _run(task: Task, kind: Kind, data: bytes, bounds: Bounds, answer: IO[bytes], said: IO[bytes]) -> int:
    """The child's exit code; raises NotAPaper where it was not done in time."""
    command = [sys.executable, "-I", "-B", "-c", _START, _ROOT, task, kind]
    command += [str(bounds.processor_seconds), str(bounds.memory), str(bounds.answer)]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=answer,
            stderr=said,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            timeout=bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refused("slow") from error
    return done.returncode


def _answered(code: int, kind: Kind, answer: IO[bytes], said: IO[bytes]) -> Any:
    for stream in (answer, said):
        stream.seek(0)
    words = said.read(10_000).decode("utf-8", "replace").strip()
    if words:
        logger.warning("reading an attached %s: %s", kind, words)
    match code:
        case 0:
            told = _parsed(answer, kind)
            if "refused" in told:
                raise NotAPaper(*told["refused"])
            return told["value"]
        case worker.TOO_MUCH:
            raise refused("too-much-text")
        case worker.NO_MEMORY:
            raise refused("memory")
        case value if value == -signal.SIGXCPU:
            raise refused("slow")
        case value if value == -signal.SIGKILL:
            raise refused("memory")
        case value if value < 0:
            raise refused(f"damaged-{kind}")
    raise ReaderFailed(words or f"exit code {code}")


def _parsed(answer: IO[bytes], kind: Kind) -> Any:
    try:
        return json.load(answer)
    except ValueError as error:
        # cut off without a word: the bound of what a child may write was reached
        raise refused(f"damaged-{kind}") from error
