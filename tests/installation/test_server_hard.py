"""The server under kills, crowds, full disks and other accounts: slow, run by --all."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from opora.installation.home import Home
from opora.installation.postgres import cluster, locks, postmaster, processes, running, state, status, stop
from opora.installation.problems import InstallationProblem

pytestmark = pytest.mark.slow

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it mounts disks or becomes somebody else")
SOURCE = Path(sys.modules["opora"].__path__[0]).parent
SITE = Path(psycopg.__file__).parents[1]
PATIENCE = 30.0

CLIENT = """
import sys, time, psycopg
from pathlib import Path
from opora.installation.home import Home
from opora.installation.postgres import running
with running(Home(Path(sys.argv[1]))) as server:
    with psycopg.connect(server.url()) as connection:
        print(connection.execute("select count(*) from pg_database").fetchone()[0], flush=True)
    time.sleep(float(sys.argv[2]))
"""
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


FLOOD = "insert into fact select %s, string_agg(md5(random()::text), '') from generate_series(1, 30000)"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCE), str(SITE)))}


def _python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
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
            env=_environment(),
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
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=_environment(),
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


@contextlib.contextmanager
def _disk(where: Path, options: str) -> Iterator[Path]:
    where.mkdir(parents=True)
    where.chmod(0o711)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", where], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", where], check=True)


@AS_ROOT
def test_too_little_room_for_a_new_database_is_told(shelf: Path) -> None:
    with _disk(shelf / "small", "size=24m,mode=711") as disk:
        home = Home(disk / "opora")
        with pytest.raises(InstallationProblem) as refused, running(home):
            pass
        assert refused.value.message == (
            f"Для новой базы нужно 160 МБ, а на диске с папкой {disk}/opora/data столько нет:"
            " освободите место и повторите."
        )
        assert sorted(path.name for path in home.data.glob(".*")) == []


@AS_ROOT
def test_a_disk_that_fills_up_while_the_database_is_made_is_told(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _disk(shelf / "filling", "size=24m,mode=711") as disk:
        home = Home(disk / "opora")
        place = cluster.place(home)
        monkeypatch.setattr(cluster, "NEEDED_BYTES", 0)
        account = cluster.server_account()
        with pytest.raises(InstallationProblem) as refused:
            cluster.create(place, cluster.programs.for_server(account), account, durable=True)
        assert refused.value.message == (
            f"На диске с папкой {place.folder} кончилось место: освободите его и повторите."
        )
        assert place.data.exists() is False
        assert sorted(path.name for path in place.folder.glob(".*")) == []


@AS_ROOT
def test_a_full_disk_is_told_at_the_start_and_nothing_is_lost_when_it_is_emptied(shelf: Path) -> None:
    with _disk(shelf / "full", "size=300m,mode=711") as disk:
        home = Home(disk / "opora")
        with running(home) as server, psycopg.connect(server.dsn) as connection:
            connection.execute("create table fact as select 42 as n")
        ballast = disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as stream:
            while True:
                stream.write(b"\0" * 65536)
        with pytest.raises(InstallationProblem) as refused, running(home):
            pass
        assert "кончилось место: освободите его и повторите." in refused.value.message
        ballast.unlink()
        with running(home) as server, psycopg.connect(server.dsn) as connection:
            assert connection.execute("select n from fact").fetchone() == (42,)


@AS_ROOT
def test_a_disk_that_fills_up_under_a_running_server_loses_nothing_acknowledged(shelf: Path) -> None:
    with _disk(shelf / "flood", "size=260m,mode=711") as disk:
        home = Home(disk / "opora")
        acknowledged = 0
        with (
            running(home) as server,
            contextlib.suppress(psycopg.Error),
            psycopg.connect(server.dsn, autocommit=True) as connection,
        ):
            connection.execute("create table fact (n int, filler text)")
            for n in range(10_000):
                connection.execute(FLOOD, (n,))
                acknowledged = n + 1
        assert acknowledged > 10
        with contextlib.suppress(InstallationProblem), running(home):
            pass
        subprocess.run(["mount", "-o", "remount,size=600m", disk], check=True)
        with running(home) as server, psycopg.connect(server.dsn) as connection:
            kept = {n for (n,) in connection.execute("select n from fact").fetchall()}
        assert set(range(acknowledged)) - kept == set()


@AS_ROOT
def test_a_read_only_disk_is_told(shelf: Path) -> None:
    with (
        _disk(shelf / "readonly", "size=8m,mode=711,ro") as disk,
        pytest.raises(InstallationProblem) as refused,
    ):
        Home(disk / "opora").prepare()
    assert refused.value.message == (
        f"Нет права записи в {shelf}/readonly/opora: дайте его своей учётной записи"
        " или укажите другую папку в переменной OPORA_HOME."
    )


@AS_ROOT
def test_root_with_a_private_folder_keeps_its_database_where_the_server_can_walk(shelf: Path) -> None:
    private = Path(tempfile.mkdtemp(dir=shelf))  # mode 0700, like /root
    home = Home(private / "opora")
    try:
        with running(home) as server, psycopg.connect(server.dsn) as connection:
            place = cluster.place(home)
            assert place.folder.parent == Path("/var/lib/opora/clusters")
            assert (place.folder / "home").read_text() == f"{home.path}\n"
            assert place.data.owner() == processes.PROC.joinpath(str(status(home).pid)).owner() != "root"
            connection.execute("create table fact as select 42 as n")
        with running(home) as server, psycopg.connect(server.dsn) as connection:
            assert cluster.place(home) == place
            assert connection.execute("select n from fact").fetchone() == (42,)
    finally:
        stop(home)
        subprocess.run(["rm", "-rf", cluster.place(home).folder], check=True)


@AS_ROOT
def test_an_ordinary_user_runs_it_as_themselves(shelf: Path) -> None:
    """Needs an interpreter and sources that another account can reach: else there is nothing to try."""
    place = Path(tempfile.mkdtemp(dir=shelf))
    place.chmod(0o777)
    base = _python_for_anybody(place)
    as_nobody = ["runuser", "-u", "nobody", "--", *base]
    home = place / "opora"

    for _ in range(2):
        done = subprocess.run(
            [*as_nobody, "-c", CLIENT, str(home), "0"], capture_output=True, text=True, check=False,
            env=_environment(), cwd="/",
        )  # fmt: skip
        assert (done.stdout, done.stderr) == ("4\n", "")
    assert {path.name: (path.owner(), stat.S_IMODE(path.stat().st_mode)) for path in home.iterdir()} == {
        "data": ("nobody", 0o700),
        "files": ("nobody", 0o700),
        "backups": ("nobody", 0o700),
        "logs": ("nobody", 0o700),
        "locks": ("nobody", 0o700),
        "secret": ("nobody", 0o600),
    }
    with pytest.raises(InstallationProblem, match="принадлежит пользователю nobody"), running(Home(home)):
        pass

    home.joinpath("logs").chmod(0o500)
    refused = subprocess.run(
        [*as_nobody, "-c", CLIENT, str(home), "0"], capture_output=True, text=True, check=False,
        env=_environment(), cwd="/",
    )  # fmt: skip
    assert f"Нет права записи в {home}/logs" in refused.stderr.splitlines()[-1]


def _python_for_anybody(place: Path) -> list[str]:
    """Our interpreter if another account can run it, else a copy of it that it can."""
    copied = place / "python"
    as_nobody = ["runuser", "-u", "nobody", "--"]
    ours = [sys.executable]
    theirs = ["env", f"PYTHONHOME={copied}", f"LD_LIBRARY_PATH={copied}/lib", f"{copied}/bin/python"]
    for command in (ours, theirs):
        if command is theirs:
            _copy_python(copied)
        probe = [*as_nobody, *command, "-c", "import psycopg, opora.installation.postgres"]
        if not subprocess.run(
            probe, env=_environment(), cwd="/", capture_output=True, check=False
        ).returncode:
            return command
    pytest.skip("the sources or packages here cannot be reached by another account")


def _copy_python(target: Path) -> None:
    base, name = Path(sys.base_prefix), f"python{sys.version_info.major}.{sys.version_info.minor}"
    (target / "bin").mkdir(parents=True)
    shutil.copy2(Path(sys.executable).resolve(), target / "bin" / "python")
    left = shutil.ignore_patterns(
        "test", "tests", "site-packages", "config-*", "idlelib", "__pycache__", "ensurepip"
    )
    shutil.copytree(base / "lib" / name, target / "lib" / name, ignore=left)
    for library in (base / "lib").glob("libpython*.so*"):
        shutil.copy2(library, target / "lib")
    subprocess.run(["chmod", "-R", "a+rX", target], check=True)


def test_the_socket_of_a_stranger_is_not_used(used: Home, shelf: Path) -> None:
    place = cluster.place(used)
    account = cluster.server_account()
    folder = postmaster.socket_folder(place, account)
    folder.symlink_to(shelf)
    try:
        with pytest.raises(InstallationProblem, match=f"Папка {folder} занята кем-то другим"), running(used):
            pass
    finally:
        folder.unlink()
    assert shelf.is_dir()
