"""Pages about oneself that features above add to one's own page; this package knows none of them.

A feature calls `register(OwnPage(...))` in its `AppConfig.ready()`. Such a page is open to everybody who is
signed in and shows only what is theirs.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A link beside one's own data; `address` is the name of its URL and keeps it from standing twice."""

    title: str
    address: str


_pages: dict[str, OwnPage] = {}


def register(page: OwnPage) -> None:
    """The same address again replaces the page."""
    _pages[page.address] = page


def own_pages() -> tuple[OwnPage, ...]:
    """In order of registering."""
    return tuple(_pages.values())
