"""Every page that links lead to, in the hands of those who coordinate: it answers, fits and bars nobody.

A module of its own, so that another process can walk as a school meanwhile.
"""

import pytest

from .conftest import Window, sign_in
from .house import House
from .looking import walk
from .screens import Screens

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("login", ["municipal", "admin"])
def test_every_page_answers_fits_and_bars_nobody(
    house: House, window: Window, screens: Screens, login: str
) -> None:
    page = window()
    sign_in(page, house, login)
    walk(page, house, screens, login)
