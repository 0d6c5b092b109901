"""The gallery in Chromium: accessible in both themes, whole at every width, clean under the policy.

The page is answered by Django's test client through the browser's own routing: no server, no port.
"""

import gzip
import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

pytestmark = pytest.mark.browser

ADDRESS = "http://opora.test/gallery/"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


class Answers:
    """Answers the browser's requests and keeps what was sent."""

    def __init__(self) -> None:
        self.client = Client()
        self.sent: dict[str, bytes] = {}
        self.complaints: list[str] = []

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        try:
            status, headers, body = self.answer(path)
        except Exception as fault:  # an exception left in the callback would stall the browser
            self.complaints.append(repr(fault))
            return route.abort()
        self.sent[path] = body
        return route.fulfill(status=status, headers=headers, body=body)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if not path.startswith("/static/"):
            answer = self.client.get(path)
            return answer.status_code, dict(answer.headers), answer.content
        file = finders.find(path.removeprefix("/static/"))
        assert isinstance(file, str), f"{path} is not among the static files"
        return 200, {"Content-Type": mimetypes.guess_type(path)[0] or ""}, Path(file).read_bytes()


def opened(browser: Browser, answers: Answers, *, width: int, theme: str = "light", js: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
        java_script_enabled=js,
        locale="ru-RU",
    )
    page = context.new_page()
    page.on("console", lambda message: answers.complaints.append(message.text))
    page.on("pageerror", lambda error: answers.complaints.append(str(error)))
    page.route("**/*", answers)
    page.goto(ADDRESS)
    return page


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    # Playwright runs an event loop in this thread; the client of the tests is synchronous all the same.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return Answers()


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark"), (1440, "light")])
def test_the_gallery_is_accessible(browser: Browser, answers: Answers, width: int, theme: str) -> None:
    found = Axe().run(opened(browser, answers, width=width, theme=theme))
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found.response["violations"]] == []


def test_no_page_is_wider_than_the_screen(browser: Browser, answers: Answers) -> None:
    widths = (320, 360, 768, 1440)
    page = opened(browser, answers, width=320)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found.append(page.evaluate("document.documentElement.scrollWidth"))
    assert found == list(widths)


def test_touch_targets_are_large_enough(browser: Browser, answers: Answers) -> None:
    """Buttons, fields and menu lines are at least 44 px high; links inside sentences are not asked."""
    page = opened(browser, answers, width=360)
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            '.btn, select, textarea, summary, .pages a, .tabs a, nav.main a,'
            + 'input:not([type=checkbox]):not([type=radio]):not([type=hidden]), fieldset label')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""
    )
    assert small == []


def test_the_policy_stops_nothing_and_nothing_complains(browser: Browser, answers: Answers) -> None:
    opened(browser, answers, width=1440).wait_for_load_state("networkidle")
    assert answers.complaints == []


def test_a_first_visit_weighs_under_a_hundred_kilobytes(browser: Browser, answers: Answers) -> None:
    opened(browser, answers, width=1440).wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(body)) for body in answers.sent.values()) < 100_000


def test_the_menu_opens_by_keyboard_and_closes_by_escape(browser: Browser, answers: Answers) -> None:
    page = opened(browser, answers, width=360, js=False)
    states = [page.locator("nav.main").is_visible()]
    page.locator(".menu-open").focus()
    page.keyboard.press("Enter")
    states.append(page.locator("nav.main").is_visible())
    page.keyboard.press("Escape")
    states.append(page.locator("nav.main").is_visible())
    assert states == [False, True, False]


def test_a_printed_page_leaves_out_what_cannot_be_pressed(browser: Browser, answers: Answers) -> None:
    page = opened(browser, answers, width=1440, theme="dark")
    page.emulate_media(media="print")
    seen = {
        css: page.locator(css).first.is_visible()
        for css in ("nav.main", ".crumbs", ".btn", ".filters", "h1", ".as-of", ".data table", ".demo")
    }
    assert seen == {
        **dict.fromkeys(("nav.main", ".crumbs", ".btn", ".filters"), False),
        **dict.fromkeys(("h1", ".as-of", ".data table", ".demo"), True),
    }
