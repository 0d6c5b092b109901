"""Without a mouse, without JavaScript, without good eyes."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Window, sign_in
from .house import ROOT, House
from .screens import Screens

pytestmark = pytest.mark.browser

OUTLINE = """() => { const found = document.activeElement, style = getComputedStyle(found);
    return [found.innerText || found.name || found.tagName,
            style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2] }"""
LARGE = (
    *("/", "/schools/", "/results/", "/lists/", "/people/", "/catalogues/", "/years/", "/imports/", "/me/"),
    *("/campaigns/", "/cards/", "/risks/", "/risks/directions/", "/risks/refreshes/", "/a/"),
)


def test_by_keyboard_from_sign_in_to_the_main_action(house: House, window: Window) -> None:
    page = window()
    sign_in(page, house, "municipal")
    main_action = page.locator("main .btn").first
    words, leads_to = main_action.inner_text(), main_action.get_attribute("href")
    assert _tabbed(page) == ("Сразу к содержанию", True)
    page.keyboard.press("Enter")
    # on a full desk links to its groups come before what is in them
    for _ in range(page.locator("main nav a").count()):
        assert _tabbed(page)[1]
    assert _tabbed(page) == (words, True)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.address}{leads_to}")


def test_everything_that_takes_focus_shows_it(house: House, window: Window) -> None:
    page = window()
    sign_in(page, house, "municipal")
    unseen = []
    for path in ("/", "/lists/", "/schools/", "/imports/new/results/"):
        page.goto(house.address + path)
        for _ in range(60):
            words, is_seen = _tabbed(page)
            if words == "BODY" or page.evaluate("document.activeElement === document.body"):
                break
            unseen += [] if is_seen else [(path, words)]
    assert unseen == []


def test_a_search_is_sent_by_enter(house: House, window: Window) -> None:
    page = window()
    sign_in(page, house, "municipal")
    page.get_by_role("search").get_by_role("searchbox").first.fill("луговская")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("link", name="Луговская школа").first).to_be_visible()


def test_twice_as_large_nothing_runs_off_the_screen(house: House, window: Window) -> None:
    page = window(viewport={"width": 720, "height": 450}, device_scale_factor=2)
    sign_in(page, house, "municipal")
    wide = {}
    for path in LARGE:
        page.goto(house.address + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(LARGE, 720)


def test_without_javascript_a_file_goes_through_the_wizard(
    house: House, window: Window, screens: Screens
) -> None:
    page = window(java_script_enabled=False)
    sign_in(page, house, "municipal")
    page.goto(f"{house.address}/imports/new/results/")
    page.get_by_label("Файл", exact=True).set_input_files(ROOT / "samples" / "results-published.xlsx")
    page.get_by_label("Школы, которых мы не знаем").select_option(label="создать")
    page.get_by_role("button", name="Проверить файл").click()
    expect(page.get_by_role("heading", name="Спорные ячейки")).to_be_visible()
    page.get_by_role("button", name="Оставить пустыми все спорные").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Загрузить проверенный файл?")
    page.get_by_role("button", name="Отменить загрузку").click()
    expect(page.get_by_text("Ничего не записано.")).to_be_visible()


def test_without_javascript_a_rule_is_edited(house: House, window: Window) -> None:
    page = window(java_script_enabled=False)
    sign_in(page, house, "admin")
    page.goto(f"{house.address}/catalogues/")
    page.get_by_role("link", name="Правило отбора ШНОР").click()
    page.get_by_role("link", name="Править").click()
    threshold = page.locator("[name='f.threshold']")
    threshold.fill("много")
    page.get_by_role("button", name="Сохранить черновик").first.click()
    assert threshold.input_value() == "много"
    expect(page.get_by_role("alert")).to_be_visible()
    threshold.fill("0,25")
    page.get_by_role("button", name="Сохранить черновик").first.click()
    expect(page.get_by_text("черновик").first).to_be_visible()


def _tabbed(page: Page) -> tuple[str, bool]:
    """What the next press of Tab leads to, and whether one sees it."""
    page.keyboard.press("Tab")
    words, is_seen = page.evaluate(OUTLINE)
    return words, is_seen
