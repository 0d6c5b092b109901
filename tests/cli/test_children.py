"""What `up` starts and ends: a Ctrl-C reaches it alone, and nothing of its children stays."""

import os
import shlex
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from opora.cli import serving

#: neither it nor its own child ends when it is asked to
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; print('there', flush=True); time.sleep(60)"])
print(inner.pid, flush=True)
time.sleep(60)
"""


def test_a_child_is_out_of_reach_of_the_terminal_and_ends_with_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(serving, "GRACE_SECONDS", 0.2)
    said = tmp_path / "said"
    command = ["/bin/sh", "-c", f"exec {sys.executable} -c {shlex.quote(STUBBORN)} > {said}"]
    child = serving._child(command, dict(os.environ))
    assert os.getpgid(child.pid) == child.pid != os.getpgid(0)
    _until(lambda: said.exists() and len(said.read_text().split()) == 2)
    inner = next(int(word) for word in said.read_text().split() if word.isdigit())
    serving._end({"web": child})
    assert child.returncode == -signal.SIGKILL
    _until(lambda: not _lives(inner))


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
