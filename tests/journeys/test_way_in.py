"""From an invitation to the desk, from one role to another, and through the second factor."""

import base64
import hmac
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from .conftest import Window, sign_in
from .house import House, installation_beside
from .screens import Screens, follow

pytestmark = pytest.mark.browser

PASSWORD = "полынь-и-чабрец-57"


def test_an_invitation_leads_to_the_desk_and_a_second_role_is_a_press_away(
    house: House, window: Window, screens: Screens
) -> None:
    administrator, invited = window(), window(viewport={"width": 390, "height": 800})
    sign_in(administrator, house, "admin")
    administrator.goto(f"{house.address}/people/new/")
    for label, words in (("Фамилия", "Ветрова"), ("Имя", "Алина"), ("Отчество", "Юрьевна")):
        administrator.get_by_label(label, exact=True).fill(words)
    _choose_role(administrator, "Методист", "Для территории", "Заречный округ")
    expect(administrator.get_by_role("heading", level=1)).to_have_text("Приглашение готово")
    screens.look(administrator, "invitation-ready")
    link = administrator.get_by_label("Ссылка").input_value()
    with administrator.expect_download() as download:
        administrator.get_by_role("button", name="Скачать листок для печати").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"

    invited.goto(link)
    screens.look(invited, "invitation-accept")
    invited.get_by_label("Логин").fill("vetrova")
    for field in invited.locator("input[type=password]").all():
        field.fill(PASSWORD)
    invited.get_by_role("button", name="Сохранить и войти").click()
    expect(invited).to_have_url(f"{house.address}/")
    expect(invited.get_by_role("heading", level=1)).to_have_text("Что сейчас за вами")

    again = window()
    again.goto(link)
    expect(again.get_by_role("link", name="Войти с логином")).to_be_visible()
    screens.look(again, "invitation-used")

    follow(administrator.get_by_role("link", name="К человеку"))
    screens.look(administrator, "person-who-came")
    administrator.get_by_role("link", name="Ещё одно назначение").click()
    _choose_role(administrator, "Куратор", "Для школ", "Ивовская основная школа")
    expect(administrator.get_by_text("Куратор").first).to_be_visible()
    invited.goto(f"{house.address}/me/")
    follow(invited.get_by_role("link", name="Сменить роль").filter(visible=True))
    screens.look(invited, "capacity")
    # a later appointment does not change in which role one acts
    expect(invited.locator(".who-name")).to_contain_text("Методист · Заречный округ")
    for role, scope in (("Куратор", "Ивовская основная школа"), ("Методист", "Заречный округ")):
        invited.goto(f"{house.address}/me/capacity/")
        invited.get_by_role("button", name=f"Перейти в роль: {role}").click()
        expect(invited.locator(".who-name")).to_contain_text(f"{role} · {scope}")


def _choose_role(page: Page, role: str, kind: str, place: str) -> None:
    page.get_by_label("Роль").select_option(label=role)
    folded = page.locator("summary").filter(has_text=kind)
    if folded.count():
        folded.click()
    page.get_by_role("group", name=kind).get_by_label(place).check()
    page.get_by_role("button", name="Назначить").click()


def test_a_coordinator_adds_the_second_factor_and_is_asked_for_it(
    house: House, window: Window, screens: Screens
) -> None:
    page = window()
    with installation_beside(house) as strict:
        sign_in(page, strict, "regional")
        expect(page).to_have_url(f"{strict.address}/account/2fa/totp/activate/")
        screens.look(page, "second-factor-add")
        page.goto(f"{strict.address}/schools/")
        expect(page).to_have_url(f"{strict.address}/account/2fa/totp/activate/")
        secret = page.locator("main code").inner_text()
        page.locator("main input[name=code]").fill(_code(secret, steps=0))
        follow(page.get_by_role("button", name="Подключить"))
        screens.look(page, "recovery-codes")
        page.goto(strict.address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Что сейчас за вами")

        later = window()
        sign_in(later, strict, "regional")
        expect(later).to_have_url(f"{strict.address}/account/2fa/authenticate/")
        screens.look(later, "second-factor-asked")
        # a code works once: the next one is accepted too, for clocks drift
        later.locator("main input[name=code]").fill(_code(secret, steps=1))
        later.keyboard.press("Enter")
        expect(later.get_by_role("heading", level=1)).to_have_text("Что сейчас за вами")


def _code(secret: str, *, steps: int) -> str:
    """RFC 6238 by hand: six digits of the half-minute that is `steps` ahead."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + steps), "sha1")
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
