"""What the engine says of a school. Plain data; shares are exact fractions until they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any

from opora.identification.interval import wilson
from opora.identification.rule import Rule
from opora.identification.states import GroundKind

_DIGITS = Decimal("0.000000000001")


def rounded(share: Decimal) -> float:
    """A share as a JSON number: twelve digits, so that equal data give equal bytes."""
    return float(share.quantize(_DIGITS, rounding=ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of a school: the fraction `low`/`base` of marks «2» in a procedure and year.

    `base` is the participants where counts are known; where only a percent was published it is 1 000 000
    and `is_percent` says so. `participants` None: nobody said how many. `is_summed`: added up from classes.
    """

    procedure: str
    year: int
    participants: int | None
    low: int
    base: int
    is_percent: bool
    is_summed: bool

    @property
    def share(self) -> Decimal:
        return Decimal(self.low) / Decimal(self.base)

    @property
    def low_count(self) -> int | None:
        """How many got «2», None where only the percent is known."""
        return None if self.is_percent else self.low

    @property
    def pupil_weight(self) -> Decimal | None:
        """The share that one participant makes; None where participants are unknown."""
        return None if not self.participants else Decimal(1) / Decimal(self.participants)

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval, 0–1; None where participants are unknown.

        Where only a percent and the participants are known, the nearest count stands for the unknown one.
        """
        if not self.participants:
            return None
        count = self.low if not self.is_percent else round(self.share * self.participants)
        return wilson(min(count, self.participants), self.participants)

    def crosses(self, threshold: Decimal) -> bool | None:
        """True where the interval holds the threshold: chance alone could turn the answer."""
        bounds = self.interval
        return None if bounds is None else bounds[0] < float(threshold) <= bounds[1]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that fired. `evidence` is procedure by procedure, inside it year by year.

    Every procedure has a figure for each of `years`.
    """

    kind: GroundKind
    years: tuple[int, ...]
    evidence: tuple[Evidence, ...]

    @property
    def procedures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.procedure for figure in self.evidence))

    def as_json(self) -> dict[str, Any]:
        """`shares` (0–1) and `participants` stand procedure by procedure, inside it year by year."""
        participants = [figure.participants for figure in self.evidence]
        return {
            "kind": str(self.kind),
            "years": list(self.years),
            "procedures": list(self.procedures),
            "shares": [rounded(figure.share) for figure in self.evidence],
            "participants": None if all(n is None for n in participants) else participants,
        }


@dataclass(frozen=True, slots=True)
class Closest:
    """The figure of the last year nearest to the threshold, and how far it is: share − threshold."""

    figure: Evidence
    margin: Decimal

    def as_json(self) -> dict[str, Any]:
        return {
            "procedure": self.figure.procedure,
            "share": rounded(self.figure.share),
            "margin": rounded(self.margin),
        }


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sign of doubtful results: ours, not the federal list; never a statement of guilt."""

    sign: str
    figures: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"sign": self.sign, "figures": dict(self.figures)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rule says of one school. `closest` None: no figure in the last year."""

    school_id: int
    key: str
    school: str
    territory_id: int
    territory: str
    territory_path: str
    listed: bool
    grounds: tuple[Ground, ...]
    closest: Closest | None
    changes_at_minus_1: bool
    changes_at_plus_1: bool
    repeated: bool = False
    doubtful: tuple[Doubt, ...] = ()

    @property
    def pupil_weight(self) -> Decimal | None:
        """What one pupil weighs (0–1) in the figure nearest to the threshold."""
        return self.closest.figure.pupil_weight if self.closest else None

    def as_json(self) -> dict[str, Any]:
        """The school as `opora identify --json` prints it."""
        weight = self.pupil_weight
        return {
            "school": self.school,
            "territory": self.territory,
            "listed": self.listed,
            "repeated": self.repeated,
            "grounds": [ground.as_json() for ground in self.grounds],
            "closest": self.closest.as_json() if self.closest else None,
            "pupil_weight": None if weight is None else rounded(weight),
            "changes_at_minus_1": self.changes_at_minus_1,
            "changes_at_plus_1": self.changes_at_plus_1,
            "doubtful": [doubt.as_json() for doubt in self.doubtful],
        }


@dataclass(frozen=True)
class Selection:
    """The answer of one run: every school of the scope in the order of names.

    `last_year` is the year the grounds looked at; None where there is no figure at all.
    """

    rule: Rule
    last_year: int | None
    data_version: str
    outcomes: tuple[Outcome, ...]

    @cached_property
    def listed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.listed)

    @property
    def entering(self) -> tuple[Outcome, ...]:
        """Who would be listed too if the threshold were one point lower."""
        return tuple(o for o in self.outcomes if o.changes_at_minus_1 and not o.listed)

    @property
    def leaving(self) -> tuple[Outcome, ...]:
        """Who would not be listed if the threshold were one point higher."""
        return tuple(o for o in self.outcomes if o.changes_at_plus_1 and o.listed)
