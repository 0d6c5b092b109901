"""A process that has imported the program: each command is a child of it, with a memory of its own, and starts at once.

A start of `opora` takes seconds of imports. Here they happen once, before the first command; what a command
does happens in its own process all the same. `python -m cli.forking` reads orders, one JSON in a line:
{"words": […], "out": path, "err": path}; it answers each with the exit code.
"""

import atexit
import gc
import json
import os
import select
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn

TESTS = Path(__file__).resolve().parents[1]


class Forking:
    """The process beside the tests; `end` ends it."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._out, self._err = folder / "command.out", folder / "command.err"
        path = os.pathsep.join((environment["PYTHONPATH"], str(TESTS)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cli.forking"],
            cwd=TESTS.parent,
            env={**environment, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "opora.config.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Forking":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """It keeps nothing that would have to be put away."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def run(self, words: Sequence[str], *, seconds: int) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"words": list(words), "out": str(self._out), "err": str(self._err)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        heard, _, _ = select.select([self._process.stdout], [], [], seconds)
        assert heard, f"no answer in {seconds} s: opora {' '.join(words)}"
        return int(self._process.stdout.readline()), self._out.read_text(), self._err.read_text()


def _import() -> None:
    """Whatever a command could need; the settings are those of the environment."""
    import django

    django.setup()
    import opora.cli.main
    import opora.config.urls  # noqa: F401


def _become(order: dict[str, str]) -> None:
    """In the child: the standard streams and the words of the command."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["opora", *order["words"]]


def _end(main: Callable[[], None]) -> NoReturn:
    """Do it and be gone: tearing down everything imported would take longer than most commands."""
    code: int | str | None = 1
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _serve() -> None:
    _import()
    gc.collect()
    gc.freeze()
    from opora.cli.main import main

    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line))
            _end(main)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
