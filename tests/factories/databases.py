"""A migrated database is made once and cloned: migrating an empty one costs seconds, a clone a fraction.

It stays on the server under a name that tells which migrations it went through, so a later run clones it too.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps

PREFIX = "opora_migrated_"
#: so many states of the migrations are kept
KEPT = 12
TURN = 500_2026


def migrated() -> str:
    """The name of a database that all migrations of today have been through; made where it is missing.

    Several trees may be tested on one server at once: each keeps its own, and only the oldest go.
    """
    name = PREFIX + _digest()
    given = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TURN])  # several processes start at once
        if not _is_there(connection, name):
            unfinished = f"{name}_{os.getpid()}"
            connection.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE template0')
            _migrate(urlunsplit(given._replace(path=f"/{unfinished}")))
            if _is_there(connection, name):  # a process on another database was faster
                connection.execute(f'DROP DATABASE "{unfinished}" WITH (FORCE)')
            else:
                connection.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
            _drop_oldest(connection)
    return name


def _is_there(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop_oldest(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC OFFSET %s",
        [PREFIX, KEPT],
    ).fetchall()
    for (old,) in found:
        connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')


def _digest() -> str:
    """Of every migration of every app, by content."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted((Path(app.path) / "migrations").glob("[0-9]*.py")):
            digest.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "opora.config.settings"},
        check=True,
    )
