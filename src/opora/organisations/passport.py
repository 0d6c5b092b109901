"""The social passport: which items it has here, and what a school's figures say as shares.

The items are a versioned definition that a region may decide otherwise (catalogue «social-passport»).
A count is an integer of pupils; a share is a number 0–1. An item nobody filled is absent, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from opora.catalogues.queries import in_force

KIND, CODE = "social-passport", "passport"


@dataclass(frozen=True, slots=True)
class PassportItem:
    """A line of the passport. `group` is its heading; `unit` says how the figure is kept."""

    code: str
    title: str
    unit: Literal["count", "share"]
    group: str
    is_adverse: bool = False

    @property
    def counts_pupils(self) -> bool:
        """Counts are of pupils: none can exceed all of them."""
        return self.unit == "count"


def passport_items(territory_path: str = "") -> tuple[PassportItem, ...]:
    """The items in force for a territory, in the catalogue's order; none where nothing is published."""
    return in_force(KIND, CODE, territory_path, _items) or ()


def _items(content: Mapping[str, Any]) -> tuple[PassportItem, ...]:
    return tuple(_item(row) for row in content["items"])


def _item(row: Mapping[str, Any]) -> PassportItem:
    return PassportItem(
        code=row["code"],
        title=row["title"],
        unit="share" if row["unit"] == "share" else "count",
        group=row.get("group", ""),
        is_adverse=bool(row.get("adverse", False)),
    )


def context_shares(
    passport: Mapping[str, float], pupils: int | None, items: tuple[PassportItem, ...]
) -> dict[str, float]:
    """{code: share 0–1} of what is known; a count without the number of pupils gives no share."""
    shares: dict[str, float] = {}
    for item in items:
        value = passport.get(item.code)
        if value is None:
            continue
        if item.unit == "share":
            shares[item.code] = float(value)
        elif pupils:
            shares[item.code] = value / pupils
    return shares
