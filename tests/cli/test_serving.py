"""Serving: the demonstration and `up`, from the first line to the last process gone."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from .conftest import ROOT, Opora

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_demonstration_serves_and_ends_on_a_signal(opora: Opora, number: signal.Signals) -> None:
    port = free_port()
    environment = {**os.environ, **opora("status", "--json").environment, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "opora", "demo", "--json", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    assert told["address"] == f"http://127.0.0.1:{port}"
    process.stdout.close()
    with urllib.request.urlopen(f"{told['address']}/account/login/") as page:
        assert (page.status, "Войти" in page.read().decode()) == (200, True)
        assert "style-src 'self'" in page.headers["Content-Security-Policy"]
    assert opora("status", "--json").json["address"] == told["address"]
    family = children_of(process.pid)
    process.send_signal(number)
    assert process.wait(60) == 0
    assert [pid for pid in family if Path(f"/proc/{pid}/exe").exists()] == []
    assert opora("status", "--json").json["address"] is None


def test_up_is_stopped_by_down_and_refuses_a_second_one(opora: Opora) -> None:
    port = free_port()
    environment = {**os.environ, **opora("status", "--json").environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "opora", "up", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    busy = opora("up", "--port", str(port))
    assert (busy.code, "занят" in busy.err) == (1, True)
    second = opora("up", "--port", str(free_port()))
    assert (second.code, "уже работает" in second.err) == (1, True)
    assert opora("down").code == 0
    assert process.wait(40) == 0
