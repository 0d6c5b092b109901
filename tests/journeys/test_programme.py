"""A programme from the first word to the second round: written, checked, returned, mended, confirmed, scored twice."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Window, sign_in
from .house import House
from .respondents import PHONE
from .screens import Screens, follow

pytestmark = pytest.mark.browser

KIND, SCHOOL = "Управленческий проект", "Заречная школа № 1"
#: what the school writes, section by section; the measure has no day yet
WORDS = {
    "Что мешает сейчас": "Консультации по математике совпадают с автобусом: из 24 девятиклассников на них остаются 9.",
    "Что меняем и чего не трогаем": "Переносим консультации на шестой урок среды и ставим второй рейс. Уроки остаются.",
    "Что станет другим": "Девятиклассники готовятся к экзамену в школе, а не по объявлению.",
    "Команда": "Заместитель директора ведёт проект, учитель математики и классный руководитель 9А работают с детьми.",
}
GOAL = "К маю на консультации по математике ходят не меньше 20 девятиклассников из 24"
TASK = "Поставить консультации в расписание так, чтобы дети успевали на автобус"
MEASURE = "Консультации по математике шестым уроком в среду"


def test_a_programme_from_the_first_word_to_the_second_round(
    house: House, window: Window, screens: Screens
) -> None:
    school, curator = window(), window(**PHONE)
    sign_in(school, house, "school")
    sign_in(curator, house, "curator")

    document = _write_by_steps(school, house, screens)
    _mend_what_the_checks_say(school, document, screens)
    _send(school, document, screens)
    _return_with_a_remark(curator, house, screens)
    _mend_from_the_remark(school, house, screens)
    _send(school, document, screens)
    _confirm(curator, document, screens)

    regional = window()
    experts = {login: window() for login in ("expert", "expert2")}
    for login, page in ({"regional": regional} | experts).items():
        sign_in(page, house, login)
    first = _open_round(regional, house, "Экспертиза проектов", screens)
    one = _score(experts, house, "Экспертиза проектов", 0, screens)
    other = _score(experts, house, "Экспертиза проектов", 1, screens)
    assert one != other, "a red sheet is followed by another expert's"
    _close(regional, first, agreed=4, screens=screens)
    expect(_school(regional)).to_contain_text("красная")
    screens.look(regional, "expertise-results-red")
    school.goto(document)
    expect(school.locator(".chips")).to_contain_text("экспертиза завершена")

    _begin_again(curator, document)
    _send(school, document, screens)
    _confirm_again(curator, document)
    second = _open_round(regional, house, "Повторная экспертиза проектов", screens)
    _score(experts, house, "Повторная экспертиза проектов", 2, screens)
    _close(regional, second)
    expect(_school(regional)).to_contain_text("зелёная")
    regional.get_by_role("link", name="Экспертиза проектов, ").click()
    beside = regional.get_by_role("region", name="Рядом с другим раундом")
    expect(beside.get_by_role("row").filter(has_text=SCHOOL).first).to_contain_text("14")
    screens.look(regional, "expertise-rounds-compared")


def _day(after: int) -> str:
    return (datetime.now(ZoneInfo("Europe/Moscow")).date() + timedelta(days=after)).isoformat()


def _section(page: Page, title: str) -> None:
    """The step that is open is this one."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _onward(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Дальше")).click()


def _write_by_steps(page: Page, house: House, screens: Screens) -> str:
    """From the school's documents through every step; returns the address of the document."""
    page.goto(f"{house.address}/documents/")
    offer = page.locator("li", has_text=KIND).filter(has=page.get_by_role("link", name="Начать"))
    offer.get_by_role("link", name="Начать").click()
    expect(page.get_by_text("Из чего состоит")).to_be_visible()
    page.get_by_role("button", name="Начать").click()
    document = re.sub(r"write/.*", "", page.url)

    _section(page, "Что мешает сейчас")
    screens.look(page, "document-step-text")
    page.get_by_role("textbox", name="Текст", exact=True).press_sequentially(WORDS["Что мешает сейчас"][:40])
    expect(page.locator("#saved")).to_contain_text("Сохранено", timeout=15_000)
    page.get_by_role("textbox", name="Текст", exact=True).fill(WORDS["Что мешает сейчас"])
    _onward(page)
    _section(page, "Что меняем и чего не трогаем")
    # what was typed in the last second is there all the same
    page.get_by_role("textbox", name="Текст", exact=True).press_sequentially(
        WORDS["Что меняем и чего не трогаем"]
    )
    page.get_by_role("link", name="Назад").click()
    _section(page, "Что мешает сейчас")
    _onward(page)
    _section(page, "Что меняем и чего не трогаем")
    expect(page.get_by_role("textbox", name="Текст", exact=True)).to_have_value(
        WORDS["Что меняем и чего не трогаем"]
    )
    _onward(page)
    _section(page, "Цель проекта")
    page.get_by_role("textbox", name="Текст", exact=True).fill(GOAL)
    _onward(page)
    _section(page, "Задачи")
    page.get_by_role("textbox", name="Текст", exact=True).fill(TASK)
    expect(page.get_by_role("combobox", name="Цель")).to_have_value(re.compile("^g"))
    _onward(page)
    _section(page, "Этапы и шаги")
    page.get_by_role("textbox", name="Название").fill(MEASURE)
    page.get_by_role("group", name="Кто делает").get_by_label("учителя").check()
    page.get_by_label("ученики", exact=True).check()
    page.get_by_label("Измеримый результат").fill("24 занятия до 15 мая")
    screens.look(page, "document-step-measure")
    _onward(page)
    _section(page, "Показатели")
    page.get_by_role("combobox", name="Чей показатель").select_option(label=f"Цель: {GOAL}")
    page.get_by_role("textbox", name="Название").fill("Сколько девятиклассников ходит на консультации")
    for label, words in (("Единица", "человек"), ("Сейчас", "9"), ("Будет", "20")):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("К какому дню").fill(_day(170))
    page.get_by_label("Откуда число").fill("Журнал консультаций")
    _onward(page)
    _section(page, "Что станет другим")
    page.get_by_role("textbox", name="Текст", exact=True).fill(
        "Девятиклассники готовятся к экзамену в школе, а не по объявлению"
    )
    page.get_by_label(GOAL).check()
    page.get_by_label("Сколько девятиклассников").check()
    _onward(page)
    _section(page, "Команда")
    page.get_by_role("textbox", name="Текст", exact=True).fill(WORDS["Команда"])
    while not page.url.endswith("/check/"):
        title = page.get_by_role("heading", level=1)
        before = title.inner_text()
        _onward(page)
        expect(title).not_to_have_text(before)
    return document


def _mend_what_the_checks_say(page: Page, document: str, screens: Screens) -> None:
    """The measure has no day: from the finding to the row and back."""
    page.goto(f"{document}check/")
    screens.look(page, "document-checks")
    finding = _finding(page, "Нет срока")
    finding.get_by_role("link").last.click()
    page.get_by_label("Конец").fill(_day(160))
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page).to_have_url(re.compile("/check/$"))
    expect(_finding(page, "Нет срока")).to_have_count(0)
    expect(page.get_by_role("table", name="Баллы по критериям")).to_be_visible()


def _finding(page: Page, words: str) -> Locator:
    return page.locator("li", has_text=words).filter(has=page.get_by_role("link"))


def _send(page: Page, document: str, screens: Screens) -> None:
    page.goto(document)
    page.get_by_role("link", name="Отправить на проверку").click()
    page.get_by_role("button", name="Отправить: увидят куратор и координатор").click()
    expect(page.get_by_text("Теперь ход куратора")).to_be_visible()
    expect(page.locator(".chips")).to_contain_text("на проверке")


def _return_with_a_remark(page: Page, house: House, screens: Screens) -> None:
    """On a phone: from the desk to the place, and back to the school."""
    page.goto(house.address)
    page.locator("li", has_text=KIND).get_by_role("link").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Проверка")
    screens.look(page, "document-review")
    page.get_by_role("link", name=f"Замечание: {MEASURE}").click()
    expect(page.get_by_text(MEASURE)).to_be_visible()
    page.get_by_label("Что исправить").fill("Кто отвечает за второй рейс автобуса?")
    page.get_by_role("button", name="Записать: увидят школа, куратор и координатор").click()
    page.get_by_role("link", name="Вернуть на доработку").first.click()
    page.get_by_role("textbox").fill("Почти готово: одно замечание.")
    page.get_by_role("button", name="Вернуть школе").click()
    expect(page.locator(".chips")).to_contain_text("на доработке")


def _mend_from_the_remark(page: Page, house: House, screens: Screens) -> None:
    page.goto(f"{house.address}/documents/")
    page.locator("li", has_text=KIND).filter(has_text="на доработке").get_by_role("link").last.click()
    expect(page.get_by_text("Почти готово: одно замечание.").first).to_be_visible()
    screens.look(page, "document-returned")
    page.locator("li", has_text="второй рейс").get_by_role("link", name="Открыть").click()
    page.get_by_role("link", name="Править это место").click()
    page.get_by_label("заместитель директора").check()
    page.get_by_label("Ресурсы").fill("Второй рейс автобуса по средам, заказывает заместитель директора")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.get_by_role("button", name="Исправлено").click()
    expect(page.get_by_text("исправлено школой")).to_be_visible()


def _confirm(page: Page, document: str, screens: Screens) -> None:
    """The second reading: what has changed, what was mended, then a mark with a word for each criterion."""
    page.goto(f"{document}review/")
    expect(page.get_by_role("heading", name="Что изменилось с версии 1")).to_be_visible()
    screens.look(page, "document-second-review")
    follow(page.locator("li", has_text="второй рейс").get_by_role("link", name="Открыть").first)
    screens.look(page, "document-remark")
    page.get_by_role("button", name="Принять исправление").click()
    expect(page).to_have_url(re.compile("/review/"))
    _mark(page)


def _mark(page: Page) -> None:
    for points in page.locator("#marks").get_by_role("group").all():
        points.get_by_role("radio").last.check()
    for words in page.locator("#marks textarea").all():
        words.fill("Есть, и понятно почему.")
    page.get_by_role("button", name="Подтвердить: увидят школа и координатор").click()
    expect(page.locator(".chips")).to_contain_text("подтверждено")


def _begin_again(page: Page, document: str) -> None:
    page.goto(document)
    page.get_by_role("link", name="Открыть для правок").click()
    page.get_by_role("textbox").fill("Доработать по словам экспертов.")
    page.get_by_role("button", name="Открыть для правок").click()
    expect(page.locator(".chips")).to_contain_text("на доработке")


def _confirm_again(page: Page, document: str) -> None:
    page.goto(f"{document}review/")
    expect(page.get_by_text("ничего в нём не изменив")).to_be_visible()
    _mark(page)


def _open_round(page: Page, house: House, title: str, screens: Screens) -> str:
    """The region's coordinator chooses what is scored and by whom, sees who gets what, and starts."""
    page.goto(f"{house.address}/expertise/")
    page.get_by_role("link", name="Подготовить раунд").click()
    page.get_by_label("Программный год").select_option(index=1)
    page.get_by_label("Территория").select_option(label="Озёрный край")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_label("Название").fill(title)
    page.get_by_label(KIND).check()
    for expert in page.get_by_role("group", name="Эксперты").get_by_role("checkbox").all():
        expert.check()
    page.get_by_label("Срок для экспертов").fill(_day(14))
    # chance would choose who is read twice
    page.get_by_label("Выборка для второго эксперта").fill("0")
    screens.look(page, "expertise-new")
    follow(page.get_by_role("button", name="Подготовить и посмотреть распределение"))
    screens.look(page, "expertise-plan")
    page.get_by_role("button", name="Начать оценку").click()
    expect(page.locator(".chips")).to_contain_text("оценка")
    return page.url


def _score(experts: dict[str, Page], house: House, title: str, points: int, screens: Screens) -> str:
    """Whoever has the sheet gives so many points for everything; returns their login."""
    for login, page in experts.items():
        page.goto(f"{house.address}/expertise/queue/")
        waiting = page.get_by_role("region", name=title).get_by_role("link", name="Оценить")
        if waiting.count() == 0:
            continue
        screens.look(page, "expertise-queue")
        waiting.first.click()
        expect(page.locator("main")).not_to_contain_text(SCHOOL)
        screens.look(page, "expertise-sheet")
        for radio in page.locator(f'input[type=radio][value="{points}"]').all():
            radio.check()
        for words in page.locator('textarea[name^="w-"]').all():
            words.fill("Так написано в документе.")
        expect(page.locator("#running")).to_contain_text(f"{points * 7} из 14")
        page.get_by_role("button", name="Отправить и открыть следующий").click()
        expect(page.get_by_text(re.compile("отправлен", re.IGNORECASE)).first).to_be_visible()
        return login
    raise AssertionError(f"nobody has a sheet of «{title}»")


def _close(page: Page, address: str, *, agreed: int | None = None, screens: Screens | None = None) -> None:
    """Through reconciliation, where two sheets are too far apart to an agreed sum, to the results."""
    page.goto(address)
    _turn(page, "Перейти к согласованию")
    if agreed is not None and screens is not None:
        page.goto(address)
        follow(_school(page).get_by_role("link").first)
        screens.look(page, "expertise-entry")
        page.get_by_role("link", name="Записать согласованный балл").click()
        page.get_by_label("Согласованный балл").fill(str(agreed))
        page.get_by_label("На чём сошлись").fill("Связь с риском есть, ресурсы не названы.")
        page.get_by_role("button", name="Записать").click()
        page.goto(address)
    _turn(page, "Закрыть раунд")
    page.get_by_role("link", name="Итоги раунда").click()
    expect(page).to_have_url(re.compile("/results/"))


def _turn(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).click()
    page.get_by_role("button", name=words).click()


def _school(page: Page) -> Locator:
    return page.get_by_role("row").filter(has_text=SCHOOL).first
