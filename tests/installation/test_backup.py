"""Backup and restore: every row and every file back, or nothing touched."""

import errno
import json
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from opora.installation.addresses import Address
from opora.installation.backup import BackupReport, RestoreReport, back_up, databases, restore
from opora.installation.home import Home
from opora.installation.postgres.binaries import tool
from opora.installation.problems import InstallationProblem

AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)

CONTENT = """
create table school
  (id bigint generated always as identity primary key, name text not null unique, notes jsonb);
insert into school (name, notes) select 'Школа № ' || n, jsonb_build_object('строка', repeat('ё', n))
  from generate_series(1, 300) n;
create schema results;
create table results.fact (school bigint not null references school, share numeric(6, 4), at timestamptz);
insert into results.fact
  select id, id / 7.0, timestamptz '2026-09-01 12:00Z' + id * interval '1 hour' from school;
create table empty (id int);
create function forbid() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
create trigger locked before delete on school for each row execute function forbid();
"""

GUARDED = """
create table sheet (words text);
insert into sheet values ('первый'), ('второй');
alter table sheet enable row level security, force row level security;
create policy shown on sheet for select using (current_setting('opora.reads_answers', true) = 'yes');
"""


def _rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the database prints them."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "select schemaname || '.' || tablename from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema') order by 1"
        ).fetchall()
        return {
            str(name): connection.execute(f"select t::text from {name} t order by 1").fetchall()  # type: ignore[arg-type]
            for (name,) in tables
        }


def _files(home: Home) -> dict[str, bytes]:
    return {
        str(path.relative_to(home.files)): path.read_bytes()
        for path in home.files.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def full(tmp_path: Path, database: str) -> tuple[Home, str]:
    """An installation with rows and files."""
    with psycopg.connect(database) as connection:
        connection.execute(CONTENT)
    home = Home(tmp_path / "full").prepare()
    (home.files / "2026").mkdir()
    (home.files / "2026" / "протокол.xlsx").write_bytes(os.urandom(3_000_000))
    (home.files / "empty.csv").write_bytes(b"")
    return home, database


@pytest.fixture
def empty(tmp_path: Path, shared: tuple[Home, object]) -> tuple[Home, str]:
    """A new installation on the same server."""
    url = str(getattr(shared[1], "dsn"))  # noqa: B009
    name = f"empty_{os.urandom(4).hex()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # type: ignore[arg-type]
    return Home(tmp_path / "empty").prepare(), url.replace("/opora?", f"/{name}?")


@pytest.fixture
def archive(full: tuple[Home, str]) -> Path:
    home, url = full
    return back_up(home, url, home.backups, at=AT).path


def test_a_backup_is_one_private_file_that_says_what_it_holds(full: tuple[Home, str]) -> None:
    home, url = full

    report = back_up(home, url, home.backups, at=AT)

    path = home.backups / "opora-20260914-093000.zip"
    assert report == BackupReport(path=path, size=path.stat().st_size, tables=3, rows=600, files=2)
    assert [entry.name for entry in home.backups.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        assert sorted(packed.namelist()) == sorted([*manifest["members"], "manifest.json"])
    assert manifest["tables"] == {"public.empty": 0, "public.school": 300, "results.fact": 300}
    assert manifest["made_at"] == "2026-09-14T09:30:00+00:00"


def test_everything_comes_back_into_an_empty_installation(
    archive: Path, full: tuple[Home, str], empty: tuple[Home, str]
) -> None:
    report = restore(*empty, archive)

    assert report == RestoreReport(
        made_at="2026-09-14T09:30:00+00:00", version="0.1.0", tables=3, rows=600, files=2, previous=None
    )
    assert _rows(empty[1]) == _rows(full[1])
    assert _files(empty[0]) == _files(full[0])
    assert sorted(path.name for path in empty[0].path.iterdir() if path.name.startswith(".")) == []
    assert _leftover_databases(empty[1]) == []


def test_answers_that_wait_for_others_are_left_out(full: tuple[Home, str], empty: tuple[Home, str]) -> None:
    home, url = full
    with psycopg.connect(url) as connection:
        connection.execute("create table surveys_inbox (batch int, sealed bytea) partition by list (batch)")
        connection.execute("create table surveys_inbox_1 partition of surveys_inbox for values in (1)")
        connection.execute("insert into surveys_inbox values (1, 'sealed')")

    restore(*empty, back_up(home, url, home.backups, at=AT).path)

    rows = _rows(empty[1])
    assert rows["public.surveys_inbox_1"] == []
    assert len(rows["public.school"]) == 300


def test_what_row_security_hides_from_the_owner_is_saved(
    full: tuple[Home, str], empty: tuple[Home, str]
) -> None:
    home, url = full
    with psycopg.connect(url) as connection:
        connection.execute(GUARDED)

    restore(*empty, back_up(home, url, home.backups, at=AT).path)

    for each in (url, empty[1]):
        with psycopg.connect(each) as connection:
            assert connection.execute("select words from sheet").fetchall() == []
            connection.execute("set opora.reads_answers = 'yes'")
            assert connection.execute("select words from sheet").fetchall() == [("первый",), ("второй",)]


def test_what_came_back_works_on(archive: Path, empty: tuple[Home, str]) -> None:
    restore(*empty, archive)

    with psycopg.connect(empty[1]) as connection:
        new = connection.execute("insert into school (name) values ('Новая') returning id").fetchone()
        assert new == (301,)
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("delete from school")


def test_a_full_installation_is_refused_and_kept(archive: Path, full: tuple[Home, str]) -> None:
    before = _rows(full[1]), _files(full[0])

    with pytest.raises(InstallationProblem, match="уже есть данные"):
        restore(*full, archive)
    assert (_rows(full[1]), _files(full[0])) == before


def test_files_alone_make_it_full_too(archive: Path, empty: tuple[Home, str]) -> None:
    (empty[0].files / "note.txt").write_text("наше")

    with pytest.raises(InstallationProblem, match="уже есть данные"):
        restore(*empty, archive)
    assert _files(empty[0]) == {"note.txt": "наше".encode()}


def test_replacing_saves_the_former_content_first(
    archive: Path, full: tuple[Home, str], empty: tuple[Home, str]
) -> None:
    with psycopg.connect(full[1]) as connection:
        connection.execute("insert into empty values (1), (2)")
    (full[0].files / "later.txt").write_text("позже")
    later = _rows(full[1]), _files(full[0])

    report = restore(*full, archive, replace=True, at=AT)

    assert report.previous == full[0].backups / "before-restore-20260914-093000.zip"
    assert len(_rows(full[1])["public.empty"]) == 0
    assert sorted(_files(full[0])) == ["2026/протокол.xlsx", "empty.csv"]
    restore(*empty, report.previous)
    assert (_rows(empty[1]), _files(empty[0])) == later


def _flip_a_byte(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        entry = packed.getinfo("database.dump")
    with path.open("r+b") as stream:
        stream.seek(entry.header_offset + 2000)
        byte = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte[0] ^ 1]))


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _rewrite(path: Path, change: Callable[[dict[str, bytes], dict[str, object]], None]) -> None:
    """The archive with members changed and hashes made to fit: a forger's work."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
        packed.writestr("manifest.json", json.dumps(manifest))


def _drop_a_file(path: Path) -> None:
    _rewrite(path, lambda members, _: members.pop("files/empty.csv") and None)


def _climb_out(path: Path) -> None:
    def change(members: dict[str, bytes], manifest: dict[str, object]) -> None:
        known = manifest["members"]
        assert isinstance(known, dict)
        known["files/../../escaped"] = known.pop("files/empty.csv")
        members["files/../../escaped"] = members.pop("files/empty.csv")

    _rewrite(path, change)


def _overwrite_with_text(path: Path) -> None:
    path.write_text("Это не архив.")


@pytest.mark.parametrize("spoil", [_flip_a_byte, _cut, _drop_a_file, _climb_out, _overwrite_with_text])
def test_a_damaged_archive_is_refused_before_anything_is_touched(
    spoil: Callable[[Path], None], archive: Path, full: tuple[Home, str]
) -> None:
    before = _rows(full[1]), _files(full[0])
    spoil(archive)

    with pytest.raises(InstallationProblem, match="повреждена или это не копия Опоры"):
        restore(*full, archive, replace=True)
    assert (_rows(full[1]), _files(full[0])) == before
    assert [path.name for path in full[0].backups.iterdir()] == [archive.name]
    assert sorted(full[0].path.parent.glob("**/escaped")) == []


@pytest.mark.parametrize("change", [{"format": 2}, {"version": "0.2.0"}, {"postgresql": "99.1"}])
def test_an_archive_of_a_newer_version_is_refused(
    change: dict[str, object], archive: Path, empty: tuple[Home, str]
) -> None:
    _rewrite(archive, lambda _, manifest: manifest.update(change))

    with pytest.raises(InstallationProblem, match="более новой версией"):
        restore(*empty, archive)
    assert _rows(empty[1]) == {}


def test_rows_that_do_not_add_up_leave_everything_as_it_was(archive: Path, full: tuple[Home, str]) -> None:
    before = _rows(full[1]), _files(full[0])
    _rewrite(archive, lambda _, manifest: manifest.update({"tables": {"public.school": 299}}))

    with pytest.raises(InstallationProblem, match="число строк не совпало"):
        restore(*full, archive, replace=True)
    assert (_rows(full[1]), _files(full[0])) == before
    assert _leftover_databases(full[1]) == []


def test_files_that_cannot_move_bring_the_database_back(
    archive: Path, full: tuple[Home, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _rows(full[1]), _files(full[0])
    moved = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.parent.name.startswith(".restoring-"):
            raise OSError(errno.EIO, "Input/output error")
        return moved(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(InstallationProblem, match="Не получилось прочитать или записать"):
        restore(*full, archive, replace=True)
    monkeypatch.undo()
    assert (_rows(full[1]), _files(full[0])) == before
    assert _leftover_databases(full[1]) == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_restore_killed_at_the_swap_is_finished_by_the_next(
    committed: bool, archive: Path, full: tuple[Home, str]
) -> None:
    home, url = full
    address = Address.parse(url)
    old = f"opora_replaced_{address.database}"
    former = home.path / f".former-files-{old}"
    home.files.rename(former)
    home.files.mkdir()
    (home.files / "came.txt").write_text("из копии")
    if committed:
        with psycopg.connect(address.url(database="postgres"), autocommit=True) as connection:
            connection.execute(f"create database {old}")  # type: ignore[arg-type]

    with pytest.raises(InstallationProblem, match="уже есть данные"):
        restore(home, url, archive)
    assert sorted(_files(home)) == (["came.txt"] if committed else ["2026/протокол.xlsx", "empty.csv"])
    assert former.exists() is False
    assert _leftover_databases(url) == []


def test_what_a_killed_restore_left_is_removed_by_the_next_and_nothing_of_others(
    archive: Path, empty: tuple[Home, str]
) -> None:
    address = Address.parse(empty[1])
    others = Address.parse(address.url(database="another"))
    left, foreign = databases.create_like(address), databases._unfinished(others) + "0"
    with psycopg.connect(address.url(database="postgres"), autocommit=True) as connection:
        connection.execute(f"create database {foreign}")  # type: ignore[arg-type]
    (empty[0].path / ".restoring-cut").mkdir()

    restore(*empty, archive)

    assert _leftover_databases(empty[1]) == [foreign]
    assert left != foreign
    assert list(empty[0].path.glob(".restoring-*")) == []
    databases.drop(address, foreign)


def test_a_database_at_work_is_not_replaced(
    archive: Path, full: tuple[Home, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opora.installation.backup.databases.SESSIONS_SECONDS", 0.1)
    before = _rows(full[1])

    with (
        psycopg.connect(full[1]),
        pytest.raises(InstallationProblem, match=r"С базой работают другие программы: остановите"),
    ):
        restore(*full, archive, replace=True)
    assert _rows(full[1]) == before


def test_a_missing_archive_is_told(empty: tuple[Home, str], tmp_path: Path) -> None:
    with pytest.raises(InstallationProblem, match="Не нашли"):
        restore(*empty, tmp_path / "nothing.zip")


def test_a_database_that_does_not_answer_is_told_and_leaves_no_file(full: tuple[Home, str]) -> None:
    home, _ = full
    with pytest.raises(InstallationProblem, match="База данных не отвечает"):
        back_up(home, "postgres://opora@127.0.0.1:1/opora", home.backups)
    assert list(home.backups.iterdir()) == []


def _leftover_databases(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select datname::text from pg_database where datname ~ '^opora_(restoring|replaced)_' order by 1"
        ).fetchall()
    return [str(name) for (name,) in rows]


def test_a_server_that_wants_encryption_needs_programs_that_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ours are built without TLS: the machine's own are used if they are new enough, else it is told."""
    assert tool("pg_dump", tls=False).is_relative_to(tool("postgres", tls=False).parent)

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallationProblem, match="установите пакет postgresql-client-18"):
        tool("pg_dump", tls=True)
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 17.2'\n")
    (tmp_path / "pg_dump").chmod(0o700)
    with pytest.raises(InstallationProblem, match="установите пакет postgresql-client-18"):
        tool("pg_dump", tls=True)
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 18.1'\n")
    assert tool("pg_dump", tls=True) == tmp_path / "pg_dump"
