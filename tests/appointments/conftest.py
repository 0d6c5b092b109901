"""The cast, once for each test that asks for it."""

import pytest

from factories.people import Cast
from factories.people import cast as make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast(everybody=True)
