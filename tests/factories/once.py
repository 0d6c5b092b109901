"""A world made once for the tests of a module, which all begin with its rows and undo only their own.

What `setUpTestData` is to a class of Django: the rows lie in a transaction around those of the tests, the objects
are copied for every test. In a module with tests that commit nothing can lie around them: there the world is made
anew for each.

    made, year = of_module(build)
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

COMMITTING = {"transactional_db", "served", "django_db_reset_sequences", "django_db_serialized_rollback"}


@dataclass(frozen=True)
class Made[T]:
    """`copy()` gives the world with its files, to be asked for by a test that has the database."""

    build: Callable[[], T]
    kept: list[T] = field(default_factory=list)
    files: Path | None = None

    def copy(self) -> T:
        if not self.kept:
            return self.build()
        if self.files and self.files.exists():
            shutil.copytree(self.files, settings.FILES_ROOT, dirs_exist_ok=True)
        return deepcopy(self.kept[0])


@dataclass(frozen=True)
class Once:
    """Builds outside of every test; `is_kept` says whether what is built stays for them."""

    is_kept: bool
    blocker: DjangoDbBlocker
    changed: dict[str, Any]

    def __call__[T](self, build: Callable[[], T]) -> Made[T]:
        if not self.is_kept:
            return Made(build)
        with self.blocker.unblock(), override_settings(**self.changed):
            return Made(build, [build()], self.changed["FILES_ROOT"])


@contextmanager
def around_module(module: pytest.Module, items: list[pytest.Item], blocker: DjangoDbBlocker, folder: Path,
                  **changed: Any) -> Iterator[Once]:  # fmt: skip
    """Everything that `Once` builds is undone when the block ends."""
    own = [each for each in items if each.getparent(pytest.Module) is module]
    once = Once(not any(map(_commits, own)), blocker, {"FILES_ROOT": folder} | changed)
    if not once.is_kept:
        yield once
        return
    with blocker.unblock():
        lying = transaction.atomic()
        lying.__enter__()
    yield once
    with blocker.unblock():
        transaction.set_rollback(True)
        lying.__exit__(None, None, None)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    return is_marked or not COMMITTING.isdisjoint(getattr(item, "fixturenames", ()))


def of_module[T](build: Callable[[], T]) -> tuple[Any, Any]:
    """Two fixtures: `made` of the module and the world that each test gets. The first is to be named so."""

    @pytest.fixture(scope="module")
    def made(once: Once) -> Made[T]:
        return once(build)

    @pytest.fixture
    def world(made: Made[T], db: None) -> T:
        return made.copy()

    return made, world
