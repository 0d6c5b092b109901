"""A note written where there is no connection: kept on the device, sent once when the connection is back."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

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
