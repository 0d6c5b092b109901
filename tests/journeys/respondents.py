"""Those who answer: a code from a printed slip, a phone in the hand, a section after another."""

import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from playwright.sync_api import APIRequestContext, Locator, Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, PdfObject

from .house import House

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}

MOST_SECTIONS = 12

_CODE = re.compile(r"^[0-9А-Я]{4}-[0-9А-Я]{4}-[0-9А-Я]{4}$", re.MULTILINE)
_QR = "QR-код: "
_CHOICE = re.compile(r'<input type="radio" name="([^"_]+)" id="[^"]+" value="(\d+)"')
_RETRY = re.compile(r'name="_retry" value="(\w+)"')
_SCRIPT = re.compile(r"<script\b[^>]*></script>")


@dataclass(frozen=True)
class Slips:
    """Sheets as printed: the codes of each group, and the link that the QR beside each code holds."""

    codes: dict[str, list[str]]
    links: dict[str, str]

    @classmethod
    def of(cls, file: Path) -> "Slips":
        reader, codes = PdfReader(file), dict[str, list[str]]()
        for page in reader.pages:
            text = page.extract_text()
            group = text.splitlines()[0].partition(": ")[2]
            codes.setdefault(group, []).extend(_CODE.findall(text))
        links = [words.removeprefix(_QR) for words in _told(reader.root_object["/StructTreeRoot"])]
        return cls(codes, dict(zip(chain.from_iterable(codes.values()), links, strict=True)))


def _told(node: PdfObject) -> list[str]:
    """What is told of every picture to those who do not see it."""
    found = node.get_object()
    if isinstance(found, list):
        return [words for each in found for words in _told(each)]
    if not isinstance(found, DictionaryObject):
        return []
    own = [str(found["/Alt"])] if "/Alt" in found else []
    return own + (_told(found["/K"]) if "/K" in found else [])


def answer_at_once(request: APIRequestContext, house: House, codes: list[str]) -> None:
    """A questionnaire for each code, the last answer to every question; as a phone sends it."""
    for code in codes:
        page = request.post(f"{house.address}/a/", form={"_code": code, "_go": "whole"}).text()
        retry = _RETRY.findall(page)[0]
        form: dict[str, str | float | bool] = {**dict(_CHOICE.findall(page)), "_code": code, "_retry": retry}
        sent = request.post(f"{house.address}/a/send/", form=form, headers={"Accept": "application/json"})
        assert (sent.status, list(sent.json())) == (200, ["word"])


def fill(page: Page) -> None:
    """The last answer to every question on the screen, a number and a few words where they are asked for."""
    for question in _shown(page).all():
        for row in question.locator("fieldset.q-row").all() or [question]:
            choices = row.locator("label.opt")
            if choices.count():
                choices.last.click()
            elif row.locator("textarea").count():
                row.locator("textarea").fill("Больше опытов на уроках.")
            else:
                row.locator("input").fill("2")


def turn_to_the_end(page: Page) -> None:
    """Fill what is on the screen and go on, until the answers are sent."""
    for _ in range(MOST_SECTIONS):
        fill(page)
        last = page.get_by_role("button", name="Отправить ответы")
        if last.is_visible():
            last.click()
            return
        page.get_by_role("button", name="Дальше").click()
    raise AssertionError(f"no end of it: {page.locator('main').inner_text()}")


def as_it_stands(page: Page, elsewhere: Page) -> Page:
    """A page of a browser without scripts, in a window where scripts run: axe is one."""
    html = _SCRIPT.sub("", page.content())
    elsewhere.unroute_all()
    elsewhere.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    elsewhere.goto(page.url)
    return elsewhere


def chosen(page: Page) -> int:
    """How many answers stand on the screen."""
    return _shown(page).locator("input:checked").count()


def _shown(page: Page) -> Locator:
    return page.locator("fieldset.q").filter(visible=True)
