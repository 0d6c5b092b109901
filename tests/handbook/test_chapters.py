"""The handbook inside the program: every chapter answers, every link leads somewhere, nothing of it is a script."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from factories.people import Cast, cast, signed_in
from opora.handbook import reading

pytestmark = pytest.mark.django_db
HREF = re.compile(r'href="([^"]*)"')


@pytest.fixture
def other(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A handbook of its own, read anew."""
    settings.HELP_ROOT = tmp_path
    (tmp_path / "handbook").mkdir()
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    reading.codes.cache_clear()
    reading.chapter.cache_clear()


@pytest.mark.parametrize("code", reading.codes())
def test_every_chapter_answers_before_signing_in(code: str) -> None:
    answer = Client().get(reading.address(code))
    assert answer.status_code == 200
    inside = answer.text.partition("<main")[2]
    assert inside.count("<h1>") == 1
    assert "style=" not in inside and "<script" not in inside and "<!--" not in inside


def test_every_link_leads_to_a_chapter_and_a_heading() -> None:
    dead = []
    for code in reading.codes():
        chapter = reading.chapter(code)
        assert chapter is not None and chapter.title
        for href in (unquote(unescape(each)) for each in HREF.findall(chapter.body)):
            path, _, place = href.partition("#")
            target = code if not path else path.removeprefix("/help/").strip("/")
            there = reading.chapter(target)
            if not href.startswith("http") and (
                there is None or (place and f'id="{place}"' not in there.body)
            ):
                dead.append((code, href))
    assert dead == []


def test_help_stands_on_every_page(db: None) -> None:
    people: Cast = cast()
    page = signed_in(people.school_coordinator).get("/").text
    assert 'href="/help/"' in page
    assert Client().get("/help/no-such-chapter/").status_code == 404


def test_what_is_written_is_shown_as_words(other: Path) -> None:
    (other / "handbook" / "README.md").write_text(
        "# Начало\n\n<script>alert(1)</script>\n\n| | б |\n|---|--:|\n| 1 | 2 |\n\n"
        "[Там](one.md#как-читать) и [код](../adr/0001.md)\n"
    )
    (other / "handbook" / "one.md").write_text("# Глава\n\n## Как читать?\n\nСлова\n\n### Ещё\n")
    first, one = reading.chapter(""), reading.chapter("one")
    assert first is not None and one is not None
    assert "&lt;script&gt;" in first.body and "<script" not in first.body
    assert re.sub(r"\s", "", first.body).count("<tr><td></td><th>б</th></tr>") == 1
    assert "style" not in first.body and '<div class="table"' in first.body
    assert 'href="/help/one/#как-читать"' in unquote(first.body)
    assert "<span>код</span>" in first.body
    assert one.parts == (("как-читать", "Как читать?"),)
    assert reading.chapter("adr") is None
