"""Every page that links lead to, in the hands of a school, its curator and nobody yet."""

import pytest
from playwright.sync_api import Response

from .conftest import Window, sign_in
from .house import House
from .looking import FIRST_VISIT_BYTES, walk
from .respondents import PHONE
from .screens import Screens

pytestmark = pytest.mark.browser

#: what a school and its curator see otherwise than a coordinator; the rest is looked at in other hands
OWN = frozenset(
    {
        *("desk", "my_account", "schools", "school", "results-school", "results-figure", "lists", "list"),
        *("list-school", "objections", "objection", "objection-raise", "people", "year"),
        *("campaigns", "campaign", "campaign-school", "campaign-classes", "keying", "keying-sheet"),
        *("school-cards", "school-card", "school-card-section", "risks", "risk-school", "risk-school-factor"),
        *("risk-choose", "directions", "school-directions", "direction", "direction-verify"),
        *("direction-move", "direction-causes", "direction-date"),
    }
)
BEFORE_SIGN_IN = (
    "/account/login/",
    "/account/password/reset/",
    "/invitations/of-yesterday/",
    "/nowhere/",
    "/gallery/",
    "/a/",
    "/a/kept/",
)


@pytest.mark.parametrize("login", ["school", "curator"])
def test_every_page_answers_fits_and_bars_nobody(
    house: House, window: Window, screens: Screens, login: str
) -> None:
    page = window(**PHONE)
    sign_in(page, house, login)
    walk(page, house, screens, login, looked_at=OWN)


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
