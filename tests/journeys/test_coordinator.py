"""The coordinator's job from a file with mistakes to the approved list, and the school at the other end."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from . import sheets
from .conftest import Window, sign_in
from .house import House, let_the_days_for_objections_pass
from .screens import Screens, follow

pytestmark = pytest.mark.browser

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: how each kind of file begins
MAGIC = {DOCX: b"PK\x03\x04", XLSX: b"PK\x03\x04", "application/pdf": b"%PDF-"}


def test_from_a_wrong_file_to_the_approved_list(
    house: House, window: Window, screens: Screens, tmp_path: Path
) -> None:
    coordinator, school = window(), window(viewport={"width": 390, "height": 800}, has_touch=True)
    sign_in(coordinator, house, "neighbour")

    _upload(coordinator, house, sheets.written(tmp_path / "с ошибками.xlsx", sheets.BAD))
    heading(coordinator, "Что исправить в файле")
    for place in ("ячейка F3", "ячейка B4"):
        expect(coordinator.locator("main").get_by_text(f"лист «Результаты», {place}")).to_be_visible()
    screens.look(coordinator, "import-refused")

    coordinator.get_by_role("link", name="Загрузить исправленный").click()
    _upload(coordinator, house, sheets.written(tmp_path / "исправлен.xlsx", sheets.GOOD))
    heading(coordinator, "Загрузить проверенный файл?")
    screens.look(coordinator, "import-checked")
    coordinator.get_by_role("button", name="Загрузить 2 записи").click()
    heading(coordinator, "Файл загружен")
    screens.look(coordinator, "import-applied")

    _see_where_a_figure_comes_from(coordinator, house)
    _draw_up_and_open(coordinator, house, screens)
    listing = coordinator.url

    sign_in(school, house, "neighbour-school")
    school.get_by_role("link", name="Посмотреть почему").click()
    heading(school, "Почему мы в списке")
    expect(school.get_by_text("В 2026 году порог достигнут по 2 процедурам")).to_be_visible()
    place = school.url
    follow(school.get_by_role("link", name="Возразить"))
    screens.look(school, "objection-raise")
    school.get_by_label("С чем вы не согласны и почему").fill("В 6 классе писали 16 человек, а не 15.")
    school.get_by_role("button", name="Подать возражение").click()
    heading(school, f"Возражение: {sheets.SCHOOL}")
    screens.look(school, "objection-sent")

    coordinator.goto(house.address)
    follow(coordinator.get_by_role("link", name="Ответить: ").first)
    screens.look(coordinator, "objection-to-answer")
    coordinator.get_by_label("Оставить как есть: отклонить").check()
    coordinator.get_by_label("Ответ школе").fill("По протоколу участников 15. Состав списка не меняется.")
    coordinator.get_by_role("button", name="Ответить школе").click()

    let_the_days_for_objections_pass(house)
    coordinator.goto(listing)
    coordinator.get_by_role("link", name="Утвердить список").click()
    coordinator.get_by_label("Номер приказа").fill("31-од")
    coordinator.get_by_role("button", name="Утвердить список").click()
    expect(coordinator.locator(".chips")).to_contain_text("утверждён")
    screens.look(coordinator, "list-approved")
    _take_the_papers(coordinator, house)

    school.goto(place)
    expect(school.locator(".chips")).to_contain_text("утверждён")
    expect(school.get_by_role("link", name="Возразить")).to_have_count(0)
    screens.look(school, "school-approved")


def _upload(page: Page, house: House, file: Path) -> None:
    page.goto(f"{house.address}/imports/new/results/")
    page.get_by_label("Файл", exact=True).set_input_files(file)
    page.get_by_role("button", name="Проверить файл").click()


def _see_where_a_figure_comes_from(page: Page, house: House) -> None:
    page.goto(f"{house.address}/results/")
    page.get_by_role("row", name=sheets.SCHOOL).get_by_role("link", name="50 %").first.click()
    expect(page.get_by_text("исправлен.xlsx").first).to_be_visible()
    expect(page.get_by_text("Быкова Надежда Константиновна").first).to_be_visible()


def _draw_up_and_open(page: Page, house: House, screens: Screens) -> None:
    page.goto(f"{house.address}/lists/")
    page.get_by_role("link", name="Подготовить проект списка").click()
    page.get_by_role("button", name="Показать, кого выберет правило").click()
    expect(page.get_by_role("heading", name="Холмский округ, 2026 год: в списке 1 из 3")).to_be_visible()
    screens.look(page, "list-preview")
    page.get_by_role("button", name="Сохранить проект списка").click()
    page.get_by_role("link", name=sheets.SCHOOL).click()
    heading(page, f"{sheets.SCHOOL}: почему в списке")
    page.go_back()
    page.get_by_role("link", name="Показать школам").click()
    page.get_by_role("button", name="Показать школам").click()
    expect(page.locator(".chips")).to_contain_text("проект открыт для возражений")


def _take_the_papers(page: Page, house: House) -> None:
    papers = page.get_by_role("region", name="Протокол и письмо").get_by_role("link")
    taken = []
    for link in papers.all():
        answer = page.request.get(f"{house.address}{link.get_attribute('href')}")
        kind = answer.headers["content-type"]
        assert (answer.status, answer.body()[: len(MAGIC[kind])]) == (200, MAGIC[kind])
        taken.append(kind)
    assert taken == [DOCX, "application/pdf", XLSX, DOCX, "application/pdf"]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
