"""The year above the school: orders, a meeting, the plan, the report and the calendar, then the region's look at it."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Window, sign_in
from .house import House
from .screens import Screens, follow

pytestmark = pytest.mark.browser

DOCX, PDF = b"PK\x03\x04", b"%PDF-"
CANDIDATE = "Тихонова Юлия Игоревна"


def test_the_municipal_coordinator_from_the_desk_to_the_issued_report(
    house: House, window: Window, screens: Screens
) -> None:
    coordinator, head = window(), window()
    sign_in(coordinator, house, "municipal")
    sign_in(head, house, "authority")

    _drafts_the_order_that_is_missing(coordinator, house, screens)
    _writes_the_minutes(coordinator, house, screens)
    _reads_the_plan(coordinator, house, screens)
    report = _hands_the_report_over(coordinator, house, screens)
    _issues(head, house, report, screens)
    coordinator.goto(report)
    expect(coordinator.locator(".chips")).to_contain_text("отправлен")
    expect(coordinator.locator("main textarea[name=achievement]")).to_have_count(0)
    _subscribes(coordinator, window(), house, screens)


def test_the_regional_coordinator_approves_a_candidate_and_reads_what_came(
    house: House, window: Window, screens: Screens
) -> None:
    page = window()
    sign_in(page, house, "regional")
    _looks_over_the_region(page, house, screens)

    page.goto(house.address)
    follow(page.locator("li", has_text=CANDIDATE).get_by_role("link", name="Согласовать"))
    if page.get_by_label("Слова к согласованию").count() == 0:
        screens.look(page, "curator-candidate-to-approve")
        follow(page.get_by_role("link", name="Согласовать", exact=True))
    page.get_by_label("Слова к согласованию").fill("Опыт есть, школа рядом.")
    screens.look(page, "curator-candidate-approve")
    follow(page.get_by_role("button", name="Согласовать"))
    expect(page.locator(".chips")).to_contain_text("согласован")
    expect(page.get_by_role("link", name="Согласовать", exact=True)).to_have_count(0)

    _plan_of(page, house)
    expect(page.get_by_role("link", name="Закрыть план")).to_have_count(0)
    page.goto(f"{house.address}/reports/")
    screens.look(page, "reports-of-the-region")
    follow(page.locator("main th a, main td a").filter(has_text="Этап 1").first)
    follow(page.get_by_role("link", name="Откуда цифры"))
    screens.look(page, "report-origins")
    _is(page, house, page.get_by_role("link", name="PDF").first.get_attribute("href"), PDF)


def _drafts_the_order_that_is_missing(page: Page, house: House, screens: Screens) -> None:
    page.goto(house.address)
    screens.look(page, "coordinator-desk")
    page.goto(f"{house.address}/orders/expected/")
    screens.look(page, "orders-expected")
    territory = page.locator("main a[href*='/expected/territory/'][href*='coordination-group']")
    follow(territory)
    expect(page.get_by_role("heading", level=1)).to_contain_text("координационной группы")
    screens.look(page, "order-draft")
    follow(page.get_by_role("button", name="Подготовить проект"))
    expect(page.locator(".chips")).to_contain_text("проект")
    screens.look(page, "order-drafted")
    _is(page, house, page.get_by_role("link", name="DOCX").first.get_attribute("href"), DOCX)
    page.goto(f"{house.address}/orders/expected/")
    expect(territory).to_have_count(0)


def _writes_the_minutes(page: Page, house: House, screens: Screens) -> None:
    page.goto(f"{house.address}/meetings/?state=held")
    follow(page.locator("main a[href^='/meetings/']").filter(has_text="Заседание").first)
    follow(page.get_by_role("link", name="Внести протокол"))
    for heard in page.locator("textarea[name^='heard-']").all()[:-1]:
        heard.fill("Программы четырёх школ: что вернули и почему.")
    for decided in page.locator("textarea[name^='decided-']").all()[:-1]:
        decided.fill("Кураторам разобрать замечания вместе со школами.")
    screens.look(page, "meeting-minutes-write")
    follow(page.get_by_role("button", name="Сохранить"))
    follow(page.get_by_role("link", name="Подписать протокол"))
    follow(page.locator("main").get_by_role("button").last)
    expect(page.locator(".chips")).to_contain_text("протокол")
    expect(page.get_by_role("link", name="Внести протокол")).to_have_count(0)
    screens.look(page, "meeting-minutes-signed")
    _is(page, house, page.get_by_role("link", name="DOCX").first.get_attribute("href"), DOCX)


def _reads_the_plan(page: Page, house: House, screens: Screens) -> None:
    """A row that nobody marked by hand tells what it was marked by."""
    _plan_of(page, house)
    screens.look(page, "plan-of-territory")
    page.goto(f"{page.url}?show=done")
    follow(page.locator("main a[href*='/rows/']").filter(has_text="координационной группы").first)
    expect(page.locator("main")).to_contain_text("1 из 1: группа территории создана")
    screens.look(page, "plan-row-marked-by-facts")


def _plan_of(page: Page, house: House) -> None:
    page.goto(f"{house.address}/plans/")
    follow(page.locator("main").get_by_role("link", name="Муниципальная дорожная карта поддержки школ"))


def _hands_the_report_over(page: Page, house: House, screens: Screens) -> str:
    page.goto(f"{house.address}/reports/")
    follow(page.locator("main th a, main td a").filter(has_text="Этап 2").first)
    report = page.url
    screens.look(page, "report-being-written")
    page.locator("textarea[name=achievement]").fill("Все школы округа собрали рабочие группы сами.")
    follow(page.get_by_role("button", name="Сохранить и передать на подпись"))
    if "/submit/" in page.url:
        screens.look(page, "report-submit")
        follow(page.get_by_role("button", name=re.compile("Передать")))
    expect(page.locator(".chips")).to_contain_text("на подписи")
    return report


def _issues(page: Page, house: House, report: str, screens: Screens) -> None:
    page.goto(f"{report}issue/")
    page.locator("input[name=number]").fill("112")
    screens.look(page, "report-issue")
    follow(page.locator("main form").get_by_role("button").first)
    expect(page.locator(".chips")).to_contain_text("отправлен")
    screens.look(page, "report-issued")
    for name, magic in (("DOCX", DOCX), ("PDF", PDF)):
        _is(page, house, page.get_by_role("link", name=name).first.get_attribute("href"), magic)


def _subscribes(page: Page, window_of_nobody: Page, house: House, screens: Screens) -> None:
    """The secret address is read without a sign-in, as by a calendar."""
    page.goto(f"{house.address}/calendar/")
    screens.look(page, "coordinator-calendar")
    page.goto(f"{house.address}/me/calendar/")
    page.get_by_label("Где откроете").fill("телефон")
    page.get_by_role("button", name="Получить адрес").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Подписка готова")
    screens.look(page, "calendar-subscribed")
    secret = page.get_by_label("Секретный адрес").input_value()
    _is(window_of_nobody, house, secret.removeprefix(house.address), b"BEGIN:VCALENDAR")


def _looks_over_the_region(page: Page, house: House, screens: Screens) -> None:
    page.goto(f"{house.address}/overview/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Озёрный край")
    screens.look(page, "overview-of-the-region")
    follow(page.get_by_role("link", name="Заречный округ").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Заречный округ")
    screens.look(page, "overview-of-a-municipality")


def _is(page: Page, house: House, path: str | None, begins: bytes) -> None:
    """The file at this address is of its kind."""
    answer = page.request.get(f"{house.address}{path}")
    assert (answer.status, answer.body()[: len(begins)]) == (200, begins)
