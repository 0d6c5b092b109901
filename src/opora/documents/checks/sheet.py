"""An expert sheet as a published definition words it: criteria with points, zones of the sum. Pure Python.

What an expert ticks beside the points (parts of a criterion that are met, typical weak places) has no points of
its own; a sheet may have neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a criterion, ticked where it is met."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored: from 0 to `points`, `words[n]` says what n points mean."""

    code: str
    title: str
    points: int
    words: tuple[str, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Weakness:
    """A typical weak place, ticked where it is met; `criterion` is the title of the one it belongs to, or «»."""

    code: str
    title: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the sum, from `first` points on up to where the next one begins."""

    code: str
    title: str
    first: int


@dataclass(frozen=True)
class Sheet:
    """Zones are named by their first point alone: they can neither overlap nor leave a gap."""

    title: str
    criteria: tuple[Criterion, ...]
    zones: tuple[Zone, ...]
    weaknesses: tuple[Weakness, ...] = ()

    @cached_property
    def points(self) -> int:
        return sum(each.points for each in self.criteria)

    def zone_of(self, total: int) -> Zone:
        """The zone of a sum of points. Raises ValueError for a sum that the sheet cannot give."""
        if not 0 <= total <= self.points:
            raise ValueError(f"{total} of {self.points}")
        return max((zone for zone in self.zones if zone.first <= total), key=lambda zone: zone.first)

    @classmethod
    def parse(cls, title: str, content: Mapping[str, Any]) -> Self:
        """Versions from before parts and weak places were tables have none."""
        words: dict[str, dict[int, str]] = {}
        parts: dict[str, list[Part]] = {}
        for row in content["words"]:
            words.setdefault(row["criterion"], {})[int(row["points"])] = row["words"]
        for row in content.get("parts", ()):
            parts.setdefault(row["criterion"], []).append(Part(row["code"], row["title"]))
        titles = {row["code"]: row["title"] for row in content["criteria"]}
        return cls(
            title,
            tuple(
                Criterion(
                    row["code"],
                    row["title"],
                    int(row["points"]),
                    tuple(words[row["code"]][n] for n in range(int(row["points"]) + 1)),
                    tuple(parts.get(row["code"], ())),
                )
                for row in content["criteria"]
            ),
            tuple(Zone(row["code"], row["title"], int(row["first"])) for row in content["zones"]),
            tuple(
                Weakness(row["code"], row["title"], titles.get(row.get("criterion") or "", ""))
                for row in content.get("weaknesses", ())
            ),
        )
