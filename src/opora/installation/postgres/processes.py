"""Who a process is, so that no signal ever reaches a stranger.

A number alone does not name a process: numbers come round again. The number, the moment
of its start and the moment of this boot do.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
DELETED = " (deleted)"
SERVER_NAMES = ("postgres", "postmaster")


@dataclass(frozen=True)
class Process:
    """One process of this boot. `started` is in clock ticks since the boot."""

    pid: int
    started: int
    boot: str

    def is_alive(self) -> bool:
        """False for a zombie too: it runs nothing and only waits for its parent."""
        return process(self.pid) == self

    def send(self, signum: signal.Signals) -> bool:
        """Signal this very process. False if it is gone: whoever has its number now is left alone."""
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return False
        except OSError:
            # Sandboxes without pidfd: the check and the signal are then two steps.
            return self._send_by_number(signum)
        try:
            # The handle is fixed to one process, so the check after opening cannot grow old.
            if not self.is_alive():
                return False
            signal.pidfd_send_signal(handle, signum)
        except ProcessLookupError:
            return False
        finally:
            os.close(handle)
        return True

    def _send_by_number(self, signum: signal.Signals) -> bool:
        if not self.is_alive():
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signum)
            return True
        return False

    def wait(self, seconds: float) -> bool:
        """True once it has ended, False if it still runs after `seconds`."""
        deadline = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        return True


def boot() -> str:
    return (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def process(pid: int) -> Process | None:
    """The running process with this number, None if there is none or it is a zombie."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in brackets may hold spaces and brackets of its own.
    fields = stat.rpartition(")")[2].split()
    if fields[0] in "ZXx":
        return None
    return Process(pid=pid, started=int(fields[19]), boot=boot())


def myself() -> Process:
    me = process(os.getpid())
    assert me is not None
    return me


def program(pid: int) -> Path | None:
    """The file this process runs; None if it is gone or belongs to another account."""
    file = _link(pid, "exe")
    return None if file is None else Path(file.removesuffix(DELETED))


def _link(pid: int, name: str) -> str | None:
    try:
        return str((PROC / str(pid) / name).readlink())
    except PermissionError:
        return _link_seen_by_its_owner(pid, name) if os.geteuid() == 0 else None
    except OSError:
        return None


def _link_seen_by_its_owner(pid: int, name: str) -> str | None:
    """In a container root may lack the right to look into others' processes; their account has it.

    Without it an orphan of ours would be taken for none, and a second server started beside it.
    """
    try:
        about = (PROC / str(pid)).stat()
        done = subprocess.run(
            ["readlink", f"/proc/{pid}/{name}"],  # noqa: S607 (its place differs between systems)
            capture_output=True, text=True, check=False, cwd="/",
            user=about.st_uid, group=about.st_gid, extra_groups=[],
        )  # fmt: skip
    except OSError:
        return None
    return done.stdout.strip() or None


def is_server_in(pid: int, folder: Path) -> bool:
    """Whether this is a PostgreSQL process of the cluster in `folder`: they all work in it.

    A person's shell that happens to stand there is not.
    """
    running = program(pid)
    return running is not None and running.name in SERVER_NAMES and _link(pid, "cwd") == str(folder.resolve())


def servers_in(folder: Path) -> Iterator[int]:
    """Numbers of the running PostgreSQL processes of the cluster in `folder`."""
    owner = folder.stat().st_uid
    for entry in PROC.iterdir():
        if entry.name.isdigit() and _belongs_to(entry, owner) and is_server_in(int(entry.name), folder):
            yield int(entry.name)


def _belongs_to(entry: Path, owner: int) -> bool:
    try:
        return entry.stat().st_uid == owner and process(int(entry.name)) is not None
    except OSError:
        return False
