"""Every page that links lead to, in four pairs of hands: it answers, fits, weighs little and bars nobody."""

import gzip

import pytest
from playwright.sync_api import Response

from .conftest import Window, sign_in
from .house import House
from .screens import Screens
from .walking import Found, Walk

pytestmark = pytest.mark.browser

STARTS = ("/", "/me/", "/gallery/")
BEFORE_SIGN_IN = ("/account/login/", "/account/password/reset/", "/invitations/of-yesterday/", "/nowhere/")
FIRST_VISIT_BYTES = 100_000
#: an address is asked for so many objects of its kind
OF_EACH = 3

# A page looked at in one person's hands is not looked at again in another's where it offers the same.
_looked_at: set[tuple[str, ...]] = set()


@pytest.mark.parametrize("login", ["municipal", "admin", "school", "curator"])
def test_every_page_answers_fits_and_bars_nobody(
    house: House, window: Window, screens: Screens, login: str
) -> None:
    page = window()
    sign_in(page, house, login)
    found = list(Walk(page.request, house.address, OF_EACH).found(*STARTS))
    pages = [each for each in found if each.is_page]
    screens.faults += [(login, *_told(each)) for each in found if each.status != 200]
    screens.faults += [(login, "weighs too much", each.path) for each in pages if _too_heavy(each)]
    for each in pages:
        if each.status == 200 and each.outline not in _looked_at:
            _looked_at.add(each.outline)
            page.goto(house.address + each.path)
            screens.look(page, f"{login}-{each.name}")


def test_pages_before_sign_in_bar_nobody(house: House, window: Window, screens: Screens) -> None:
    page = window()
    for path in BEFORE_SIGN_IN:
        page.goto(house.address + path)
        screens.look(page, f"nobody-{path.strip('/').replace('/', '-')}")


def test_a_first_visit_weighs_under_a_hundred_kilobytes(house: House, window: Window) -> None:
    """What went over the wire to somebody who has never been here, pictures and styles included."""
    page, answers = window(), list[Response]()

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    sign_in(page, house, "municipal")
    page.wait_for_load_state("networkidle")
    assert sum(each.request.sizes()["responseBodySize"] for each in answers) < FIRST_VISIT_BYTES
    assert {each.headers.get("content-encoding") for each in _files(answers)} == {"gzip"}


def _files(answers: list[Response]) -> list[Response]:
    return [each for each in answers if each.request.resource_type in {"stylesheet", "script"}]


def _told(page: Found) -> tuple[str, str, str]:
    return str(page.status), page.path, f"linked from {page.linked_from}"


def _too_heavy(page: Found) -> bool:
    """The page's own part; styles and scripts, the same on every page, take less than the other half."""
    return len(gzip.compress(page.body)) > FIRST_VISIT_BYTES / 2
