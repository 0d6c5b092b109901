"""Answering in Chromium as on a phone: without a connection, after closing the tab, with a thumb and a screen reader.

The server is Django's own in another thread; the browser is cut off from it as in a cellar.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from answering.making import CARD, CONTENT, Asked, asked, version
from conftest import NOW
from factories.people import actor, signed_in
from journeys.screens import Screens
from opora.access import Role
from opora.answering.actions import start_card

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREENS = Path(__file__).resolve().parents[2] / "var" / "screens"


@pytest.fixture
def survey() -> Asked:
    return asked()


@contextmanager
def window(*, scripts: bool = True) -> Iterator[tuple[BrowserContext, Page]]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = started.new_context(
            locale="ru-RU",
            viewport={"width": 360, "height": 740},
            java_script_enabled=scripts,
            has_touch=True,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield context, page
        started.close()


def answer_all(page: Page) -> None:
    """Three sections up to the last button."""
    page.get_by_text("Да", exact=True).click()
    page.get_by_role("button", name="Дальше").click()
    page.get_by_text("4", exact=True).click()
    for row in page.locator(".q-row").all():
        row.get_by_text("часто").click()
    page.get_by_role("button", name="Дальше").click()
    page.locator("[name=p05]").fill("2")


def test_an_answer_given_offline_is_sent_once(survey: Asked, served: str) -> None:
    with window() as (context, page):
        page.goto(f"{served}/a/{survey.code()}/")
        expect(page.get_by_role("button", name="Начать")).to_be_visible()
        assert page.url == f"{served}/a/"
        page.wait_for_load_state("networkidle")
        context.set_offline(True)
        page.get_by_role("button", name="Начать").click()
        answer_all(page)
        page.get_by_role("button", name="Отправить ответы").click()
        expect(page.get_by_text("Отправим, когда появится связь")).to_be_visible()
        context.set_offline(False)
        expect(page.get_by_text("Слово-расписка")).to_be_visible()
        kept = page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]")
    assert kept == [[], [], ""]
    assert survey.sealed() == 1


def test_what_was_answered_outlives_the_tab_and_can_be_removed(survey: Asked, served: str) -> None:
    with window() as (context, page):
        page.goto(f"{served}/a/{survey.code()}/")
        page.get_by_role("button", name="Начать").click()
        page.get_by_text("Нет", exact=True).click()
        expect(page.get_by_text("Что не нравится?")).to_be_visible()
        page.get_by_text("Скучно").click()
        page.get_by_role("button", name="Дальше").click()
        expect(page.get_by_role("heading", name="Об уроках")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="О школе")).to_be_visible()
        page.close()
        again = context.new_page()
        again.goto(f"{served}/a/{survey.code()}/")
        expect(again.locator("[name=p02][value='2']")).to_be_checked()
        again.on("dialog", lambda dialog: dialog.accept())
        again.get_by_role("button", name="Удалить с этого телефона").click()
        expect(again.get_by_label("Код")).to_be_visible()
        assert again.evaluate("Object.keys(localStorage)") == []
    assert survey.sealed() == 0


def test_what_somebody_else_began_is_not_opened_unasked(survey: Asked, served: str) -> None:
    """A shared computer and a poster: the next parent does not see the answers of the one before."""
    with window() as (_, page):
        page.goto(f"{served}/p/{survey.poster}/")
        page.get_by_role("button", name="Начать").click()
        page.get_by_text("Нет", exact=True).click()
        page.goto(f"{served}/p/{survey.poster}/")
        expect(page.get_by_role("button", name="Продолжить начатую анкету")).to_be_visible()
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Удалить с этого телефона").click()
        expect(page.get_by_label("Код")).to_be_visible()
        page.goto(f"{served}/p/{survey.poster}/")
        page.get_by_role("button", name="Начать").click()
        expect(page.locator("[name=p01][value='3']")).not_to_be_checked()


def test_an_answer_lost_on_the_way_back_is_not_stored_twice(survey: Asked, served: str) -> None:
    """The server took it, the phone never heard: the same key is sent again."""
    with window() as (_, page):
        page.goto(f"{served}/a/{survey.code()}/")
        page.get_by_role("button", name="Начать").click()
        answer_all(page)
        lost: list[int] = []

        def lose(route: Any) -> None:
            if lost:
                return route.continue_()
            lost.append(route.fetch().status)
            return route.abort()

        page.route("**/a/send/", lose)
        page.get_by_role("button", name="Отправить ответы").click()
        expect(page.get_by_text("Слово-расписка")).to_be_visible()
    assert lost == [200]
    assert survey.sealed() == 1


def test_every_page_of_answering_is_open_to_everybody(survey: Asked, served: str) -> None:
    """Pictures at three widths, axe, sizes; once as without JavaScript."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    screens = Screens(SCREENS)
    with window() as (_, page):
        screens.watch(page)
        page.goto(f"{served}/a/")
        screens.look(page, "answer-code")
        page.goto(f"{served}/a/kept/")
        screens.look(page, "answer-kept")
        page.goto(f"{served}/a/{survey.code()}/")
        expect(page.get_by_role("button", name="Начать")).to_be_visible()
        screens.look(page, "answer-start")
        page.get_by_role("button", name="Начать").click()
        page.get_by_role("button", name="Дальше").click()
        screens.look(page, "answer-mistake")
        page.get_by_text("Да", exact=True).click()
        page.get_by_role("button", name="Дальше").click()
        screens.look(page, "answer-section")
        small = page.evaluate(
            "[...document.querySelectorAll('.sec:not([hidden]) .opt, .btn')].filter(e => e.offsetHeight"
            " && (e.offsetHeight < 44 || e.offsetWidth < 44)).map(e => e.outerHTML)"
        )
        assert small == []
    assert screens.faults == []


def test_without_javascript_it_is_the_same_questionnaire(survey: Asked, served: str) -> None:
    with window(scripts=False) as (_, page):
        page.goto(f"{served}/a/{survey.code()}/")
        page.get_by_role("button", name="Открыть анкету").click()
        page.get_by_role("button", name="Начать").click()
        answer_all(page)
        page.get_by_role("button", name="Назад").click()
        expect(page.locator("[name=p03][value='4']")).to_be_checked()
        page.get_by_role("button", name="Дальше").click()
        expect(page.locator("[name=p05]")).to_have_value("2")
        page.get_by_role("button", name="Отправить ответы").click()
        expect(page.get_by_text("Слово-расписка")).to_be_visible()
    assert survey.sealed() == 1


def test_pages_of_the_school(survey: Asked, served: str) -> None:
    """Keying in jumps by itself; the card and its section are open to everybody."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    screens = Screens(SCREENS)
    version(CARD, "head")
    home = survey.world
    coordinator = actor(Role.SCHOOL_COORDINATOR, home.school)
    start_card(cycle=home.cycle, school=home.school, by=coordinator, at=NOW)
    session = signed_in(coordinator).cookies["sessionid"].value
    with window() as (context, page):
        context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
        screens.watch(page)
        page.goto(f"{served}/keying/{survey.pupils.pk}/")
        page.locator("#code").fill(survey.code())
        page.keyboard.press("Enter")
        page.keyboard.type("1423")
        page.keyboard.type("11")
        # p06 is asked of those who answered p03 with less than 4: passed over
        assert page.evaluate("document.activeElement.textContent") == "Дальше: ввести второй раз"
        assert not page.locator("[name=p06]").is_visible()
        page.locator("[name=p03]").fill("3")
        assert page.locator("[name=p06]").is_visible()
        page.locator("[name=p03]").fill("4")
        assert page.locator("[name='p04.2']").input_value() == "3"
        screens.look(page, "keying-sheet")
        page.get_by_role("button", name="Дальше: ввести второй раз").click()
        page.locator("[name=p01]").fill("2")
        page.get_by_role("button", name="Сверить").click()
        screens.look(page, "keying-differences")
        for name, path in {
            "keying": "/keying/", "cards": "/cards/?year=2026", "card": f"/cards/2026/{home.school.pk}/",
            "card-section": f"/cards/2026/{home.school.pk}/part/a/",
        }.items():  # fmt: skip
            page.goto(served + path)
            screens.look(page, name)
    assert [re.sub(r"https?://\S+", "", str(fault)) for fault in screens.faults] == []


def test_nothing_of_this_unchecks_the_others_and_the_page_speaks_english(served: str) -> None:
    question = {"code": "p01", "section": "a", "type": "several", "text": "Что мешает?", "required": True,
                "options": ["шум", "холод", "ничего из этого"]}  # fmt: skip
    text = {"language": "en", "place": "question:p01.text", "text": "What is in the way?"}
    content = {**CONTENT, "languages": ["ru", "en"], "questions": [question], "translations": [text]}
    survey = asked(content)
    with window() as (_, page):
        page.goto(f"{served}/a/{survey.code()}/")
        page.get_by_text("English", exact=True).click()
        page.get_by_role("button", name="Начать").click()
        page.get_by_text("What is in the way?").wait_for()
        page.get_by_role("button", name="Send the answers").click()
        expect(page.get_by_text("Correct what is marked")).to_be_visible()
        for option in ("шум", "холод", "ничего из этого"):
            page.get_by_text(option).click()
        assert page.locator(":checked").evaluate_all("all => all.map(each => each.value)") == ["3"]
        page.get_by_text("холод").click()
        assert page.locator(":checked").evaluate_all("all => all.map(each => each.value)") == ["2"]
        page.get_by_role("button", name="Send the answers").click()
        expect(page.get_by_text("Receipt word:")).to_be_visible()
    assert survey.sealed() == 1
