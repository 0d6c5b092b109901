"""An expert sheet as a published definition words it: criteria with points, zones of the sum. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored: from 0 to `points`, `words[n]` says what n points mean."""

    code: str
    title: str
    points: int
    words: tuple[str, ...]


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
        words: dict[str, dict[int, str]] = {}
        for row in content["words"]:
            words.setdefault(row["criterion"], {})[int(row["points"])] = row["words"]
        return cls(
            title,
            tuple(
                Criterion(
                    row["code"],
                    row["title"],
                    int(row["points"]),
                    tuple(words[row["code"]][n] for n in range(int(row["points"]) + 1)),
                )
                for row in content["criteria"]
            ),
            tuple(Zone(row["code"], row["title"], int(row["first"])) for row in content["zones"]),
        )
