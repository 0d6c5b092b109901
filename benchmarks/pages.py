"""Pages against the bare view: same server, middleware and sign-in, one query, as many rows.

    ./dev benchmark pages [--schools 1000] [--rounds 5] [--requests 40] [--only NAME …]

Lists may cost 4 × the bare view with as many rows, an object's page 6 ×, a save 3 × a bare one-row write.
The p50 of a round is taken of interleaved requests; the ratio is the median over rounds.
"""

import argparse
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
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

os.environ["OPORA_BENCH_SETTINGS"] = "bare_settings"
os.environ["OPORA_SECRET"] = "b" * 50
os.environ["OPORA_HOME"] = "/nonexistent"
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "src")]

from harness import Row, scratch_database, table  # noqa: E402

with socket.create_server(("127.0.0.1", 0)) as _free:
    PORT: int = _free.getsockname()[1]
LISTS, OBJECTS, SAVES = 4.0, 6.0, 3.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: its kind decides the limit."""

    name: str
    url: str
    limit: float


def seed(schools: int) -> tuple[list[Page], str, str]:
    """A municipality of `schools` schools with two years of results and a list; pages, session, csrf."""
    from django.conf import settings as django_settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import get_token  # noqa: F401 (the cookie below is its own secret)

    from factories.crowd_asked import asked_everywhere
    from factories.organisations import figures, municipality, school
    from factories.people import appointed, appointment, person
    from factories.results import all_procedures, fact
    from opora.access import Role
    from opora.access.actor import operator
    from opora.catalogues.actions import seed_from_files
    from opora.config.seeding import seed as seed_installation
    from opora.cycles.models import Cycle
    from opora.identification.actions import draw_up
    from opora.identification.queries import rule_for
    from opora.results.models import Fact

    assert seed_from_files
    seed_installation()
    all_procedures()
    place = municipality("Заречный округ")
    Cycle.objects.create(code="2026", title="2026", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    made = [school(f"Школа № {number}", place) for number in range(schools)]
    codes = ("vpr-ma-5", "vpr-ma-6", "vpr-ru-5", "vpr-ru-6", "oge-ma", "oge-ru")
    for number, each in enumerate(made):
        figures(each, 2025, pupils=200 + number % 300, teachers=20)
        if number < 200:
            for code in codes:
                for year in (2024, 2025, 2026):
                    fact(each, code, year, participants=20, low=(number + year) % 9)
    for number in range(30):
        appointment(person(f"Иванова{number}"), Role.CURATOR, made[number])
    at = datetime(2026, 9, 1, tzinfo=UTC)
    listed = draw_up(
        cycle=Cycle.objects.get(), territory=place, rule=rule_for(place.path or ""), by=operator(), at=at
    )
    campaign, direction = asked_everywhere(place, Cycle.objects.get(), made, at)
    coordinator = appointed(Role.MUNICIPAL_COORDINATOR, place, surname="Ковалёва")
    session = SessionStore()
    session[SESSION_KEY] = str(coordinator.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = coordinator.get_session_auth_hash()
    session.save()
    figure = Fact.objects.filter(school=made[0]).first()
    entry = listed.entries.order_by("id").first()
    assert figure is not None
    assert entry is not None
    pages = [
        Page("schools", "/schools/", LISTS),
        Page("territory", f"/territories/{place.pk}/", LISTS),
        Page("results of a territory", "/results/", LISTS),
        Page("list of the year", f"/lists/{listed.pk}/", LISTS),
        Page("lists", "/lists/", LISTS),
        Page("people", "/people/", LISTS),
        Page("catalogues", "/catalogues/", LISTS),
        Page("imports", "/imports/", LISTS),
        Page("objections", "/objections/", LISTS),
        Page("years", "/years/", LISTS),
        Page("desk", "/", LISTS),
        Page("campaigns", "/campaigns/", LISTS),
        Page("campaign", f"/campaigns/{campaign.pk}/", LISTS),
        Page("heatmap", "/risks/", LISTS),
        Page("factor", "/risks/factors/R08/", LISTS),
        Page("directions", "/risks/directions/", LISTS),
        Page("profile", f"/risks/schools/{made[0].pk}/", OBJECTS),
        Page("direction", f"/risks/directions/{direction.pk}/", OBJECTS),
        Page("school card", f"/schools/{made[0].pk}/", OBJECTS),
        Page("results of a school", f"/schools/{made[0].pk}/results/", OBJECTS),
        Page("figure", f"/results/figures/{figure.pk}/", OBJECTS),
        Page("school on the list", f"/lists/{listed.pk}/schools/{entry.pk}/", OBJECTS),
        Page("year", "/years/2026/", OBJECTS),
        Page("own account", "/me/", OBJECTS),
        Page("save: school card", f"/schools/{made[1].pk}/edit/", SAVES),
        Page("save: figure", f"/results/figures/{figure.pk}/correct/", SAVES),
    ]
    return pages, str(session.session_key), "k" * 32


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


class Browser:
    """A kept-alive connection that is signed in."""

    def __init__(self, session: str, csrf: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.csrf = csrf
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={csrf}", "Accept-Encoding": "identity"}

    def get(self, url: str) -> str:
        self.connection.request("GET", url, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read().decode()
        assert response.status == 200, (url, response.status, body[:300])
        return body

    def post(self, url: str, fields: dict[str, str]) -> None:
        body = urlencode(fields | {"csrfmiddlewaretoken": self.csrf})
        headers = self.headers | {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{PORT}",
        }
        self.connection.request("POST", url, body, headers)
        response = self.connection.getresponse()
        answer = response.read().decode()
        assert response.status in {200, 302}, (url, response.status, re.findall(r"<li>.*?</li>", answer)[:5])


def fields_of(form: str) -> dict[str, str]:
    """The values that a form's inputs, choices and texts stand at."""
    main = form[form.index("<main") :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' in tag and " checked" not in tag:
            continue
        if name:
            found[name[1]] = value[1] if value else ""
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

    def save(number: int) -> float:
        form = fields_of(browser.get(page.url))
        if "card" in page.name:
            form["phone"] = f"+7 000 {number}"
        else:
            form |= {"participants": str(30 + number % 7), "reason": f"сверка {number}"}
        return milliseconds(lambda: browser.post(page.url, form))

    return save


def milliseconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def compared(browser: Browser, page: Page) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """The page and its floor, each answering how many milliseconds it took."""
    if page.limit == SAVES:
        return saver(browser, page), lambda n: milliseconds(
            lambda: browser.post("/bare/write/", {"phone": f"+7 {n}"})
        )
    rows = max(1, len(re.findall(r"<tr|<li>|<li ", browser.get(page.url).split("<main")[1])))
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


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--schools", type=int, default=1000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--requests", type=int, default=40)
    ask.add_argument("--only", nargs="*", help="names of the pages to measure")
    asked = ask.parse_args()
    # named for this run: two may measure side by side
    with scratch_database(f"opora_bench_pages_{os.getpid()}") as url:
        from django.db import connection

        pages, session, csrf = seed(asked.schools)
        with connection.cursor() as cursor:
            # autovacuum does this within minutes of a real import; a fresh database has no statistics yet
            cursor.execute("ANALYZE")
        pages = [page for page in pages if not asked.only or page.name in asked.only]
        with server(url):
            browser = Browser(session, csrf)
            rows = []
            for page in pages:
                try:
                    rows.append(measure(browser, page, asked.rounds, asked.requests))
                except AssertionError as refused:
                    print("not measured:", page.name, refused)
    print(table(rows))


if __name__ == "__main__":
    main()
