"""From sheets to one score, from a score to a zone. Pure Python.

One sheet gives its sum. Two give the integer on which the experts agreed, else their mean rounded half down; where
they differ by more than is allowed, a third expert or an agreement is needed first. Three give the median: a score
that one of them gave, which a single stray sheet cannot move (the mean of the two nearest is not defined for
2, 6, 10). «Не представлено» has no score: it is a zone of its own and stands in no mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from opora.documents.checks.sheet import Sheet

#: code and title of the zone of what was not presented
ABSENT, ABSENT_TITLE = "absent", "не представлено"


class How(StrEnum):
    """How a final score was reckoned."""

    ONE = "one"
    MEAN = "mean"
    AGREED = "agreed"
    MEDIAN = "median"
    ABSENT = "absent"


HOW_TITLES = {
    How.ONE: "по одному листу",
    How.MEAN: "среднее двух листов",
    How.AGREED: "согласовано экспертами",
    How.MEDIAN: "медиана трёх листов",
    How.ABSENT: "документ не представлен",
}


class Need(StrEnum):
    """What is missing before there is a final score."""

    SHEET = "sheet"
    SECOND = "second"
    AGREEMENT = "agreement"


NEED_TITLES = {
    Need.SHEET: "нет ни одного листа",
    Need.SECOND: "нет второго листа",
    Need.AGREEMENT: "листы расходятся: нужен третий эксперт или согласование",
}


@dataclass(frozen=True, slots=True)
class Final:
    points: int
    how: How


def half_down(points: Sequence[int]) -> int:
    """The mean of integers of which a half goes down: 7 and 8 give 7."""
    doubled, count = 2 * sum(points), len(points)
    return -((count - doubled) // (2 * count))


def differ(points: Sequence[int]) -> int:
    """How far apart the sheets are."""
    return max(points) - min(points) if points else 0


def final(
    points: Sequence[int], *, allowed: int, agreed: int | None = None, wants_second: bool = False
) -> Final | Need:
    """The final score of sums of points in the order of experts, or what it still needs."""
    if not points:
        return Need.SHEET
    if len(points) == 1:
        return Need.SECOND if wants_second else Final(points[0], How.ONE)
    if agreed is not None:
        return Final(agreed, How.AGREED)
    if len(points) >= 3:
        return Final(sorted(points)[(len(points) - 1) // 2], How.MEDIAN)
    if differ(points) > allowed:
        return Need.AGREEMENT
    return Final(half_down(points), How.MEAN)


def is_red(sheet: Sheet, points: int) -> bool:
    """Whether a sum lies in the lowest zone of the sheet."""
    return sheet.zone_of(points) == min(sheet.zones, key=lambda zone: zone.first)


def zone_code(sheet: Sheet, points: int | None) -> str:
    """The zone of a final score; None is a document that was not presented."""
    return ABSENT if points is None else sheet.zone_of(points).code


def zone_titles(sheet: Sheet) -> dict[str, str]:
    """Zones from the lowest up, what was not presented last."""
    ordered = sorted(sheet.zones, key=lambda zone: zone.first)
    return {zone.code: zone.title for zone in ordered} | {ABSENT: ABSENT_TITLE}


def zone_bounds(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """The first and the last sum of each zone."""
    ordered = sorted(sheet.zones, key=lambda zone: zone.first)
    ends = [zone.first - 1 for zone in ordered[1:]] + [sheet.points]
    return {zone.code: (zone.first, end) for zone, end in zip(ordered, ends, strict=True)}


def mean(points: Iterable[float | None]) -> float | None:
    """The mean of what was scored; what was not presented is not counted as nothing."""
    known = [each for each in points if each is not None]
    return sum(known) / len(known) if known else None
