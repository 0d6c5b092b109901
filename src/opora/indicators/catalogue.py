"""A catalogue of risk factors as code reads it: factors, indicators, causes, measures, hints. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Self

from opora.indicators.values import Level
from opora.questionnaires.instrument import Audience


class Source(StrEnum):
    """Where an indicator's figures come from."""

    ANSWERS = "answers"
    RESULTS = "results"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Factor:
    code: str
    title: str
    group: str
    why: str
    origin: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A share: numerator over denominator, and how much of it is a full risk.

    Answers: those to `item` with a value in `risk_from`–`risk_to` over those in `base_from`–`base_to` (over
    all where there is no base). Results: participants with the lowest mark over participants, of procedures
    that `item` names with *. Card: field `item` over field `base_item`. `reverse` takes the rest as the
    numerator. `full` is the share in percent that counts as a full risk.
    """

    code: str
    factor: str
    title: str
    source: Source
    item: str
    weight: int
    audience: Audience | None = None
    risk_from: int = 0
    risk_to: int = 0
    base_from: int | None = None
    base_to: int | None = None
    base_item: str = ""
    reverse: bool = False
    full: int = 100
    note: str = ""

    def takes(self, procedure: str) -> bool:
        """Whether an indicator of results takes this procedure."""
        return fnmatchcase(procedure, self.item)


@dataclass(frozen=True, slots=True)
class Cause:
    factor: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    factor: str
    text: str
    result: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that a curator checks about a factor; `part` is see, documents or talk."""

    factor: str
    part: str
    text: str


@dataclass(frozen=True)
class RiskFactors:
    """One version of the catalogue. Bounds are inclusive upwards: exactly `bound_high` is high."""

    bound_middle: int
    bound_high: int
    minimum_group: int
    factors: tuple[Factor, ...]
    indicators: tuple[Indicator, ...]
    causes: tuple[Cause, ...] = ()
    measures: tuple[Measure, ...] = ()
    hints: tuple[Hint, ...] = ()

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """From a content that the kind found without mistakes."""
        return cls(
            bound_middle=content["bound_middle"],
            bound_high=content["bound_high"],
            minimum_group=content["minimum_group"],
            factors=tuple(
                Factor(row["code"], row["title"], row["group"], row["why"], row["origin"])
                for row in content["factors"]
            ),
            indicators=tuple(map(_indicator, content.get("indicators", ()))),
            causes=tuple(Cause(row["factor"], row["text"]) for row in content.get("causes", ())),
            measures=tuple(
                Measure(row["factor"], row["text"], row["result"], row.get("source") or "")
                for row in content.get("measures", ())
            ),
            hints=tuple(Hint(row["factor"], row["part"], row["text"]) for row in content.get("visits", ())),
        )

    @cached_property
    def by_code(self) -> Mapping[str, Factor]:
        return {factor.code: factor for factor in self.factors}

    @cached_property
    def _by_factor(self) -> Mapping[str, tuple[Indicator, ...]]:
        return {
            factor.code: tuple(each for each in self.indicators if each.factor == factor.code)
            for factor in self.factors
        }

    def of(self, factor: str) -> tuple[Indicator, ...]:
        """The indicators of a factor in the order of the catalogue."""
        return self._by_factor[factor]

    def causes_of(self, factor: str) -> tuple[Cause, ...]:
        return tuple(cause for cause in self.causes if cause.factor == factor)

    def measures_of(self, factor: str) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.measures if measure.factor == factor)

    def hints_of(self, factor: str, part: str) -> tuple[str, ...]:
        """What to look at, what to ask for or whom to talk with; empty where the catalogue does not say."""
        return tuple(hint.text for hint in self.hints if (hint.factor, hint.part) == (factor, part))

    def level_of(self, value: float) -> Level:
        """The level of a value 0–100."""
        if value >= self.bound_high:
            return Level.HIGH
        return Level.MIDDLE if value >= self.bound_middle else Level.LOW


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=row["code"],
        factor=row["factor"],
        title=row["title"],
        source=Source(row["source"]),
        item=row["item"],
        weight=row["weight"],
        audience=Audience(row["audience"]) if row.get("audience") else None,
        risk_from=row.get("risk_from") or 0,
        risk_to=row.get("risk_to") or 0,
        base_from=row.get("base_from"),
        base_to=row.get("base_to"),
        base_item=row.get("base_item") or "",
        reverse=bool(row.get("reverse")),
        full=row.get("full") or 100,
        note=row.get("note") or "",
    )
