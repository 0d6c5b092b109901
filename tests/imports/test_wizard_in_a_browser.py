"""Every page of the wizard in Chromium: accessible, no wider than the screen, clean under the policy.

Pages are answered by Django's test client through the browser's own routing: no server, no port.
"""

import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from factories.people import Cast, signed_in
from imports.fake_importer import DOUBTFUL, GOOD, LONG, NotesImporter, book
from opora.imports import actions
from opora.imports.actions import CellDecision
from opora.imports.contract import Resolution
from opora.imports.models import ImportRun

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = (320, 768, 1440)


@contextmanager
def chromium() -> Iterator[Page]:
    """A page of a browser. Its event loop has no part in the test's transaction: no database in here."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started.new_context(locale="ru-RU").new_page()
        started.close()


type Answer = tuple[int, dict[str, str], bytes]


def answered(client: Client, path: str) -> Answer:
    """Asked before the browser starts."""
    page = client.get(path)
    headers = {name: value for name, value in page.headers.items() if name != "Set-Cookie"}
    return page.status_code, headers, page.content


def fulfil(answers: dict[str, Answer], route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path in answers:
        status, headers, body = answers[path]
        return route.fulfill(status=status, headers=headers, body=body)
    file = finders.find(path.removeprefix("/static/"))
    if not isinstance(file, str):
        return route.abort()
    kind = mimetypes.guess_type(path)[0] or ""
    return route.fulfill(status=200, headers={"Content-Type": kind}, body=Path(file).read_bytes())


def runs_in_every_state(cast: Cast, now: datetime, importer: NotesImporter) -> dict[str, str]:
    by = cast.municipal_coordinator

    def start(data: bytes, name: str) -> ImportRun:
        return actions.start_run(kind="notes", data=data, name=name, options={"colour": "red"}, by=by, at=now)

    def fail() -> None:
        raise ZeroDivisionError

    mapping = start(book(GOOD, headings=("Кто", "Сколько")), "столбцы.xlsx")
    refused = start(book([*DOUBTFUL, ("Глеб", 500)]), "ВПР и ОГЭ за три года, Заречный округ.xlsx")
    decided = CellDecision(Resolution("Заметки", 2, "B", None))
    actions.resolve_cells(run=refused, decisions=[decided], by=by, at=now)
    checked, applied = start(book(GOOD), "проверен.xlsx"), start(book(GOOD), "загружен.xlsx")
    working = start(book(LONG), "большой.xlsx")
    ImportRun.objects.filter(pk=working.pk).update(progress_done=20, progress_total=60)
    discarded = actions.discard_run(run=start(book(GOOD), "отменён.xlsx"), by=by, at=now)
    importer.during_check = fail
    failed = start(book(GOOD), "прервался.xlsx")
    importer.during_check = lambda: None
    actions.apply_run(run=applied, by=by, at=now)
    return {
        "list": "/imports/",
        "new": "/imports/new/notes/",
        "columns": f"/imports/{mapping.pk}/columns/",
        "refused": f"/imports/{refused.pk}/",
        "checked": f"/imports/{checked.pk}/",
        "applied": f"/imports/{applied.pk}/",
        "working": f"/imports/{working.pk}/",
        "failed": f"/imports/{failed.pk}/",
        "discarded": f"/imports/{discarded.pk}/",
    }


def test_every_page_is_accessible_and_fits(cast: Cast, now: datetime, importer: NotesImporter) -> None:
    pages = runs_in_every_state(cast, now, importer)
    client = signed_in(cast.municipal_coordinator)
    # what the working page asks for every two seconds
    polled = pages["working"] + "progress/"
    answers = {path: answered(client, path) for path in (*pages.values(), polled)}
    complaints: list[str] = []
    faults, too_wide = [], []

    with chromium() as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/*", lambda route: fulfil(answers, route))
        for name, path in pages.items():
            page.goto(f"http://localhost{path}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    too_wide.append((name, width))
            found = Axe().run(page).response["violations"]
            faults += [(name, each["id"], [node["html"] for node in each["nodes"]]) for each in found]

    assert {status for status, _, _ in answers.values()} == {200}
    assert (faults, too_wide, complaints) == ([], [], [])
