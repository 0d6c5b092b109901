"""A note written where there is no connection: kept on the device, sent once when the connection is back."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Error, Page, sync_playwright

from factories.people import signed_in
from journeys.conftest import FLAGS, _executable
from opora.visits.models import Visit

from .conftest import Year
from .making import TODAY, planned

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def page(year: Year, served: str) -> Iterator[Page]:
    """The curator's phone."""
    executable = _executable()
    cookie = signed_in(year.cast.curator).cookies["sessionid"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        context = browser.new_context(locale="ru-RU", viewport={"width": 360, "height": 740})
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": served}])
        yield context.new_page()
        browser.close()
        connection.close()  # inside Playwright's loop Django keeps one of its own


def test_a_note_waits_for_the_connection_and_comes_once(year: Year, page: Page, served: str) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0)
    address = f"{served}/visits/{visit.pk}/note/"
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.set_offline(True)
    page.get_by_label("Что увидели").fill("Были на уроке чтения.")
    page.get_by_role("button", name="Сохранить запись").click()
    page.get_by_text("Связи нет. Запись сохранена").wait_for()
    assert not Visit.objects.filter(state="done").exists()
    page.context.set_offline(False)
    page.get_by_text("Запись сохранена. Школа прочитает её.").wait_for()
    assert page.url == f"{served}/visits/{visit.pk}/"
    visit.refresh_from_db()
    assert (visit.seen, visit.visited_on, visit.revision) == ("Были на уроке чтения.", TODAY, 1)


def test_a_note_outlives_a_closed_page(year: Year, page: Page, served: str) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0)
    address = f"{served}/visits/{visit.pk}/note/"
    page.goto(address)
    page.get_by_label("Что увидели").fill("Начатое")
    page.wait_for_timeout(600)
    page.goto(f"{served}/visits/")
    page.get_by_text("Начатая запись на этом устройстве").wait_for()
    page.get_by_role("link", name="Открыть и отправить").click()
    page.get_by_text("Это начатая запись").wait_for()
    assert page.get_by_label("Что увидели").input_value() == "Начатое"
    page.get_by_role("button", name="Сохранить запись").click()
    page.get_by_text("Запись сохранена. Школа прочитает её.").wait_for()
    page.goto(f"{served}/visits/")
    assert page.get_by_text("на этом устройстве").count() == 0
    assert Visit.objects.get().noted_at == timezone.now()


KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("opora-visits-pages-")) continue;
    for (const each of await (await caches.open(name)).keys()) found.push(new URL(each.url).pathname);
  }
  return found.sort();
}"""


def _kept_until(page: Page, address: str) -> list[str]:
    """Wait until the page lies on the device and the worker answers; every address that lies there."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    for _ in range(100):
        found: list[str] = page.evaluate(KEPT)
        if address in found:
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} is not kept: {page.evaluate(KEPT)}")


def test_a_note_opened_before_opens_cold_and_comes_once(year: Year, page: Page, served: str) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0)
    path, context = f"/visits/{visit.pk}/note/", page.context
    page.goto(served + path)
    _kept_until(page, path)
    _kept_until(page, "/visits/offline/")
    page.close()
    context.set_offline(True)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.goto(served + path)
    assert page.evaluate("getComputedStyle(document.querySelector('.btn')).display") != "inline", (
        "with its looks"
    )
    # the device's day is not the day of the test
    assert page.get_by_label("Когда были в школе").input_value() == page.evaluate(
        "new Date().toLocaleDateString('sv')"
    )
    page.get_by_label("Когда были в школе").fill(TODAY.isoformat())
    page.get_by_label("Что увидели").fill("В школе нет связи.")
    page.get_by_role("button", name="Сохранить запись").click()
    page.get_by_text("Связи нет. Запись сохранена").wait_for()
    page.close()
    page = context.new_page()
    page.goto(f"{served}/visits/")
    page.get_by_text("Запись ждёт отправки на этом устройстве").wait_for()
    page.get_by_role("link", name="Открыть и отправить").click()
    page.get_by_text("Связи нет. Запись сохранена").wait_for()
    context.set_offline(False)
    page.get_by_text("Запись сохранена. Школа прочитает её.").wait_for()
    visit.refresh_from_db()
    assert (visit.seen, visit.revision, Visit.objects.count()) == ("В школе нет связи.", 1, 1)
    page.goto(f"{served}/visits/")
    assert page.get_by_text("на этом устройстве").count() == 0
    assert path not in page.evaluate(KEPT), "a note is written once"
    assert refused == []


def test_what_is_planned_lies_on_the_phone_beforehand(year: Year, page: Page, served: str) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 2)
    path, anew = f"/visits/{visit.pk}/note/", f"/visits/schools/{year.own.pk}/note/"
    page.goto(f"{served}/visits/")
    assert _kept_until(page, anew) == sorted(["/visits/offline/", path, anew])
    page.context.set_offline(True)
    page.goto(f"{served}/visits/planner/")
    page.get_by_text("Связи нет. Откройте запись").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Берёзовская школа № 1, ").click()
    page.get_by_label("Что увидели").wait_for()
    assert page.url == served + path


def test_a_page_from_the_shelf_makes_a_new_note_each_time(year: Year, page: Page, served: str) -> None:
    anew = f"/visits/schools/{year.own.pk}/note/"
    page.goto(served + anew)
    _kept_until(page, anew)
    for words in ("Утром", "Вечером"):
        page.context.set_offline(True)
        page.goto(served + anew)
        page.get_by_label("Когда были в школе").fill(TODAY.isoformat())
        page.get_by_label("Что увидели").fill(words)
        page.get_by_role("button", name="Сохранить запись").click()
        page.get_by_text("Связи нет. Запись сохранена").wait_for()
        page.context.set_offline(False)
        page.get_by_text("Запись сохранена. Школа прочитает её.").wait_for()
    assert sorted(Visit.objects.values_list("seen", flat=True)) == ["Вечером", "Утром"]


def test_a_page_older_than_the_last_signing_in_is_sent_all_the_same(
    year: Year, page: Page, served: str
) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0)
    page.goto(f"{served}/visits/{visit.pk}/note/")
    page.context.clear_cookies(name=re.compile("csrf"))
    page.get_by_label("Что увидели").fill("Со вчерашней страницы.")
    page.get_by_role("button", name="Сохранить запись").click()
    page.get_by_text("Запись сохранена. Школа прочитает её.").wait_for()
    visit.refresh_from_db()
    assert (visit.seen, visit.revision) == ("Со вчерашней страницы.", 1)


def test_signing_out_forgets_the_pages(year: Year, page: Page, served: str) -> None:
    anew = f"/visits/schools/{year.own.pk}/note/"
    page.goto(served + anew)
    _kept_until(page, anew)
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 2")
    page.evaluate("() => document.querySelector('form[action=\"/account/logout/\"]').submit()")
    page.wait_for_url("**/account/**")
    page.wait_for_timeout(500)
    assert page.evaluate(KEPT) == []
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(served + anew)


HELD = """
(() => {
  const real = window.fetch.bind(window), pocket = real("/visits/offline/");
  const gate = new Promise((open) => { window.letOn = open; });
  window.fetch = async (address, ...rest) => {
    if (String(address).endsWith("/visits/offline/")) return pocket;
    const answer = await real(address, ...rest);
    if (String(address) === location.href) await gate;
    return answer;
  };
})()
"""
"""A page that comes to keep the list of notes only when `letOn` is called, with an answer from before."""

OUT = """async () => {
  const form = document.querySelector('form[action="/account/logout/"]');
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  return answer.ok;
}"""


def test_a_page_still_keeping_when_one_signs_out_leaves_nothing(year: Year, page: Page, served: str) -> None:
    """The page lives until the answer comes and goes on putting pages away: they held what the person may read."""
    anew = f"/visits/schools/{year.own.pk}/note/"
    page.goto(served + anew)
    _kept_until(page, anew)
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 2")
    page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    page.add_init_script(HELD)
    page.goto(served + anew)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_timeout(300)
    assert page.evaluate(OUT)
    page.evaluate("() => letOn()")
    page.wait_for_timeout(1500)
    assert page.evaluate(KEPT) == []


def test_the_worker_and_the_pocket_are_for_those_who_go(year: Year) -> None:
    answer = signed_in(year.cast.curator).get("/visits/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert (answer.headers["Cache-Control"], answer.headers["Service-Worker-Allowed"]) == ("no-cache", "/")
    assert signed_in(year.cast.school_head).get("/visits/worker.js").status_code == 403
    assert signed_in(year.cast.school_head).get("/visits/offline/").status_code == 403
    planned(year.own, year.cycle, year.cast.municipal_coordinator, 1)
    page = signed_in(year.cast.curator).get("/visits/offline/").text
    assert "На ближайшие недели у вас нет посещений" in page, "somebody else's"
    assert f"/visits/schools/{year.own.pk}/note/" in page
