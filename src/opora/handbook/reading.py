"""Chapters of the handbook: Markdown of the repository as parts of a page, links among them kept."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from opora.ui.escaping import as_markup

#: documents beside the handbook that its readers are sent to; the others are for developers
BESIDE = ("import", "indicators", "permissions")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """`parts` are (anchor, title) of its headings, `body` what stands under the title."""

    title: str
    body: SafeString
    parts: tuple[tuple[str, str], ...]


def anchor(heading: str) -> str:
    """What a link to a heading names: as the site of the repository makes it, so that links work on both."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@cache
def codes() -> tuple[str, ...]:
    """Names of the chapters, «» for the first."""
    found = sorted(each.stem for each in _root().joinpath("handbook").glob("*.md"))
    return ("", *(code for code in found if code != "README"), *BESIDE)


@cache
def chapter(code: str) -> Chapter | None:
    """The chapter of this name as it was when this process first read it; None where there is none."""
    if code not in codes():
        return None
    name = f"{code}.md" if code in BESIDE else f"handbook/{code or 'README'}.md"
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", _table_close)
    tokens = reader.parse(_COMMENT.sub("", _root().joinpath(name).read_text(encoding="utf-8")))
    title, parts, body = "", [], []
    skipped = False
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _plain(tokens[number + 1])
            skipped = token.tag == "h1" and not title
            title = title or words
            token.attrSet("id", anchor(words))
            if token.tag == "h2":
                parts.append((anchor(words), words))
        if not skipped:
            body.append(token)
        if token.type == "heading_close":
            skipped = False
        if token.type == "th_open" and not tokens[number + 1].content:
            # a corner that says nothing heads no column
            token.tag = tokens[number + 2].tag = "td"
        token.attrs.pop("style", None)
        _lead(token.children or [])
    # HTML of the files is shown as words
    return Chapter(title, as_markup(reader.renderer.render(body, reader.options, {})), tuple(parts))


def address(code: str) -> str:
    return reverse("help-chapter", args=[code]) if code else reverse("help")


def _root() -> Path:
    return Path(settings.HELP_ROOT)


def _plain(inline: Token) -> str:
    return "".join(each.content for each in inline.children or () if each.type in {"text", "code_inline"})


def _lead(inline: list[Token]) -> None:
    """Links to other chapters lead to their pages; those to what is not shown here are left as words."""
    is_lost = False
    for token in inline:
        if token.type == "link_open":
            to = _page(str(token.attrGet("href") or ""))
            is_lost = to is None
            token.attrs = {} if to is None else {"href": to}
        if is_lost and token.type in {"link_open", "link_close"}:
            token.tag = "span"


def _page(href: str) -> str | None:
    if href.startswith(("#", "http")):
        return href
    file, _, place = href.partition("#")
    code = Path(file).stem.replace("README", "")
    if code not in codes() or not file.endswith(".md"):
        return None
    return f"{address(code)}#{place}" if place else address(code)


def _table_open(*_: object) -> str:
    return '<div class="table" role="region" tabindex="0" aria-label="Таблица"><table>'


def _table_close(*_: object) -> str:
    return "</table></div>"
