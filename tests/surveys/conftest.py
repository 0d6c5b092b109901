"""Every test of surveys has keys of its own and asks the database anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opora.surveys import entry


@pytest.fixture(autouse=True)
def _keys(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    entry.forget()
    yield
    entry.forget()
