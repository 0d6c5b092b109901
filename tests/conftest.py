"""Shared by every test: one clock, quick passwords, a folder of its own for files.

The database comes from DATABASE_URL: `./dev test` starts an embedded one when it is unset.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from factories.databases import migrated

NOW = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)


# Longest first: with two processes the last of these would else run alone at the end.
LONG = ("tests/journeys/", "tests/config/", "tests/cli/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process tests in a clone of the migrated database."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(autouse=True)
def _installation(settings: object, tmp_path: Path) -> Iterator[None]:
    """Files of a test stay in its own folder."""
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.STATIC_ROOT = _static_root(tmp_path)  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.SECOND_FACTOR_OBLIGATORY = False  # type: ignore[attr-defined]
    cache.clear()
    yield


@pytest.fixture
def now() -> datetime:
    """The clock of the tests: a Monday in the school year 2026."""
    return NOW


def _static_root(folder: Path) -> str:
    """An empty folder: WhiteNoise warns about one that is missing."""
    root = folder / "static"
    root.mkdir()
    return str(root)


@pytest.fixture
def served(settings: object, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[str]:
    """The address of a server in a thread of this test, with this test's settings."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop lives in the test's thread
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
