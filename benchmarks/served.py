"""A served installation and somebody who opens its pages, each page interleaved with its floor.

Import it before Django: it chooses the settings with the bare view beside the pages.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

os.environ["OPORA_BENCH_SETTINGS"] = "bare_settings"
os.environ["OPORA_SECRET"] = "b" * 50
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "src")]

from harness import Row  # noqa: E402

if TYPE_CHECKING:
    from opora.people.models import Person

with socket.create_server(("127.0.0.1", 0)) as _free:
    PORT: int = _free.getsockname()[1]
LISTS, OBJECTS, SAVES = 4.0, 6.0, 3.0
CSRF = "k" * 32

type Fields = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure with its limit.

    A form is sent with what `change` makes of its fields the n-th time, `typing` as htmx sends it. `rows` is what the
    bare view has where the page reads more rows than it shows.
    """

    name: str
    url: str
    limit: float
    change: Callable[[Fields, int], Fields] | None = None
    typing: bool = False
    rows: int = 0


@contextmanager
def server(url: str) -> Iterator[None]:
    """granian with one worker on loopback, ended at the end."""
    environment = {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bare_settings", "OPORA_POOL": "1",
        "PYTHONPATH": os.pathsep.join(sys.path[:3]),
    }  # fmt: skip
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT),
               "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error",
               "opora.config.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(200):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(20)


def session_of(person: "Person") -> str:
    """The key of a new session in which the person is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


class Browser:
    """A kept-alive connection that is signed in."""

    def __init__(self, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "Accept-Encoding": "identity"}

    def get(self, url: str) -> bytes:
        self.connection.request("GET", url, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (url, response.status, body[:300].decode(errors="replace"))
        return body

    def page(self, url: str) -> str:
        return self.get(url).decode()

    def post(self, url: str, fields: Fields, *, typing: bool = False) -> str:
        """Send a form; `typing` as htmx does while somebody writes."""
        body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}, doseq=True)
        headers = self.headers | {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{PORT}",
            **({"HX-Request": "true"} if typing else {}),
        }
        self.connection.request("POST", url, body, headers)
        response = self.connection.getresponse()
        answer = response.read().decode()
        assert response.status in {200, 302}, (url, response.status, re.findall(r"<li>.*?</li>", answer)[:5])
        return answer


def fields_of(page: str) -> Fields:
    """The values that a form's inputs, choices and texts stand at."""
    main = page[page.index("<main") :]
    found: Fields = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind[1] in {"checkbox", "radio"} and " checked" not in tag):
            continue
        said = value[1] if value else ""
        before = found.get(name[1])
        if kind and kind[1] == "checkbox" and before is not None:
            found[name[1]] = [*([before] if isinstance(before, str) else before), said]
        else:
            found[name[1]] = said
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.S):
        found[name] = inside.strip()
    found.pop("csrfmiddlewaretoken", None)
    return found


def saver(browser: Browser, page: Page) -> Callable[[int], float]:
    """Milliseconds of sending the page's form with one value changed each time.

    The form is asked for afresh, outside the time: it carries the version it was opened at.
    """
    assert page.change is not None
    change = page.change

    def save(number: int) -> float:
        form = change(fields_of(browser.page(page.url)), number)
        return milliseconds(lambda: browser.post(page.url, form, typing=page.typing))

    return save


def milliseconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def rows_on(page: str) -> int:
    """As many rows as the bare view is to have."""
    return max(1, len(re.findall(r"<tr|<li>|<li ", page.split("<main")[1])))


def compared(browser: Browser, page: Page) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """The page and its floor, each answering how many milliseconds it took."""
    if page.change is not None:
        return saver(browser, page), lambda n: milliseconds(
            lambda: browser.post("/bare/write/", {"phone": f"+7 {n}"})
        )
    rows = page.rows or rows_on(browser.page(page.url))
    return (
        lambda _: milliseconds(lambda: browser.get(page.url)),
        lambda _: milliseconds(lambda: browser.get(f"/bare/{rows}/")),
    )


def measure(browser: Browser, page: Page, rounds: int, requests: int) -> Row:
    """Interleave the page with its floor; the median over rounds of the ratio of p50s."""
    ours, floor = compared(browser, page)
    ratios, seconds = [], []
    for turn in range(rounds):
        a, b = [], []
        for number in range(turn * requests, (turn + 1) * requests):
            a.append(ours(number))
            b.append(floor(number))
        ratios.append(statistics.median(a) / statistics.median(b))
        seconds.append(statistics.median(a) / 1000)
    return Row(page.name, statistics.median(seconds), statistics.median(ratios), page.limit)


def measured(browser: Browser, pages: list[Page], rounds: int, requests: int) -> list[Row]:
    """Each page; one that is refused is told and left out."""
    rows = []
    for page in pages:
        try:
            rows.append(measure(browser, page, rounds, requests))
        except AssertionError as refused:
            print("not measured:", page.name, refused)
    return rows
