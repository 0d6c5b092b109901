"""Two tabs of one phone hold the same questionnaire: one answer is sent, nothing of it comes back. In Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from answering.making import Asked, asked
from answering.test_phone import answer_all, window
from factories.people import actor, signed_in
from opora.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "[Object.keys(localStorage), Object.keys(sessionStorage)]"


@pytest.fixture
def survey() -> Asked:
    return asked()


def begun(page: Page, address: str) -> Page:
    """Past the start, or at what was begun in another tab."""
    page.goto(address)
    expect(page.get_by_role("button", name="Начать").or_(page.locator(".sec").first)).to_be_visible()
    if page.get_by_role("button", name="Начать").is_visible():
        page.get_by_role("button", name="Начать").click()
    expect(page.get_by_role("heading", name="О школе")).to_be_visible()
    return page


def test_what_one_tab_sends_no_other_sends_or_brings_back(survey: Asked, served: str) -> None:
    address, sendings = f"{served}/a/{survey.code()}/", []
    with window() as (context, first):
        context.on("request", lambda each: sendings.append(each.url) if "/a/send/" in each.url else None)
        begun(first, address)
        second = begun(context.new_page(), address)
        # what is answered in one stands in the other
        first.get_by_text("Нет", exact=True).click()
        expect(second.locator("[name=p01][value='3']")).to_be_checked()
        expect(second.get_by_text("Что не нравится?")).to_be_visible()
        answer_all(first)
        first.get_by_role("button", name="Отправить ответы").click()
        expect(first.get_by_text("Слово-расписка")).to_be_visible()
        expect(second.get_by_text("Слово-расписка")).to_be_visible()
        assert first.locator(".word").text_content() == second.locator(".word").text_content()
        assert (first.evaluate(KEPT), second.evaluate(KEPT)) == ([[], []], [[], []])
        assert len(sendings) == 1
    assert [sheet.items["p01"] for sheet in survey.opened()] == [1]


def test_a_tab_that_was_asleep_does_not_bring_back_what_was_sent(survey: Asked, served: str) -> None:
    """The phone froze it, so it heard nothing; the code is used, by a poster it would be another answer."""
    for address in (f"{served}/a/{survey.code()}/", f"{served}/p/{survey.poster}/"):
        with window() as (context, first):
            begun(first, address)
            second = context.new_page()
            second.add_init_script("addEventListener('storage', event => event.stopImmediatePropagation())")
            second.goto(address)
            resume = second.get_by_role("button", name="Продолжить начатую анкету")
            expect(resume.or_(second.locator(".sec").first)).to_be_visible()
            if resume.is_visible():
                resume.click()
            expect(second.get_by_role("heading", name="О школе")).to_be_visible()
            answer_all(first)
            first.get_by_role("button", name="Отправить ответы").click()
            expect(first.get_by_text("Слово-расписка")).to_be_visible()
            second.get_by_text("Нет", exact=True).click()
            expect(second.get_by_text("Здесь анкеты больше нет")).to_be_visible()
            assert second.evaluate(KEPT) == [[], []]
            second.get_by_role("button", name="Открыть анкету").click()
            used, start = second.get_by_text("ответ уже получен"), second.get_by_role("button", name="Начать")
            expect(used if "/a/" in address else start).to_be_visible()
    assert survey.sealed() == 2


def test_another_tab_waits_while_one_sends_and_takes_over_its_mistakes(survey: Asked, served: str) -> None:
    address = f"{served}/a/{survey.code()}/"
    with window() as (context, first):
        begun(first, address)
        second = begun(context.new_page(), address)
        held: list[Any] = []

        def hold(route: Any) -> None:
            held.append(route)

        context.route("**/a/send/", hold)
        answer_all(first)
        first.get_by_role("button", name="Отправить ответы").click()
        expect(second.get_by_text("Эти ответы уже отправляет другая вкладка.")).to_be_visible()
        expect(second.locator("form .btn[type=submit]")).to_be_disabled()
        first.wait_for_timeout(200)
        assert len(held) == 1
        held[0].fulfill(status=422, json={"mistakes": {"p05": "Нужно другое число."}})
        expect(first.get_by_text("Нужно другое число.").first).to_be_visible()
        expect(second.locator("form .btn[type=submit]")).to_be_enabled()
        expect(second.locator("[name=p05]")).to_have_value("2")
        context.unroute("**/a/send/")
        first.locator("[name=p05]").fill("3")
        first.get_by_role("button", name="Отправить ответы").click()
        expect(second.get_by_text("Слово-расписка")).to_be_visible()
    assert [sheet.items["p05"] for sheet in survey.opened()] == [3]


def test_removed_in_one_tab_is_removed_in_all(survey: Asked, served: str) -> None:
    address = f"{served}/a/{survey.code()}/"
    with window() as (context, first):
        begun(first, address)
        first.get_by_text("Нет", exact=True).click()
        second = begun(context.new_page(), address)
        second.on("dialog", lambda dialog: dialog.accept())
        second.get_by_role("button", name="Удалить с этого телефона").click()
        expect(first.get_by_text("Здесь анкеты больше нет")).to_be_visible()
        assert first.evaluate(KEPT) == [[], []]
        first.get_by_role("button", name="Открыть анкету").click()
        first.get_by_role("button", name="Начать").click()
        expect(first.locator("[name=p01][value='3']")).not_to_be_checked()
    assert survey.sealed() == 0


def test_by_a_poster_the_next_person_begins_anew(survey: Asked, served: str) -> None:
    with window() as (_, page):
        begun(page, f"{served}/p/{survey.poster}/")
        page.get_by_text("Нет", exact=True).click()
        page.goto(f"{served}/p/{survey.poster}/")
        expect(page.get_by_role("button", name="Продолжить начатую анкету")).to_be_visible()
        page.get_by_role("button", name="Открыть анкету").click()
        expect(page.get_by_role("button", name="Продолжить начатую анкету")).to_be_visible()
        page.get_by_role("button", name="Начать").click()
        expect(page.get_by_text("Раздел 1 из 3")).to_be_visible()
        expect(page.locator("[name=p01][value='3']")).not_to_be_checked()
        answer_all(page)
        page.get_by_role("button", name="Отправить ответы").click()
        expect(page.get_by_text("Слово-расписка")).to_be_visible()
        # what the first one began is still there to be continued or removed
        page.goto(f"{served}/p/{survey.poster}/")
        page.get_by_role("button", name="Продолжить начатую анкету").click()
        expect(page.locator("[name=p01][value='3']")).to_be_checked()
    assert [sheet.items["p01"] for sheet in survey.opened()] == [1]


def test_differences_are_settled_by_digits_alone(survey: Asked, served: str) -> None:
    session = signed_in(actor(Role.SCHOOL_COORDINATOR, survey.world.school)).cookies["sessionid"].value
    with window() as (context, page):
        context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
        page.goto(f"{served}/keying/{survey.pupils.pk}/")
        page.locator("#code").fill(survey.code())
        page.keyboard.press("Enter")
        page.keyboard.type("142311")
        page.keyboard.press("Enter")
        expect(page.get_by_text("ещё раз, глядя на бумагу")).to_be_visible()
        page.keyboard.type("1323")
        page.locator("[name=p05]").fill("12")
        page.get_by_role("button", name="Сверить").click()
        expect(page.get_by_text("ввели по-разному")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == "f-p03"
        page.keyboard.type("4")
        assert page.evaluate("document.activeElement.id") == "f-p05"
        page.keyboard.type("7")
        blank = page.locator("[name='_pick.p05']")
        blank.check()
        expect(page.locator("[name=p05]")).to_have_value("")
        page.locator("[name=p05]").fill("11")
        expect(blank).not_to_be_checked()
        page.get_by_role("button", name="Принять лист").click()
        expect(page.get_by_text("Лист принят.")).to_be_visible()
    assert [sheet.items for sheet in survey.opened()] == [
        {"p01": 1, "p03": 4, "p04.1": 2, "p04.2": 3, "p05": 11}
    ]
