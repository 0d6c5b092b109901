"""«Похожие школы»: how alike two schools are, and why. Our own rule, not an official one.

Four aspects, each with a closeness 0–1 and a weight: kind of school (3), town or village (2), size (3),
social context (4). The likeness is their weighted mean; an aspect that is unknown of either school counts
half, neither for nor against, and the likeness says how many aspects were known. Nothing here reads exam
results: schools are compared by what they cannot choose.
"""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WEIGHTS = {"kind": 3, "locality": 2, "size": 3, "context": 4}
# Half the size is as unlike as it gets; a third apart still reads as «close».
SIZE_FLOOR = 0.5
SIZE_CLOSE = 0.67
# Shares 20 points apart are as unlike as it gets; within 5 points they read as «close».
SHARE_CEILING = 0.20
SHARE_CLOSE = 0.05
ENOUGH_ASPECTS = 2
UNKNOWN = 0.5
_WHOLE = sum(WEIGHTS.values())
# Likenesses are put in order as rounded to six places: half a step either way may still tie.
_TIE = 1e-6


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a school is compared by. `context` are shares 0–1 by the codes of the social passport."""

    id: int
    name: str
    territory: str
    kind: str = ""
    kind_title: str = ""
    locality: str = ""
    locality_title: str = ""
    pupils: int | None = None
    context: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a school is (0–1), on how many of the four aspects, and the reasons for and against."""

    school: Portrait
    score: float
    aspects: int
    alike: tuple[str, ...]
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Aspect:
    name: str
    closeness: float
    alike: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


def likeness(one: Portrait, other: Portrait, titles: Mapping[str, str]) -> Likeness | None:
    """How `other` resembles `one`; None where fewer than two aspects are known of both.

    `titles` name the codes of the social passport in words.
    """
    found = [
        aspect
        for aspect in (
            _kind(one, other),
            _locality(one, other),
            _size(one, other),
            _context(one, other, titles),
        )
        if aspect is not None
    ]
    if len(found) < ENOUGH_ASPECTS:
        return None
    closeness = dict.fromkeys(WEIGHTS, UNKNOWN) | {aspect.name: aspect.closeness for aspect in found}
    return Likeness(
        school=other,
        score=sum(weight * closeness[name] for name, weight in WEIGHTS.items()) / _WHOLE,
        aspects=len(found),
        alike=tuple(reason for aspect in found for reason in aspect.alike),
        unlike=tuple(reason for aspect in found for reason in aspect.unlike),
    )


def most(one: Portrait, kind: str, locality: str, pupils: int | None) -> float:
    """The highest likeness (0–1) a school so described can have to `one`, whatever its social context.

    Cheap: no words, no passport. It spares looking closely at schools that are too far in any case.
    """
    return (
        WEIGHTS["kind"] * _same(one.kind, kind)
        + WEIGHTS["locality"] * _same(one.locality, locality)
        + WEIGHTS["size"] * (_size_closeness(one.pupils, pupils) if one.pupils and pupils else UNKNOWN)
        + WEIGHTS["context"] * (1.0 if one.context else UNKNOWN)
    ) / _WHOLE


def most_alike(
    one: Portrait,
    others: Iterable[tuple[float, Portrait]],
    titles: Mapping[str, str],
    *,
    n: int,
    least: float = 0.6,
) -> list[Likeness]:
    """The `n` schools most like `one`, the most alike first, then more aspects, then by id.

    `others` come with what `most` says of them, the highest first, and are asked for only as long as they
    may still be among the nearest. Schools less alike than `least` are not offered: a far one is worse than
    none.
    """
    near: list[Likeness] = []
    for highest, other in others:
        if highest < least or (len(near) >= n and highest < near[n - 1].score - _TIE):
            break
        found = likeness(one, other, titles) if other.id != one.id else None
        if found is not None and found.score >= least:
            insort(near, found, key=_order)
            del near[n:]
    return near


def _order(found: Likeness) -> tuple[float, int, int]:
    return -round(found.score, 6), -found.aspects, found.school.id


def _same(one: str, other: str) -> float:
    return float(one == other) if one and other else UNKNOWN


def _kind(one: Portrait, other: Portrait) -> _Aspect | None:
    if not one.kind or not other.kind:
        return None
    if one.kind == other.kind:
        return _Aspect("kind", 1.0, alike=(f"тот же вид: {other.kind_title.lower()}",))
    return _Aspect("kind", 0.0, unlike=(f"другой вид: {other.kind_title.lower()}",))


def _locality(one: Portrait, other: Portrait) -> _Aspect | None:
    if not one.locality or not other.locality:
        return None
    if one.locality == other.locality:
        return _Aspect("locality", 1.0, alike=(f"тоже {other.locality_title.lower()}",))
    return _Aspect(
        "locality", 0.0, unlike=(f"не {one.locality_title.lower()}, а {other.locality_title.lower()}",)
    )


def _size(one: Portrait, other: Portrait) -> _Aspect | None:
    if not one.pupils or not other.pupils:
        return None
    closeness = _size_closeness(one.pupils, other.pupils)
    words = f"{one.pupils} и {other.pupils} обучающихся"
    if min(one.pupils, other.pupils) / max(one.pupils, other.pupils) >= SIZE_CLOSE:
        return _Aspect("size", closeness, alike=(f"близкая численность: {words}",))
    return _Aspect("size", closeness, unlike=(f"разная численность: {words}",))


def _size_closeness(one: int, other: int) -> float:
    smaller, larger = (one, other) if one < other else (other, one)
    return max(0.0, (smaller / larger - SIZE_FLOOR) / (1 - SIZE_FLOOR))


def _context(one: Portrait, other: Portrait, titles: Mapping[str, str]) -> _Aspect | None:
    common = sorted(one.context.keys() & other.context.keys())
    if not common:
        return None
    apart = {code: abs(one.context[code] - other.context[code]) for code in common}
    closeness = sum(max(0.0, 1 - gap / SHARE_CEILING) for gap in apart.values()) / len(common)
    nearest = sorted(common, key=lambda code: (apart[code], code))
    return _Aspect(
        "context",
        closeness,
        alike=tuple(_shares(one, other, code, titles) for code in nearest if apart[code] <= SHARE_CLOSE)[:2],
        unlike=tuple(
            _shares(one, other, code, titles) for code in reversed(nearest) if apart[code] >= SHARE_CEILING
        )[:2],
    )


def _shares(one: Portrait, other: Portrait, code: str, titles: Mapping[str, str]) -> str:
    title = titles.get(code, code)
    return f"{title.lower()}: {one.context[code] * 100:.0f} % и {other.context[code] * 100:.0f} %"
