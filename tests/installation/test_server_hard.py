"""The server under kills and crowds: slow, run by --all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from installation.hard import AS_ROOT, CLIENT, environment
from opora.installation.home import Home
from opora.installation.postgres import cluster, locks, processes, running, state, status, stop

pytestmark = pytest.mark.slow

PATIENCE = 30.0
WRITER = """
import sys, psycopg
from pathlib import Path
from opora.installation.home import Home
from opora.installation.postgres import running
with running(Home(Path(sys.argv[1]))) as server, psycopg.connect(server.url(), autocommit=True) as connection:
    connection.execute("create table fact (n int)")
    for n in range(10**9):
        connection.execute("insert into fact values (%s)", (n,))
        print(n, flush=True)
"""


def _python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def _eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def _kill(pid: int | None) -> None:
    """Returns when it is dead: a kill takes its moment."""
    assert pid is not None
    victim = processes.process(pid)
    os.kill(pid, signal.SIGKILL)
    assert victim is None or victim.wait(PATIENCE)


def _keeper(home: Home) -> processes.Process:
    told = state.read(cluster.place(home).state)
    assert told is not None
    return told.keeper


def _nothing_runs(home: Home) -> bool:
    place = cluster.place(home)
    return not locks.is_held_alone(place.keeper) and not list(processes.servers_in(place.data))


@pytest.mark.parametrize("victims", ["keeper", "server", "both"])
def test_nothing_acknowledged_is_lost_by_kills(victims: str, used: Home) -> None:
    writer = _python(WRITER, used.path)
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(300)]
    keeper, server = _keeper(used), status(used).pid
    if victims in ("keeper", "both"):
        _kill(keeper.pid)
    if victims in ("server", "both"):
        _kill(server)
    _kill(writer.pid)
    acknowledged += [int(line) for line in writer.stdout.read().splitlines() if line.isdigit()]
    writer.stdout.close()
    writer.wait()

    with running(used) as again, psycopg.connect(again.dsn) as connection:
        kept = {n for (n,) in connection.execute("select n from fact").fetchall()}
    # One more may have been written and its acknowledgement not printed.
    assert kept - set(acknowledged) <= {max(acknowledged) + 1}
    assert set(acknowledged) - kept == set()
    assert _nothing_runs(used)


def test_a_killed_server_is_started_again_while_it_is_needed(used: Home) -> None:
    with running(used) as server:
        first = status(used).pid
        _kill(first)
        _eventually(lambda: status(used).kind == "running" and status(used).pid != first)
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert _nothing_runs(used)


def test_an_orphan_goes_on_serving_and_is_taken_over(used: Home) -> None:
    with running(used) as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        before = status(used)
        keeper = _keeper(used)
        _kill(keeper.pid)
        assert (status(used).kind, status(used).pid) == ("orphaned", before.pid)

        with running(used):
            assert (status(used).kind, status(used).pid) == ("running", before.pid)
            assert connection.execute("select 1").fetchone() == (1,)
    assert _nothing_runs(used)


@AS_ROOT
def test_root_of_a_container_finds_its_orphan_too(used: Home) -> None:
    """There root may not look into the processes of others, those of the service account among them."""
    contained = ["setpriv", "--bounding-set", "-sys_ptrace", sys.executable]
    with running(used):
        before = status(used)
        _kill(_keeper(used).pid)
        done = subprocess.run(
            [*contained, "-c", f"import os; os.readlink('/proc/{before.pid}/exe')"],
            capture_output=True,
            check=False,
        )
        assert b"PermissionError" in done.stderr

        client = subprocess.Popen(
            [*contained, "-c", CLIENT, str(used.path), "600"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert client.stdout is not None
        assert client.stdout.readline() == "4\n"
        assert (status(used).kind, status(used).pid) == ("running", before.pid)
        client.kill()
        client.communicate()
    assert _nothing_runs(used)


def test_an_orphan_can_be_stopped(used: Home) -> None:
    with running(used):
        keeper = _keeper(used)
        _kill(keeper.pid)
        assert stop(used) is True
        assert status(used).kind == "stopped"


def test_a_long_running_command_replaces_a_killed_keeper(used: Home) -> None:
    with running(used, watch=True) as server:
        keeper = _keeper(used)
        _kill(keeper.pid)
        _eventually(lambda: status(used).kind == "running" and _keeper(used) != keeper)
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert _nothing_runs(used)


def test_many_first_starts_at_once_share_one_server(home: Home) -> None:
    crowd = [_python(CLIENT, home.path, 0.02 * n) for n in range(12)]
    told = [client.communicate(timeout=120)[0] for client in crowd]

    assert [client.returncode for client in crowd] == [0] * 12
    assert told == ["4\n"] * 12
    assert home.logs.joinpath("postgresql.log").read_text().count("starting PostgreSQL") >= 1
    assert _nothing_runs(home)


def test_coming_and_going_never_meets_a_closed_door(used: Home) -> None:
    """Starts that fall into the stopping of the one before."""
    crowd = [_python(CLIENT, used.path, 0) for _ in range(3)]
    for _ in range(6):
        for client in crowd:
            assert client.communicate(timeout=60) == ("4\n", None)
            assert client.returncode == 0
        crowd = [_python(CLIENT, used.path, 0.05 * n) for n in range(3)]
    for client in crowd:
        assert client.communicate(timeout=60) == ("4\n", None)
    assert _nothing_runs(used)


def test_clients_that_are_killed_count_as_gone(used: Home) -> None:
    crowd = [_python(CLIENT, used.path, 600) for _ in range(3)]
    for client in crowd:
        assert client.stdout is not None
        assert client.stdout.readline() == "4\n"
    for client in crowd:
        client.kill()
        client.communicate()
    _eventually(lambda: _nothing_runs(used))


def test_the_server_of_one_command_outlives_it_for_the_other(used: Home) -> None:
    first = _python(CLIENT, used.path, 1)
    assert first.stdout is not None
    assert first.stdout.readline() == "4\n"
    with running(used) as server, psycopg.connect(server.dsn) as connection:
        pid = status(used).pid
        first.communicate(timeout=60)
        assert status(used).pid == pid
        assert connection.execute("select 1").fetchone() == (1,)
    assert _nothing_runs(used)


def test_ctrl_c_on_the_command_does_not_kill_the_server_under_others(used: Home) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(used.path), "600"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(),
        start_new_session=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline() == "4\n"
    with running(used) as server, psycopg.connect(server.dsn) as connection:
        os.killpg(first.pid, signal.SIGINT)
        first.communicate(timeout=60)
        assert connection.execute("select 1").fetchone() == (1,)
    assert _nothing_runs(used)


def test_a_cluster_for_tests_is_made_anew_after_a_kill(home: Home) -> None:
    with running(home, durable=False) as server:
        with psycopg.connect(server.dsn) as connection:
            connection.execute("create table fact (n int)")
        keeper, pid = _keeper(home), status(home).pid
        _kill(keeper.pid)
        _kill(pid)
    with running(home, durable=False) as server, psycopg.connect(server.dsn) as connection:
        assert connection.execute("select to_regclass('fact')").fetchone() == (None,)
