"""What surrounds every page: sections, the signed-in person, search, version.

Plain data. The top of the house fills a `Shell` and puts it into each page's context as `shell`;
`ui/page.html` and `ui/plain.html` draw it. A page without a `Shell` still renders.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    """A section of the main navigation. `count` is what waits there; 0 and None show nothing."""

    title: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """The signed-in person and the capacity in which they act now.

    `capacities` counts the appointments in force; with two or more a switch is offered.
    """

    name: str
    capacity: str
    scope: str
    capacities: int = 1
    switch_url: str = ""
    account_url: str = ""
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """`parts` of the present section, where it has several. `search_url` empty: no search field.

    `demo`: the notice about invented data is shown.
    """

    nav: tuple[NavItem, ...] = ()
    parts: tuple[NavItem, ...] = ()
    who: Who | None = None
    home_url: str = "/"
    search_url: str = ""
    help_url: str = ""
    version: str = ""
    demo: bool = False
