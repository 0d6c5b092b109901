"""Every address of objects of the neighbour's and of a foreign region's, as everybody."""

import pytest

from conftest import NOW
from factories.once import of_module
from factories.places import Everywhere, everywhere

from .test_every_url import SHARES, walk

ABROAD = ("neighbour", "foreign")


made, abroad = of_module(lambda: everywhere(NOW, ABROAD))


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_address_answers_as_decided(share: int, abroad: Everywhere) -> None:
    walk(share, ABROAD, abroad)
