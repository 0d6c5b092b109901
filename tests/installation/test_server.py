"""The server joined, shared, left; and what must never be signalled."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from opora.installation.home import Home
from opora.installation.postgres import (
    Server,
    Status,
    binaries,
    cluster,
    postmaster,
    processes,
    running,
    status,
    stop,
)
from opora.installation.postgres.cluster import Cluster
from opora.installation.problems import InstallationProblem


@pytest.fixture
def stale(used: Home) -> Iterator[tuple[Home, Cluster, subprocess.Popen[bytes]]]:
    """A stopped installation and a stranger's process."""
    stranger = subprocess.Popen(["sleep", "600"])
    yield used, cluster.place(used), stranger
    stranger.kill()
    stranger.wait()


def _leave_pid_file(place: Cluster, pid: int, sockets: str = "/tmp") -> None:
    lines = [str(pid), str(place.data), "1700000000", "5432", sockets, "", " 1 1", "ready   "]
    (place.data / "postmaster.pid").write_text("\n".join(lines) + "\n")


def test_the_database_speaks_russian_and_trusts_no_stranger(shared: tuple[Home, Server]) -> None:
    with psycopg.connect(shared[1].dsn) as connection:
        row = connection.execute(
            "select current_user::text, lower('ЁЖИК'), to_tsvector('russian', 'школам')::text,"
            " current_setting('server_encoding'), current_setting('listen_addresses'),"
            " (select rolsuper from pg_roles where rolname = current_user),"
            " (select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'opora')"
        ).fetchone()
    assert row == ("opora", "ёжик", "'школ':1", "UTF8", "", False, "b C.UTF-8")


def test_names_of_databases_can_be_made_by_the_role_of_the_program(shared: tuple[Home, Server]) -> None:
    with psycopg.connect(shared[1].dsn, autocommit=True) as connection:
        connection.execute("create database made_by_tests")
        connection.execute("drop database made_by_tests")


def test_the_owner_of_the_cluster_may_enter_too(shared: tuple[Home, Server]) -> None:
    with psycopg.connect(shared[1].owner_url) as connection:
        assert connection.execute("select current_user::text").fetchone() == ("postgres",)


def test_the_last_one_out_stops_the_server(home: Home) -> None:
    assert status(home) == Status(kind="stopped")

    with running(home) as first:
        with running(home) as second:
            assert second == first
            pid = status(home).pid
        assert (status(home).kind, status(home).pid) == ("running", pid)

    place = cluster.place(home)
    assert status(home) == Status(kind="stopped", data=place.folder)
    assert list(processes.servers_in(place.data)) == []
    assert sorted(path.name for path in place.folder.iterdir()) == [
        "clients.lock",
        "cluster",
        "keeper.lock",
        "location",
        "starting.lock",
    ]


def test_what_was_written_is_there_at_the_next_start(used: Home) -> None:
    with running(used) as server, psycopg.connect(server.dsn) as connection:
        connection.execute("create table fact as select 42 as value")
    with running(used) as server, psycopg.connect(server.dsn) as connection:
        assert connection.execute("select value, current_setting('fsync') from fact").fetchone() == (42, "on")


def test_down_stops_it_under_everybody(used: Home) -> None:
    with running(used) as server:
        assert stop(used) is True
        assert status(used).kind == "stopped"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.dsn)
    assert stop(used) is False


def test_a_server_named_by_the_environment_is_used_and_nothing_is_started(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://anna:geheim@db.example.org/opora")

    with running(home) as server:
        assert server == Server(dsn="postgres://anna:geheim@db.example.org/opora", embedded=False)
    assert status(home) == Status(kind="external", url="postgres://anna@db.example.org/opora")
    assert stop(home) is False
    assert home.path.exists() is False


def test_a_cluster_for_tests_is_never_opened_for_work(shared: tuple[Home, Server]) -> None:
    with pytest.raises(InstallationProblem, match="уже открыта для проверок"), running(shared[0]):
        pass


def test_a_stopped_cluster_for_tests_neither(home: Home) -> None:
    with running(home, durable=False):
        pass
    with (
        pytest.raises(InstallationProblem, match="создана для проверок, а открывают её для работы"),
        running(home),
    ):
        pass


def test_a_stranger_with_the_number_of_a_former_server_is_left_alone(
    stale: tuple[Home, Cluster, subprocess.Popen[bytes]],
) -> None:
    home, place, stranger = stale
    _leave_pid_file(place, stranger.pid)
    assert stop(home) is False

    with running(home):
        assert status(home).pid != stranger.pid
    assert stranger.poll() is None


def test_a_zombie_with_the_number_of_a_former_server_holds_nothing(
    stale: tuple[Home, Cluster, subprocess.Popen[bytes]],
) -> None:
    home, place, stranger = stale
    stranger.kill()
    while processes.process(stranger.pid):
        pass  # not waited for: it stays a zombie
    _leave_pid_file(place, stranger.pid)

    with running(home):
        assert status(home).kind == "running"


def test_a_server_that_is_not_ours_on_our_data_is_told_and_left_alone(
    stale: tuple[Home, Cluster, subprocess.Popen[bytes]], shelf: Path
) -> None:
    home, place, _ = stale
    program = shelf / "foreign" / "postgres"
    program.parent.mkdir(exist_ok=True)
    program.parent.chmod(0o755)
    shutil.copy2(shutil.which("sleep") or "", program)
    # PostgreSQL never runs as root: a foreign one runs as the data's owner.
    foreign = subprocess.Popen([program, "600"], cwd=place.data, user=place.data.stat().st_uid)
    try:
        _leave_pid_file(place, foreign.pid)
        with pytest.raises(InstallationProblem) as refused, running(home):
            pass
        assert refused.value.message == (
            f"С базой в {place.data} работает другая программа (процесс {foreign.pid}):"
            " остановите её и повторите."
        )
        assert foreign.poll() is None
        assert postmaster._pid_file(place)[0] == str(foreign.pid)
    finally:
        foreign.kill()
        foreign.wait()


def test_no_signal_reaches_the_next_owner_of_a_number() -> None:
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        now = processes.process(stranger.pid)
        assert now is not None
        former = processes.Process(pid=now.pid, started=now.started - 1, boot=now.boot)
        before_the_boot = processes.Process(pid=now.pid, started=now.started, boot="another")

        for wrong in (former, before_the_boot):
            assert wrong.send(processes.signal.SIGKILL) is False
        assert stranger.poll() is None
        assert now.send(processes.signal.SIGKILL) is True
    finally:
        stranger.kill()
        stranger.wait()


def test_data_of_another_major_version_are_told_and_not_touched(
    stale: tuple[Home, Cluster, subprocess.Popen[bytes]],
) -> None:
    home, place, _ = stale
    (place.data / "PG_VERSION").write_text("17\n")

    with (
        pytest.raises(InstallationProblem, match=r"База создана PostgreSQL 17, .*база не тронута"),
        running(home),
    ):
        pass
    assert (place.data / "PG_VERSION").read_text() == "17\n"


def test_a_lost_folder_of_the_database_is_told(stale: tuple[Home, Cluster, subprocess.Popen[bytes]]) -> None:
    home, _, _ = stale
    (home.data / "location").write_text("/nonexistent/cluster\n")

    with (
        pytest.raises(InstallationProblem, match="Не нашли папку базы данных /nonexistent/cluster"),
        running(home),
    ):
        pass


def test_the_socket_path_is_short_however_deep_the_installation_lies(shelf: Path) -> None:
    deep = Cluster(shelf.joinpath(*["папка" * 10] * 6), shelf / "log")
    for account in (
        binaries.Account("opora", 999, 999, True),
        binaries.Account("anna", 2**32 - 2, 1000, False),
    ):
        path = postmaster.socket_folder(deep, account) / ".s.PGSQL.5432"
        assert len(os.fsencode(path)) < 50


def test_a_keeper_needs_little_to_start(shelf: Path) -> None:
    code = "import sys, opora.installation.postgres.keeper\nprint('psycopg' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
