"""From a questionnaire to an active direction: everybody answers once, the school chooses, the curator looks."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from .conftest import Window, sign_in
from .house import House
from .respondents import PHONE, Slips, answer_at_once, as_it_stands, chosen, fill, turn_to_the_end
from .screens import Screens, follow

pytestmark = pytest.mark.browser

#: nobody was asked in that year yet: every answer in its profiles is given here
YEAR = "2025 год"
BIG, MIDDLE, TINY = "Заречная школа № 1", "Светлинская школа", "Ивовская основная школа"
TEACHERS, PUPILS, FEW, PARENTS = "педагоги", "6А, обучающиеся", "9Б, обучающиеся", "6А, родители"
LATIN = str.maketrans("АЕКМНРСТУХ-", "AEKMHPCTYX ")
WORD = re.compile(r"^[а-яё]+ [а-яё]+$")
JOB_SECONDS = 60

type Look = Callable[[Page, str], None]


def test_from_questions_to_an_active_direction(house: House, window: Window, screens: Screens) -> None:
    coordinator, school = window(), window()
    sign_in(coordinator, house, "municipal")
    sign_in(school, house, "school")

    campaign = _make(coordinator, house, screens)
    _write_classes_at_school(school, screens)
    _write_classes(coordinator, campaign, MIDDLE, pupils=6, parents=5, teachers=5)
    _write_classes(coordinator, campaign, TINY, pupils=4, parents=3, teachers=4)
    _turn(coordinator, campaign, "Открыть опрос")
    expect(coordinator.locator(".chips")).to_contain_text("идёт")

    slips = _print(school, campaign, BIG)
    # as many as are expected, and a tenth more, but at least two
    many = {group: len(codes) for group, codes in slips.codes.items()}
    assert many == {TEACHERS: 7, PUPILS: 9, FEW: 5, PARENTS: 7}
    assert slips.links == {
        code: f"{house.address}/a/{code.translate(LATIN).replace(' ', '')}" for code in slips.links
    }
    glass = window(**PHONE)
    codes = sorted(slips.codes[PUPILS], key=lambda code: -code.count("0"))

    _answer_without_javascript(
        window(java_script_enabled=False, **PHONE),
        house,
        codes[0],
        lambda page, name: screens.look(as_it_stands(page, glass), name),
    )
    _answer_while_offline(window(**PHONE), slips.links[codes[1]], screens)
    _key_in_from_paper(school, house, codes[2], screens)
    respondents = window().request
    answer_at_once(respondents, house, [*codes[3:6], *slips.codes[TEACHERS][:5], *slips.codes[PARENTS][:5]])
    school.goto(campaign)
    school.get_by_role("link", name=BIG).click()
    expect(_row(school, PUPILS)).to_contain_text("6 из 7")
    answer_at_once(respondents, house, [codes[6], *slips.codes[FEW][:3]])
    for name, sent in ((MIDDLE, 5), (TINY, 2)):
        printed = _print(coordinator, campaign, name)
        for codes_of in printed.codes.values():
            answer_at_once(respondents, house, codes_of[:sent])
    school.reload()
    for group in (PUPILS, TEACHERS, PARENTS):
        expect(_row(school, group)).to_contain_text("ответили все")
    expect(_row(school, FEW)).to_contain_text("группа слишком мала")
    screens.look(school, "campaign-school-all-answered")

    coordinator.goto(campaign)
    expect(_row(coordinator, BIG)).to_contain_text("100 %")
    expect(_row(coordinator, TINY)).to_contain_text("группы слишком малы")
    screens.look(coordinator, "campaign-coverage")
    _turn(coordinator, campaign, "Закрыть опрос")
    _wait_for(coordinator, coordinator.locator(".chips").get_by_text("закрыт"))
    coordinator.goto(f"{house.address}/risks/refreshes/")
    _wait_for(coordinator, _row(coordinator, YEAR).filter(has_text="готово"))
    _see_profiles(coordinator, school, house, screens)

    direction = _choose(school, screens)
    curator = window(**PHONE)
    sign_in(curator, house, "curator")
    _verify(curator, direction, screens)
    _activate(coordinator, direction, screens)


def _make(page: Page, house: House, screens: Screens) -> str:
    """Three questionnaires for three schools; returns the address of the campaign."""
    today = datetime.now(ZoneInfo("Europe/Moscow")).date()
    page.goto(f"{house.address}/campaigns/")
    page.get_by_role("link", name="Завести опрос").click()
    page.get_by_label("Название").fill("Опрос трёх школ")
    page.get_by_label("Программный год").select_option(label=YEAR)
    page.get_by_label("Первый день").fill(today.isoformat())
    page.get_by_label("Последний день").fill((today + timedelta(days=7)).isoformat())
    asked = (("педагоги", "Анкета педагога"), ("обучающиеся", "Анкета обучающегося"))
    for audience, title in (*asked, ("родители", "Анкета для родителей")):
        page.get_by_label(f"Анкета: {audience}").select_option(label=title)
    screens.look(page, "campaign-new")
    page.get_by_role("button", name="Завести опрос").click()
    for school in (BIG, MIDDLE, TINY):
        page.get_by_label(school).check()
    page.get_by_role("button", name="Записать школы").click()
    expect(page.get_by_role("row")).to_have_count(4)
    return page.url


def _write_classes_at_school(page: Page, screens: Screens) -> None:
    """From the desk: one class in full, one too small to be shown."""
    page.reload()
    page.get_by_role("link", name="Записать классы").first.click()
    for row, (label, pupils, parents) in enumerate((("6 а", "7", "5"), ("9-Б", "3", "")), 1):
        page.get_by_label(f"Класс, строка {row}").fill(label)
        page.get_by_label(f"Обучающиеся, строка {row}").fill(pupils)
        page.get_by_label(f"Родители, строка {row}").fill(parents)
    page.get_by_label("Педагоги школы").fill("5")
    screens.look(page, "campaign-classes")
    page.get_by_role("button", name="Записать").click()
    for group in (TEACHERS, PUPILS, FEW, PARENTS):
        expect(_row(page, group)).to_be_visible()


def _write_classes(page: Page, campaign: str, school: str, **many: int) -> None:
    """By the coordinator, for a school where nobody signs in."""
    page.goto(campaign)
    page.get_by_role("link", name=school).click()
    page.get_by_role("link", name="Записать, кто отвечает").click()
    page.get_by_label("Обучающиеся, строка 1").fill(str(many["pupils"]))
    page.get_by_label("Родители, строка 1").fill(str(many["parents"]))
    page.get_by_label("Педагоги школы").fill(str(many["teachers"]))
    page.get_by_role("button", name="Записать").click()
    expect(page.get_by_text("Записано.")).to_be_visible()


def _turn(page: Page, campaign: str, words: str) -> None:
    """Open or close: what is asked first is said yes to."""
    page.goto(campaign)
    page.get_by_role("link", name=words).click()
    page.get_by_role("button", name=words).click()


def _print(page: Page, campaign: str, school: str) -> Slips:
    page.goto(campaign)
    page.get_by_role("link", name=school).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать листки с кодами").click()
    return Slips.of(download.value.path())


def _answer_without_javascript(page: Page, house: House, code: str, look: Look) -> None:
    """In full by pressing; one wrong symbol is told, what only looks alike is taken; a second tab comes too late."""
    _type_code(page, house, code[:-1] + ("2" if code[-1] != "2" else "4"))
    expect(page.get_by_role("alert")).to_contain_text("В коде опечатка")
    look(page, "answer-code-mistyped")
    second = page.context.new_page()
    for each in (page, second):
        _type_code(each, house, code.translate(LATIN).replace("0", "о").lower())
        expect(each.get_by_text(f"{BIG}, 6А")).to_be_visible()
        if each is page:
            look(page, "answer-start")
        each.get_by_role("button", name="Начать").click()
    page.bring_to_front()
    fill(page)
    given = chosen(page)
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Назад").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ты и учёба")
    assert (given, chosen(page)) == (4, 4)
    follow(page.get_by_role("button", name="Дальше"))
    look(page, "answer-section")
    turn_to_the_end(page)
    expect(page.locator(".word")).to_have_text(WORD)
    look(page, "answer-receipt")

    second.get_by_role("button", name="Дальше").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Анкету открыть нельзя")
    expect(second.get_by_text("По этому коду ответ уже получен")).to_be_visible()
    look(second, "answer-code-used")


def _type_code(page: Page, house: House, code: str) -> None:
    page.goto(f"{house.address}/a/")
    page.get_by_label("Код").fill(code)
    page.get_by_role("button", name="Открыть анкету").click()


def _answer_while_offline(page: Page, link: str, screens: Screens) -> None:
    """From the QR; the way back keeps what was answered, the connection goes, another tab sends nothing twice."""
    sent: list[Response] = []
    page.on("response", lambda answer: sent.append(answer) if answer.url.endswith("/a/send/") else None)
    page.goto(link)
    page.get_by_role("button", name="Начать").click()
    expect(page.get_by_text("Раздел 1 из 6")).to_be_visible()
    fill(page)
    page.get_by_role("button", name="Дальше").click()
    expect(page.get_by_text("Раздел 2 из 6")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Раздел 1 из 6")).to_be_visible()
    assert chosen(page) == 4
    page.go_forward()
    expect(page.get_by_text("Раздел 2 из 6")).to_be_visible()
    second = page.context.new_page()
    second.goto(link)
    expect(second.get_by_text("Раздел 2 из 6")).to_be_visible()
    second.close()

    page.context.set_offline(True)
    turn_to_the_end(page)
    expect(page.get_by_role("status")).to_contain_text("Сохранено на телефоне")
    screens.look(page, "answer-kept-on-the-phone")
    assert sent == []
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо, ответ принят", timeout=20_000)
    word = page.locator(".word").inner_text()
    assert [answer.json() for answer in sent] == [{"word": word}]
    page.goto(link)
    expect(page.get_by_text("По этому коду ответ уже получен")).to_be_visible()


def _key_in_from_paper(page: Page, house: House, code: str, screens: Screens) -> None:
    """Digits only, the next field by itself; the second time another digit, then the paper decides."""
    page.goto(f"{house.address}/keying/")
    page.get_by_role("row", name="Опрос трёх школ").get_by_role("link", name="6А: обучающиеся").click()
    page.get_by_label("Код листка").fill(code)
    for digits, action in (("231", "Дальше: ввести второй раз"), ("241", "Сверить")):
        page.get_by_label("1. Насколько тебе интересно").focus()
        page.keyboard.type(digits)
        expect(page.get_by_label("4. Как ты чаще всего")).to_be_focused()
        page.get_by_role("button", name=action).click()
    differing = page.get_by_role("row", name="2. Пригодится ли тебе в жизни")
    expect(differing.get_by_role("cell")).to_have_text(["3", "4", re.compile("пусто")])
    expect(differing.get_by_role("textbox")).to_have_value("")
    screens.look(page, "keying-differences")
    differing.get_by_role("textbox").fill("3")
    page.get_by_role("button", name="Принять лист").click()
    expect(page.get_by_text("Лист принят. Вводите следующий.")).to_be_visible()


def _see_profiles(coordinator: Page, school: Page, house: House, screens: Screens) -> None:
    """The big school sees its own; what is small is not shown; of three schools nobody is hidden with it."""
    coordinator.goto(f"{house.address}/risks/?cycle={YEAR[:4]}")
    screens.look(coordinator, "risks-new")
    coordinator.get_by_role("link", name=TINY).first.click()
    folded = coordinator.locator("main details").filter(has_text="Ответивших мало").last
    folded.locator("summary").first.click()
    expect(folded.get_by_text("Ответивших мало").first).to_be_visible()
    screens.look(coordinator, "risk-profile-small")
    coordinator.goto(f"{house.address}/risks/?cycle={YEAR[:4]}")
    coordinator.get_by_role("link", name=MIDDLE).first.click()
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text(MIDDLE)
    expect(coordinator.get_by_text("вычислить другую школу")).to_have_count(0)
    school.goto(f"{house.address}/risks/")
    school.get_by_role("link", name=YEAR).click()
    words = "Ответили 10 учеников из 10 (100 %), 5 учителей из 5 (100 %), 5 родителей из 5 (100 %)."
    expect(school.locator("main")).to_contain_text(words)
    screens.look(school, "risk-profile-new")


def _choose(page: Page, screens: Screens) -> str:
    """The first high risk is taken and its cause named, the others are left; returns the direction's address."""
    page.get_by_role("link", name="Выбрать направления").click()
    found = page.locator("main section[id^=risk-]").filter(visible=True).all()
    for place, risk in enumerate(found):
        risk.get_by_label("Берём в работу" if place == 0 else "Не берём").check()
        risk.get_by_label("Согласны", exact=True).check()
        risk.get_by_label("Своими словами").fill("" if place == 0 else "Начнём с одного направления.")
    screens.look(page, "risk-choosing")
    page.get_by_role("button", name="Записать выбор").click()
    page.get_by_role("row").filter(has_text="выбрано школой").get_by_role("link").first.click()
    page.get_by_role("link", name="Назвать причины").click()
    page.get_by_label("Другие причины").fill("Нет учителя математики в 6 классе")
    page.get_by_role("button", name="Записать").click()
    expect(page.get_by_role("region", name="Причины, которые видит школа")).to_contain_text("Нет учителя")
    return page.url


def _verify(page: Page, direction: str, screens: Screens) -> None:
    """The curator, standing in the school."""
    page.goto(direction)
    page.get_by_role("link", name="Записать первичный визит").click()
    page.get_by_role("group", name="Увидели в школе").get_by_label("да").check()
    page.get_by_label("Что именно").fill("Два урока в 6А.")
    page.get_by_label("Подтверждаю: уровень верен").check()
    screens.look(page, "direction-visit")
    page.get_by_role("button", name="Записать первичный визит").click()
    expect(page.locator(".chips")).to_contain_text("верифицировано куратором")


def _activate(page: Page, direction: str, screens: Screens) -> None:
    page.goto(direction)
    page.get_by_role("link", name="Активировать").click()
    page.get_by_role("button", name="Активировать").click()
    expect(page.locator(".chips")).to_contain_text("активировано")
    screens.look(page, "direction-active")


def _row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def _wait_for(page: Page, told: Locator) -> None:
    """Ask anew until the page says so, as a person would."""
    for _ in range(2 * JOB_SECONDS):
        if told.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{page.url} never said so:\n{page.locator('main').inner_text()}")
