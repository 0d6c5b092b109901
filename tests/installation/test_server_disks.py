"""The server on full and read-only disks and under other accounts: slow, run by --all."""

import contextlib
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from installation.hard import AS_ROOT, CLIENT, environment
from opora.installation.home import Home
from opora.installation.postgres import cluster, postmaster, processes, running, status, stop
from opora.installation.problems import InstallationProblem

pytestmark = pytest.mark.slow

FLOOD = "insert into fact select %s, string_agg(md5(random()::text), '') from generate_series(1, 30000)"


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
            env=environment(), cwd="/",
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
        env=environment(), cwd="/",
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
        if not subprocess.run(probe, env=environment(), cwd="/", capture_output=True, check=False).returncode:
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
