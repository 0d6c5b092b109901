"""Keys in a folder of the test's own; what is known of codes is forgotten between tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
