"""Looking at pages as they are visited: pictures, width, accessibility, and what the browser complains about."""

import os
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python.base as axe_files
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

PHONE, TABLET, DESK = 360, 768, 1440
HEIGHTS = {PHONE: 740, TABLET: 1024, DESK: 900}
#: a form sent back and a refusal are answers of the house; the browser calls them errors all the same.
#: Who has no connection is told so by the page itself. A draft that is still being sent when its page is left is
#: given up: htmx calls that an error twice (one that could not be sent at all has a third name).
ANSWERS = ("status of 422", "status of 409", "status of 403", "status of 404", "ERR_INTERNET_DISCONNECTED",
           "htmx:sendAbort", "htmx:afterRequest")  # fmt: skip

AXE = (Path(axe_files.__file__).parent / "axe.min.js").read_text()
#: Everything but colours is scanned on the whole page. Comparing colours takes longest, so that is done for words
#: in colours that were not compared yet: colour, ground down to the first that covers, size, weight.
SCAN = """async known => {
    const told = each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" ")];
    const how = {resultTypes: ["violations"], preload: false};
    const scanned = async (where, rules) => (await axe.run(where, {...how, ...rules})).violations.map(told);
    const grounds = new Map(), fresh = new Map(), compared = new Set(known);
    const ground = each => {
        if (!each) return "";
        if (!grounds.has(each)) {
            const style = getComputedStyle(each), own = [style.backgroundColor, style.backgroundImage, style.opacity];
            const covers = /^rgb\\(/.test(style.backgroundColor) && style.opacity === "1";
            grounds.set(each, own.join(" ") + (covers ? "" : "/" + ground(each.parentElement)));
        }
        return grounds.get(each);
    };
    const found = await scanned(document, {rules: {"color-contrast": {enabled: false}}});
    for (const each of document.body.querySelectorAll("*")) {
        const hasWords = [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!hasWords || !each.checkVisibility()) continue;
        const style = getComputedStyle(each);
        const look = [style.color, ground(each), style.fontSize, style.fontWeight, style.textShadow].join("|");
        if (!compared.has(look) && !fresh.has(look)) fresh.set(look, each);
    }
    if (fresh.size) found.push(...await scanned({include: [...fresh.values()]}, {runOnly: ["color-contrast"]}));
    return [found, [...fresh.keys()]];
}"""
SCANNED = (PHONE, DESK)
#: pictures are for eyes: `./dev test --all` takes them, a run that nobody looks at does not
WITH_PICTURES = bool(os.environ.get("OPORA_PICTURES"))

_compared: set[str] = set()


@dataclass
class Screens:
    """Faults are gathered, so that one run tells all of them; a test ends with `faults == []`."""

    folder: Path
    faults: list[tuple[str, ...]] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Hear everything the browser says about this page from now on."""
        page.on("console", lambda message: self._hear(page, message))
        page.on("pageerror", lambda error: self.faults.append((page.url, "script", str(error))))
        page.on("response", lambda response: self._see(page, response))

    def look(self, page: Page, name: str) -> None:
        """See the page at every width, scan it for what bars people from it, and picture it where that is asked.

        It is scanned as the window of this person shows it, on a phone or on a desk; with pictures as both do.
        """
        page.wait_for_load_state()
        before = page.viewport_size
        scanned = (
            SCANNED if WITH_PICTURES or before is None else (PHONE if before["width"] < TABLET else DESK,)
        )
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append((name, str(width), f"is {wide} px wide"))
            if WITH_PICTURES:
                (self.folder / f"{name}-{width}.jpg").write_bytes(picture(page, width))
            if width in scanned:
                self.faults += [(name, str(width), *each) for each in barriers(page)]
        if before is not None:
            page.set_viewport_size(before)

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(each in message.text for each in ANSWERS):
            self.faults.append((page.url, message.type, message.text))

    def _see(self, page: Page, response: Response) -> None:
        if response.status >= 500:
            self.faults.append((page.url, str(response.status), response.url))


def follow(leads_on: Locator) -> None:
    """Press what leads to another page and be there: a press alone is over before the page begins to change."""
    with leads_on.page.expect_navigation():
        leads_on.click()


def picture(page: Page, width: int) -> bytes:
    """The whole page as a JPEG: asked of the browser itself, which takes a quarter less than a screenshot."""
    browser = page.context.new_cdp_session(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    how = {"format": "jpeg", "quality": 75, "captureBeyondViewport": True, "optimizeForSpeed": True}
    data = browser.send("Page.captureScreenshot", {**how, "clip": clip})["data"]
    browser.detach()
    return b64decode(data)


def barriers(page: Page) -> list[tuple[str, str]]:
    """(rule, the elements that break it) of axe on the page as it stands."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(AXE)
    found, fresh = page.evaluate(SCAN, sorted(_compared))
    if not found:  # what bars people is told of every page that has it
        _compared.update(fresh)
    return [(rule, nodes) for rule, nodes in found]
