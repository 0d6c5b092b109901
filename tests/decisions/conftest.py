"""The cast, with decisions known to others."""

import pytest

from factories.people import Cast, cast
from opora import references
from opora.decisions.references import SOURCES


@pytest.fixture
def people() -> Cast:
    references.register(SOURCES)
    return cast()
