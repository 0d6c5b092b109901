"""Keys in a folder of the test's own; what is known of codes is forgotten between tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from opora.answering.visit import instrument_in
from opora.surveys import entry, throttle


@pytest.fixture(autouse=True)
def _keys(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    throttle.wrong_codes.forget()
    throttle.poster_sendings.forget()
    yield
    entry.forget()
    entry._instrument.cache_clear()
    instrument_in.cache_clear()


@pytest.fixture
def served(settings: object, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[str]:
    """The address of a server in a thread of this test, with this test's settings."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop lives in the test's thread
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
