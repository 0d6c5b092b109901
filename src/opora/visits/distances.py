"""How far schools lie from each other, and which may be visited in one trip. Pure.

Distances are as the crow flies, stretched by a factor: an estimate, and told as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0
#: more schools are not visited in a day
MOST_IN_A_TRIP = 4
#: a stop on the way may make the whole way longer by this share
_DETOUR = 0.15


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Stop:
    """A school that waits for a visit. `urgency`: days until it is late, below zero where it is."""

    school_id: int
    name: str
    at: Point
    urgency: int


@dataclass(frozen=True, slots=True)
class Trip:
    """Schools that may be visited at once, in order of the way, the reasons of each after the first, the whole way."""

    stops: tuple[Stop, ...]
    why: tuple[str, ...]
    way_km: float | None


def straight_km(one: Point, other: Point) -> float:
    """The great circle (haversine)."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, slots=True)
class Map:
    """`road`: by how much a road is longer than the straight line. `base`: from where one sets out."""

    road: float
    near_km: float
    base: Point | None = None

    def km(self, one: Point, other: Point) -> float:
        return straight_km(one, other) * self.road

    def from_base(self, to: Point) -> float | None:
        return None if self.base is None else self.km(self.base, to)

    def reason(self, first: Stop, other: Stop) -> str:
        """Why the other fits into a trip to the first; empty where it does not."""
        apart = self.km(first.at, other.at)
        if apart <= self.near_km:
            return f"{_km(apart)} от школы «{first.name}»"
        if self.base is None:
            return ""
        longest = max(self.km(self.base, first.at), self.km(self.base, other.at))
        around = self.km(self.base, first.at) + apart + self.km(other.at, self.base)
        detour = around - 2 * longest
        return f"по пути, крюк {_km(detour)}" if detour <= _DETOUR * 2 * longest else ""


def _km(value: float) -> str:
    return f"≈ {max(1, round(value))} км"


def trips(stops: Sequence[Stop], on: Map, *, most: int = 5) -> list[Trip]:
    """Trips of two schools and more, the most urgent first; a school stands in one of them only."""
    waiting = sorted(stops, key=lambda stop: (stop.urgency, stop.name, stop.school_id))
    taken: set[int] = set()
    found: list[Trip] = []
    for first in waiting:
        if len(found) == most:
            break
        if first.school_id in taken:
            continue
        others = [
            (reason, other)
            for other in waiting
            if other is not first and other.school_id not in taken and (reason := on.reason(first, other))
        ]
        others.sort(key=lambda pair: (on.km(first.at, pair[1].at), pair[1].school_id))
        others = others[: MOST_IN_A_TRIP - 1]
        if not others:
            continue
        reasons = {other.school_id: reason for reason, other in others} | {first.school_id: ""}
        stops_in_order = _in_order([first, *(other for _, other in others)], on)
        taken.update(reasons)
        why = tuple(reasons[stop.school_id] for stop in stops_in_order)
        found.append(Trip(tuple(stops_in_order), why, _way(stops_in_order, on)))
    return found


def _in_order(stops: Sequence[Stop], on: Map) -> list[Stop]:
    """Always the nearest next, from the base, else from the most urgent."""
    left = list(stops)
    here = on.base or left[0].at
    ordered: list[Stop] = []
    while left:
        nearest = min(left, key=lambda stop: (on.km(here, stop.at), stop.school_id))
        left.remove(nearest)
        ordered.append(nearest)
        here = nearest.at
    return ordered


def _way(stops: Sequence[Stop], on: Map) -> float | None:
    """There, from one to the next, and back; None without a base."""
    if on.base is None:
        return None
    points = [on.base, *(stop.at for stop in stops), on.base]
    return sum(on.km(one, other) for one, other in pairwise(points))
