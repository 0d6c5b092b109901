"""What changed, and whether the change is more than chance. Pure: figures in, figures out; shares are 0–1.

Sources of the formulas:
- Wilson interval: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
  Journal of the American Statistical Association 22 (1927), 209–212.
- Difference of two shares: R. G. Newcombe, Interval estimation for the difference between independent
  proportions: comparison of eleven methods, Statistics in Medicine 17 (1998), 873–890, method 10
  (from two Wilson intervals; holds in small classes, where the usual test does not).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Literal

# The two-sided normal quantile of 95 %.
Z = 1.959964
# Below this a school's share is drawn hollow: one pupil weighs ten points or more.
FEW = 10

type Direction = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share 0–1 with its count and participants where known; `value` None: nothing is known."""

    value: float | None
    count: int | None = None
    n: int | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.count is None or not self.n else wilson(self.count, self.n)

    @property
    def is_few(self) -> bool:
        return self.n is not None and self.n < FEW


NOTHING = Share(None)


def wilson(count: int, n: int, z: float = Z) -> tuple[float, float]:
    """The interval of a share, both ends 0–1. Raises ValueError unless 0 ≤ count ≤ n and n > 0."""
    if n <= 0 or not 0 <= count <= n:
        raise ValueError(f"{count} of {n}")
    share = count / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # the ends at nobody and everybody are exact, not nearly so
    return (0.0 if count == 0 else centre - half), (1.0 if count == n else centre + half)


def pupil_weight(n: int) -> float:
    """How many percentage points one pupil weighs. Raises ZeroDivisionError for nobody."""
    return 100 / n


def weight_words(n: int | None) -> str:
    """«один ученик = 11 пунктов»; empty where the participants are unknown or one weighs under two points."""
    if not n or n > 50:
        return ""
    points = round(pupil_weight(n))
    tail = (
        "пункт"
        if points % 10 == 1 and points % 100 != 11
        else "пункта"
        if 2 <= points % 10 <= 4 and not 12 <= points % 100 <= 14
        else "пунктов"
    )
    return f"один ученик = {points}\N{NO-BREAK SPACE}{tail}"


def difference_interval(old: Share, new: Share) -> tuple[float, float] | None:
    """The interval of new − old (shares, −1 to 1); None where a number of participants is unknown."""
    before, after = old.interval, new.interval
    if before is None or after is None or old.value is None or new.value is None:
        return None
    change = new.value - old.value
    low = change - sqrt((new.value - after[0]) ** 2 + (before[1] - old.value) ** 2)
    high = change + sqrt((after[1] - new.value) ** 2 + (old.value - before[0]) ** 2)
    return low, high


def is_within_noise(old: Share, new: Share) -> bool | None:
    """Whether chance alone may explain the change; None where participants are unknown: nobody can tell."""
    interval = difference_interval(old, new)
    return None if interval is None else interval[0] <= 0 <= interval[1]


@dataclass(frozen=True, slots=True)
class Change:
    """From `since` to `year`. `direction` only where the change is more than chance."""

    since: int
    year: int
    points: float
    within_noise: bool | None

    @property
    def direction(self) -> Direction:
        if self.within_noise is not False:
            return ""
        return "up" if self.points > 0 else "down"

    @property
    def words(self) -> str:
        """What to say of the change."""
        if self.within_noise is None:
            return "не знаем, случайно ли: число участников неизвестно"
        return "в пределах погрешности" if self.within_noise else "больше погрешности"


def change(years: dict[int, Share]) -> Change | None:
    """The change over the last two years in a row; None where there are no such years."""
    known = sorted(year for year, share in years.items() if share.value is not None)
    if len(known) < 2 or known[-1] - known[-2] != 1:
        return None
    old, new = years[known[-2]], years[known[-1]]
    assert old.value is not None and new.value is not None
    return Change(known[-2], known[-1], 100 * (new.value - old.value), is_within_noise(old, new))


@dataclass(frozen=True, slots=True)
class Combined:
    """A group's share. «sum»: of counts, where participants are known; «median»: of percents, where none are.

    `schools` went into it; `left_out` could not (only percents beside schools with counts).
    """

    share: Share
    how: Literal["sum", "median", ""]
    schools: int
    left_out: int = 0

    @property
    def words(self) -> str:
        """How it was made, for the note under a chart."""
        if self.how == "sum":
            rest = f"; ещё {self.left_out} без числа участников не вошли" if self.left_out else ""
            return f"сумма по школам: {self.schools}{rest}"
        return f"медиана процентов школ: {self.schools}" if self.how == "median" else "нет данных"


def combine(shares: Iterable[Share]) -> Combined:
    """The share of a group from those of its schools."""
    known = [share for share in shares if share.value is not None]
    counted = [share for share in known if share.count is not None and share.n]
    if counted:
        count = sum(share.count or 0 for share in counted)
        n = sum(share.n or 0 for share in counted)
        return Combined(Share(count / n, count, n), "sum", len(counted), len(known) - len(counted))
    values = [share.value for share in known if share.value is not None]
    if not values:
        return Combined(NOTHING, "", 0)
    return Combined(Share(median(values)), "median", len(values))
