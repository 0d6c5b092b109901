"""The second half of the addresses: beside the first half, because together they take longest of all modules."""

from datetime import datetime

import pytest

from .test_every_url import SECOND, walk


@pytest.mark.django_db
@pytest.mark.parametrize("share", SECOND)
def test_every_address_answers_as_decided(share: int, now: datetime) -> None:
    """Everybody at home, and everybody else as an outsider there."""
    walk(share, ("—", "own"), now)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("share", SECOND)
def test_every_address_answers_as_decided_abroad(share: int, now: datetime) -> None:
    walk(share, ("neighbour", "foreign"), now)
