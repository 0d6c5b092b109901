"""The preview on a page of the house, under its policy: accessible, no wider than the screen, asking nobody."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Route, sync_playwright

from attachments.making import cell, p, programme, relations, table, word
from opora.attachments import preview

pytestmark = pytest.mark.browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADDRESS = "http://localhost/"
PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Документ</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/opora.css"></head>
<body><main class="wrap"><h1>Документ школы</h1><section class="card">{}</section></main></body></html>"""


def hostile() -> bytes:
    """Everything that could act or be asked for, besides tables that trouble a reader by ear."""
    links = relations(
        [("r1", "hyperlink", "javascript:alert(1)"), ("r2", "image", "https://example.org/spy.png")],
        external=True,
    )
    body = (
        p("&lt;script&gt;alert(1)&lt;/script&gt;")
        + '<w:p><w:hyperlink r:id="r1"><w:r><w:t>нажмите</w:t></w:r></w:hyperlink></w:p>'
        + '<w:p><w:r><w:drawing><a:blip xmlns:a="a" r:link="r2"/></w:drawing></w:r></w:p>'
        + p("Меры")
        + table(["", "Мера", "Срок"], ["1", "Кружок", "май"])
        + p("Меры")
        + table([cell("Всё", '<w:gridSpan w:val="3"/>')], ["Что", "Кто", "Когда"], ["а", "", "в"])
    )
    return word(body, {"word/_rels/document.xml.rels": links})


def test_previews_are_accessible_and_ask_nobody() -> None:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    style = Path(str(finders.find("opora/opora.css"))).read_bytes()
    policy = "; ".join(f"{name} {' '.join(map(str, values))}" for name, values in settings.SECURE_CSP.items())
    shown = {
        name: PAGE.format(preview(data)) for name, data in (("honest", programme()), ("hostile", hostile()))
    }
    asked: list[str] = []
    complaints: list[str] = []
    faults: list[object] = []

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name in shown:
            headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
            return route.fulfill(status=200, headers=headers, body=shown[name])
        if name == "opora.css":
            return route.fulfill(status=200, headers={"Content-Type": "text/css"}, body=style)
        asked.append(route.request.url)
        return route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.route("**/*", answer)
        for name in shown:
            page.goto(ADDRESS + name)
            for width in (320, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            violations = Axe().run(page).response["violations"]
            faults += [(name, each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
            if name == "honest":
                assert page.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)") == [40]
        browser.close()
    assert (faults, complaints, [url for url in asked if not url.endswith("favicon.ico")]) == ([], [], [])
