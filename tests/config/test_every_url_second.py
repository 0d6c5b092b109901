"""The second half of the addresses: beside the first half, because together they take longest of all modules."""

import pytest

from factories.once import of_module
from factories.places import Everywhere

from .test_every_url import SECOND, at_home, walk

made, home = of_module(at_home)


@pytest.mark.parametrize("share", SECOND)
def test_every_address_answers_as_decided(share: int, home: Everywhere) -> None:
    """Everybody at home, and everybody else as an outsider there."""
    walk(share, ("—", "own"), home)
