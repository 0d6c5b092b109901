"""An order that must exist, as the definition in force says. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from opora.access import Role
from opora.cycles.periods import parse
from opora.groups.states import GroupKind
from opora.orders.states import OrderLevel


@dataclass(frozen=True, slots=True)
class Expected:
    """`stage` is the number of the stage of the year by whose end the order is awaited; `term` words of a term."""

    code: str
    title: str
    level: OrderLevel
    why: str
    stage: int | None = None
    term: str = ""
    role: Role | None = None
    group: GroupKind | None = None
    duty: str = ""
    preamble: str = ""

    def due(self, year: tuple[date, date], stages: Mapping[int, date | None]) -> date | None:
        """The last day; None where the year has no such stage or the words name no day."""
        if self.stage is not None:
            return stages.get(self.stage)
        return parse(self.term, within=year).ends if self.term else None


@dataclass(frozen=True, slots=True)
class Expectations:
    """Every row of a definition in its order."""

    orders: tuple[Expected, ...] = ()

    def of_level(self, level: OrderLevel) -> list[Expected]:
        return [each for each in self.orders if each.level is level]

    def find(self, code: str) -> Expected | None:
        return next((each for each in self.orders if each.code == code), None)


def read(content: Any) -> Expectations:
    """The content of a published definition."""
    rows = tuple(
        Expected(
            code=row["code"],
            title=row["title"],
            level=OrderLevel(row["level"]),
            why=row["why"],
            stage=row.get("stage"),
            term=row.get("term") or "",
            role=Role(row["role"]) if row.get("role") else None,
            group=GroupKind(row["group"]) if row.get("group") else None,
            duty=row.get("duty") or "",
            preamble=row.get("preamble") or "",
        )
        for row in content["orders"]
    )
    return Expectations(rows)
