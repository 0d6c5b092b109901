"""Every metric a second time, in plain Python over lists of rows: slow, and easy to check by eye."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from opora.indicators.catalogue import Indicator, RiskFactors

MILLION = 10**6


@dataclass
class Rows:
    """The four sources as tuples in the order of their columns."""

    answers: list[tuple[int, str, str, int]] = field(default_factory=list)
    results: list[tuple[int, str, int, int, int]] = field(default_factory=list)
    cards: list[tuple[int, str, int]] = field(default_factory=list)
    schools: list[tuple[int, str, str, str, int, str]] = field(default_factory=list)


def share(rows: Rows, school: int, each: Indicator, year: int) -> tuple[int, int]:
    """Numerator and denominator; 0 and 0 where there is nothing to count."""
    part, whole = {"answers": _answers, "results": _results, "card": _card}[each.source](
        rows, school, each, year
    )
    if whole and each.reverse:
        part = whole - part
    return part, whole


def _answers(rows: Rows, school: int, each: Indicator, _: int) -> tuple[int, int]:
    given = [v for s, a, i, v in rows.answers if (s, a, i) == (school, each.audience, each.item)]
    if each.base_from is not None and each.base_to is not None:
        given = [value for value in given if each.base_from <= value <= each.base_to]
    return sum(each.risk_from <= value <= each.risk_to for value in given), len(given)


def _results(rows: Rows, school: int, each: Indicator, year: int) -> tuple[int, int]:
    taken = [row for row in rows.results if fnmatchcase(row[1], each.item) and row[2] <= year]
    last = max((row[2] for row in taken), default=None)
    own = [row for row in taken if row[0] == school and row[2] == last and row[3] > 0 and row[4] >= 0]
    return sum(min(row[4], row[3]) for row in own), sum(row[3] for row in own)


def _card(rows: Rows, school: int, each: Indicator, _: int) -> tuple[int, int]:
    card = {item: value for s, item, value in rows.cards if s == school and 0 <= value <= 10_000_000}
    if each.item not in card or not card.get(each.base_item):
        return 0, 0
    return min(card[each.item], card[each.base_item]), card[each.base_item]


def profile(rows: Rows, catalogue: RiskFactors, year: int) -> dict[int, dict[str, dict[str, Any]]]:
    """{school: {factor: figures}} with every reason of hiding."""
    found = {
        school[0]: {
            factor.code: _factor(rows, school[0], factor.code, catalogue, year)
            for factor in catalogue.factors
        }
        for school in rows.schools
    }
    for factor in catalogue.factors:
        _subtraction(found, rows, factor.code, catalogue.minimum_group)
    return found


def _factor(rows: Rows, school: int, code: str, catalogue: RiskFactors, year: int) -> dict[str, Any]:
    known, few = [], 0
    largest: dict[str, int] = defaultdict(int)
    for each in catalogue.of(code):
        part, whole = share(rows, school, each, year)
        if each.source == "answers" and whole < catalogue.minimum_group:
            few = max(few, whole)
        elif whole:
            known.append((each, part, whole))
            largest[each.source] = max(largest[each.source], whole)
    if not known:
        return {"hidden": "few" if few else "no_data", "few": few, "answers": 0}
    weight = sum(each.weight for each, _, _ in known)
    mean = sum(each.weight * _risk(each, part, whole) for each, part, whole in known) // weight
    spread = sum(
        sum(e.weight * _deviation(e, part, whole) for e, part, whole in known if e.audience == group) ** 2
        for group in {each.audience for each, _, _ in known}
    )
    half = 1.96 * math.sqrt(spread) / weight
    value = (mean + 500) // 1000 / 10
    return {
        "hidden": None,
        "few": few,
        "answers": largest["answers"],
        "value": value,
        "level": "high"
        if value >= catalogue.bound_high
        else "middle"
        if value >= catalogue.bound_middle
        else "low",
        "n": largest["answers"] or largest["results"] or largest["card"],
        "interval": (_tenths(mean - half), _tenths(mean + half)),
        "disagree": _disagree(known),
        "indicators": {each.code: (part, whole) for each, part, whole in known},
    }


def _risk(each: Indicator, part: int, whole: int) -> int:
    return min(MILLION, part * 100 * MILLION // (whole * each.full))


def _deviation(each: Indicator, part: int, whole: int) -> int:
    """In millionths, cut after each step: p = (x + z²/2) / (n + z²), √(p(1 − p) / (n + z²) · (100/full)²)."""
    if each.source == "card":
        return 0
    p = (20_000 * part + 38_416) * MILLION // (20_000 * whole + 76_832)
    spread = p * (MILLION - p) * 20_000 // (20_000 * whole + 76_832)
    return min(MILLION, math.isqrt(spread * 10_000 // each.full**2))


def _tenths(millionths: float) -> float:
    return min(1000, max(0, math.floor(millionths / 1000 + 0.5))) / 10


def _disagree(known: list[tuple[Indicator, int, int]]) -> bool:
    means = []
    for audience in ("teacher", "pupil", "parent"):
        own = [each for each in known if each[0].audience == audience]
        weight = sum(each.weight for each, _, _ in own)
        if weight:
            means.append(sum(each.weight * _risk(each, part, whole) for each, part, whole in own) // weight)
    return len(means) > 1 and max(means) - min(means) >= 300_000


def _subtraction(found: dict[int, dict[str, dict[str, Any]]], rows: Rows, factor: str, minimum: int) -> None:
    for territory in sorted({school[1] for school in rows.schools}):
        here = [found[school[0]][factor] for school in sorted(rows.schools) if school[1] == territory]
        few = [each for each in here if each["hidden"] == "few"]
        if not few or len(here) < 4 or (len(few) > 1 and sum(each["few"] for each in few) >= minimum):
            continue
        shown = [each for each in here if each["hidden"] is None and each["answers"]]
        if shown:
            min(shown, key=lambda each: each["answers"])["hidden"] = "subtraction"
