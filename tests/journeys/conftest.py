"""One house and one browser; each person of a journey sits in a window of their own."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .house import ROOT, House, Made, demonstration, made
from .screens import Screens

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--lang=ru-RU")  # fmt: skip

type Window = Callable[..., Page]

# a busy machine is slow: that is no fault of what is tested
expect.set_options(timeout=20_000)


def _executable() -> str:
    named = (os.environ.get("OPORA_BROWSER"), *BROWSERS)
    found = next((path for each in named if each and (path := shutil.which(each))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("No browser: the journeys must not be skipped in CI.")
    if found is None:
        pytest.skip("Chromium is not installed")
    return found


@pytest.fixture(scope="session")
def made_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Made:
    own = tmp_path_factory.getbasetemp()
    return made(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def house(made_demonstration: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    _executable()
    with demonstration(tmp_path_factory.mktemp("house"), made_demonstration) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the session: Playwright's event loop would stand in the way of Django in other modules."""
    executable = _executable()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def screens() -> Iterator[Screens]:
    folder = ROOT / "var" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    kept = Screens(folder)
    yield kept
    if kept.faults:
        pytest.fail("\n".join(" · ".join(fault) for fault in kept.faults), pytrace=False)


@pytest.fixture
def window(browser: Browser, screens: Screens) -> Iterator[Window]:
    """`window()` opens a browser of its own, with no memory of the others."""
    opened = []

    def open_one(**how: Any) -> Page:
        viewport = {"width": 1440, "height": 900}
        context = browser.new_context(**{"locale": "ru-RU", "viewport": viewport, **how})
        context.set_default_timeout(30_000)
        opened.append(context)
        page = context.new_page()
        screens.watch(page)
        return page

    yield open_one
    for context in opened:
        context.close()


def sign_in(page: Page, house: House, login: str, password: str | None = None) -> None:
    """By the form, like everybody."""
    page.goto(f"{house.address}/account/login/")
    page.get_by_label("Логин").fill(login)
    page.locator("input[type=password]").fill(password or house.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)
