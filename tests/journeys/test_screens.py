"""The eyes of the journeys: colours are compared once, and what bars people is seen every time."""

import pytest

from . import screens as eyes
from .conftest import Window

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="ru"><title>Страница</title><main><h1>Школы</h1>
<p style="color: {colour}; background: {ground}">Слова</p></main>"""


def _barred(window: Window, colour: str, ground: str) -> set[str]:
    page = window()
    page.set_content(PAGE.format(colour=colour, ground=ground))
    return {rule for rule, _ in eyes.barriers(page)}


def test_pale_words_are_seen_on_every_page_that_has_them(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eyes, "_compared", set[str]())
    assert _barred(window, "#222", "#fff") == set()
    assert _barred(window, "#ccc", "#fff") == {"color-contrast"}
    assert _barred(window, "#ccc", "#fff") == {"color-contrast"}
    assert _barred(window, "#222", "#333") == {"color-contrast"}, "the same words on another ground"


def test_colours_that_were_compared_are_not_compared_again(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = set[str]()
    monkeypatch.setattr(eyes, "_compared", known)
    assert _barred(window, "#222", "#fff") == set()
    first = set(known)
    assert first
    assert _barred(window, "#222", "#fff") == set()
    assert known == first


def test_what_is_not_a_colour_is_scanned_always(window: Window) -> None:
    page = window()
    for _ in range(2):
        page.set_content(PAGE.format(colour="#222", ground="#fff").replace("<h1>", '<img src="data:,"><h1>'))
        assert "image-alt" in {rule for rule, _ in eyes.barriers(page)}
