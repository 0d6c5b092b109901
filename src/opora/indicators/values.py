"""What a profile says: plain values that pages store and show. Pure Python."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How high a risk is; higher is worse."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Hidden(StrEnum):
    """Why a value is not shown."""

    FEW = "few"
    SUBTRACTION = "subtraction"
    NO_DATA = "no_data"


LEVEL_TITLES = {Level.LOW: "низкий", Level.MIDDLE: "средний", Level.HIGH: "высокий"}
HIDDEN_WORDS = {
    Hidden.FEW: "группа слишком мала",
    Hidden.SUBTRACTION: "скрыто, чтобы не вычислить соседнюю школу",
    Hidden.NO_DATA: "нет данных",
}
#: below so many answers a value is shown with the warning that it is unsure
FEW_ANSWERS = 15

type Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One share of a school. `risk` is 0–1, None where the indicator is not known.

    Of an indicator below the minimum group, and of every indicator of a hidden factor, nothing is told:
    numerator and denominator are 0 and the risk is None.
    """

    code: str
    numerator: int
    denominator: int
    risk: float | None


@dataclass(frozen=True, slots=True)
class FactorValue:
    """A factor of a school: 0–100, higher is worse, rounded to 0.1.

    `value`, `level` and `interval` are None together, and exactly where `hidden` says why. `n` is the largest
    denominator among its indicators by answers (by results, by the card, where there are none before it);
    where a factor is hidden for being few, n is 0: how few is not told.
    """

    code: str
    value: float | None
    level: Level | None
    n: int
    interval: Interval | None
    hidden: Hidden | None
    indicators: tuple[IndicatorValue, ...] = ()
    groups_disagree: bool = False

    @property
    def is_unsure(self) -> bool:
        """Few answers, or groups that disagree."""
        return self.value is not None and (self.n < FEW_ANSWERS or self.groups_disagree)


@dataclass(frozen=True, slots=True)
class SchoolProfile:
    """The factors of a school in the order of the catalogue."""

    school: int
    factors: tuple[FactorValue, ...]

    def factor(self, code: str) -> FactorValue:
        """Raises KeyError for a factor that the catalogue did not have."""
        for each in self.factors:
            if each.code == code:
                return each
        raise KeyError(code)
