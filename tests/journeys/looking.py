"""One person's walk over the house: every page found is asked for, and looked at once."""

import gzip

from playwright.sync_api import Page

from .house import House
from .screens import WITH_PICTURES, Screens
from .walking import Found, Walk

STARTS = ("/", "/me/")
FIRST_VISIT_BYTES = 100_000
#: an address is asked for so many objects of its kind
OF_EACH = 3 if WITH_PICTURES else 2

# {name of an address: parts and buttons that were looked at there, in whosever hands}
_looked_at: dict[str, frozenset[str]] = {}


def walk(
    page: Page,
    house: House,
    screens: Screens,
    login: str,
    *,
    looked_at: frozenset[str] | None = None,
) -> None:
    """Whatever is wrong is added to the faults: who, where, what, and the page that leads there.

    Every page found is asked for, those that offer most of their address are looked at first, others where they
    offer something more; with `looked_at`, only pages of these names.
    """
    found = list(Walk(page.request, house.address, OF_EACH).found(*STARTS))
    screens.faults += [(login, *_told(each)) for each in found if each.status != 200]
    pages = [each for each in found if each.is_page and each.status == 200]
    screens.faults += [(login, "weighs too much", each.path) for each in pages if _is_heavy(each)]
    for each in sorted(pages, key=lambda one: -len(one.outline)):
        seen = _looked_at.get(each.name)
        if (seen is None or not each.outline <= seen) and (looked_at is None or each.name in looked_at):
            _looked_at[each.name] = each.outline | (seen or frozenset())
            page.goto(house.address + each.path)
            screens.look(page, f"{login}-{each.name}")


def _told(page: Found) -> tuple[str, str, str]:
    return str(page.status), page.path, f"linked from {page.linked_from}"


def _is_heavy(page: Found) -> bool:
    """The page's own part; styles and scripts, the same on every page, take less than the other half."""
    return len(gzip.compress(page.body)) > FIRST_VISIT_BYTES / 2
