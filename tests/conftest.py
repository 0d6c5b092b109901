"""Shared by every test: one clock, quick passwords, a folder of its own for files.

The database comes from DATABASE_URL: `./dev test` starts an embedded one when it is unset.
"""

import gc
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import UserSettingsHolder, settings
from django.core.cache import cache
from django.db import connections
from django.test.client import ClientHandler
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from factories.databases import migrated
from factories.examples import examples
from factories.once import Made, Once, around_module
from factories.people import Cast, cast
from opora.catalogues import seeding
from opora.catalogues.kinds import Kind

# a busy machine is slow: that is no fault of what is tested
hypothesis.register_profile(
    "opora", max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("opora")

NOW = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)

#: Longest first: with few processes the last of these would else run alone at the end.
LONG = (
    "tests/journeys/test_walk_of_coordinators.py",
    "tests/config/test_every_url",
    "tests/journeys/test_walk_of_schools.py",
    "tests/journeys/",
    "tests/cli/",
    "tests/config/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))


#: what Django keeps on a handler of requests once its middleware is loaded
CHAIN = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
#: settings that tests change without a change of middleware
NOT_OF_MIDDLEWARE = {"FILES_ROOT", "HOME", "PASSWORD_HASHERS"}


def pytest_collection_finish() -> None:
    """What is imported stays: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)
    ClientHandler.load_middleware = _kept_middleware  # type: ignore[method-assign]
    seeding.seed_in = _kept_seed


def pytest_sessionfinish() -> None:
    """Or else libraries written in C++ complain at the end that something is left."""
    gc.unfreeze()


_load_middleware = ClientHandler.load_middleware
_numbers = itertools.count(1)
_chains: dict[object, dict[str, object]] = {}


def _kept_middleware(handler: ClientHandler, is_async: bool = False) -> None:
    """Django builds the chain anew for every client, which takes as long as a page; here once for equal settings."""
    changed = _changed(settings._wrapped) - NOT_OF_MIDDLEWARE
    if is_async or changed != {"STATIC_ROOT", "SECOND_FACTOR_OBLIGATORY"}:
        _load_middleware(handler, is_async)
        return
    key = settings.STATIC_ROOT, settings.SECOND_FACTOR_OBLIGATORY
    if key not in _chains:
        _load_middleware(handler)
        _chains[key] = {name: vars(handler)[name] for name in CHAIN}
    vars(handler).update(_chains[key])


_seed_in = seeding.seed_in
_seeds: dict[Path, seeding.Seed] = {}


def _kept_seed(kind: Kind, file: Path) -> seeding.Seed:
    """The definitions of this repository stay as they are while it is tested: each is read once."""
    if Path(settings.DEFINITIONS_ROOT) not in file.parents:
        return _seed_in(kind, file)
    if file not in _seeds:
        _seeds[file] = _seed_in(kind, file)
    return _seeds[file]


def _changed(holder: object) -> set[str]:
    """The names of settings that are other than in the module of settings."""
    if not isinstance(holder, UserSettingsHolder):
        return set()
    own = {name for name in vars(holder) if name.isupper()}
    return own | _changed(holder.default_settings)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process tests in a clone of the migrated database."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With an empty folder of static files: WhiteNoise warns about one that is missing."""
    folder = tmp_path_factory.mktemp("installations")
    (folder / "static").mkdir()
    return folder


#: what holds in every test; a world that is made for many of them has it too
QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "SECOND_FACTOR_OBLIGATORY": False,
}


@pytest.fixture(scope="module")
def once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker, _folder: Path
) -> Iterator[Once]:
    """`once(build)` in a fixture of a module: see `factories.once`."""
    module = request.node
    files = _folder / f"files-of-module-{next(_numbers)}"
    with around_module(module, request.session.items, django_db_blocker, files, **QUICK) as found:
        yield found


@pytest.fixture(scope="module")
def made_cast(once: Once) -> Made[Cast]:
    return once(cast)


@pytest.fixture
def people(made_cast: Made[Cast], db: None) -> Cast:
    """The named roles, each in its place."""
    return made_cast.copy()


@pytest.fixture(autouse=True)
def _installation(settings: object, _folder: Path) -> Iterator[None]:
    """Files of a test stay in its own folder, which is made when the first of them is written."""
    settings.FILES_ROOT = _folder / f"files-{next(_numbers)}"  # type: ignore[attr-defined]
    settings.STATIC_ROOT = str(_folder / "static")  # type: ignore[attr-defined]
    for name, value in QUICK.items():
        setattr(settings, name, value)
    cache.clear()
    yield


@pytest.fixture
def now() -> datetime:
    """The clock of the tests: a Monday in the school year 2026."""
    return NOW


@pytest.fixture
def served(settings: object, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[str]:
    """The address of a server in a thread of this test, with this test's settings."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop lives in the test's thread
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
