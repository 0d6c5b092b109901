"""Finding a way to every page: by the links that a person sees, as somebody signed in."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

_HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
_CONTROL = re.compile(r"<(h2|button|legend|summary)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>|\d+")


@dataclass(frozen=True)
class Found:
    """A page that answered: the name of its address, where it is, who links to it, and how it reads."""

    name: str
    path: str
    linked_from: str
    status: int
    content_type: str
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith("text/html")

    @property
    def outline(self) -> frozenset[str]:
        """Headings of its parts and buttons, without figures."""
        inside = self.body.decode().partition("<main")[2].partition("</main>")[0]
        return frozenset(_TAG.sub("", words).strip() for _, words in _CONTROL.findall(inside))


@dataclass
class Walk:
    """Up to `of_each` pages of every address that links lead to, nearest first."""

    request: APIRequestContext
    address: str
    of_each: int = 1

    def found(self, *starts: str) -> Iterator[Found]:
        waiting, known, count = [(path, "") for path in starts], set(starts), Counter[str]()
        for path, linked_from in waiting:
            name = name_of(path)
            if name is None or count[name] >= self.of_each:
                continue
            count[name] += 1
            page = self._ask(name, path, linked_from)
            if page.is_page:
                onward = dict.fromkeys(links(page.body.decode()))
                waiting += [(each, path) for each in onward if each not in known]
                known.update(onward)
            yield page

    def _ask(self, name: str, path: str, linked_from: str) -> Found:
        answer = self.request.get(self.address + path)
        kind = answer.headers.get("content-type", "")
        return Found(name, path, linked_from, answer.status, kind, answer.body())


def links(html: str) -> list[str]:
    """Paths of the house that the page links to, in their order, without questions and places."""
    found = (urlsplit(unescape(href)) for href in _HREF.findall(html))
    return [each.path for each in found if each.path.startswith("/") and not each.netloc]


def name_of(path: str) -> str | None:
    """The name of the address; None for what is not the program's."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return None
