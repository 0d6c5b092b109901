"""From what a row says to what is kept: counts where they are known for certain, else percents.

Pure. A percent with a number of participants gives a count only where exactly one count rounds to it;
otherwise the percent is kept as it was said, and nothing pretends to be a count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from opora.results import codes
from opora.results.layouts.shape import MARK_PERCENTS, MARKS, MEASURE_TITLES, Measure

type Number = int | Decimal | None
type Said = Mapping[Measure, Number]

# Four rounded percents may miss 100 by half a unit each; people round to whole percents.
ROUNDING_OF_FOUR = Decimal("2.5")
HUNDRED = Decimal(100)


class Kept(NamedTuple):
    """The columns of a fact in the order of the table."""

    participants: int | None = None
    mark_2: int | None = None
    mark_3: int | None = None
    mark_4: int | None = None
    mark_5: int | None = None
    low_count: int | None = None
    high_count: int | None = None
    low_percent: Decimal | None = None
    high_percent: Decimal | None = None
    mean_score: Decimal | None = None

    @property
    def says_nothing(self) -> bool:
        return all(value is None for value in self[1:])


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row contradicts itself; `measure` tells the column to point at."""

    code: str
    words: str
    measure: Measure
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`percents_kept`: participants are known, but the percents give no certain count."""

    kept: Kept
    faults: tuple[Fault, ...] = ()
    percents_kept: bool = False


def from_marks(n: int | None, m2: int, m3: int, m4: int, m5: int) -> Kept | None:
    """The common case, four counts that add up; None where they do not."""
    total = m2 + m3 + m4 + m5
    if total != n and n is not None:
        return None
    return Kept(total, m2, m3, m4, m5, m2, m4 + m5)


def compose(said: Said) -> Outcome:
    """What to keep of a row, and how it contradicts itself."""
    n = _whole(said.get(Measure.PARTICIPANTS))
    counts = [_whole(said.get(mark)) for mark in MARKS]
    percents = [_decimal(said.get(mark)) for mark in MARK_PERCENTS]
    low_percent = _first(_decimal(said.get(Measure.LOW_PERCENT)), percents[0])
    high_percent = _first(_decimal(said.get(Measure.HIGH_PERCENT)), _sum(percents[2:]))
    faults = [*_count_faults(n, counts, said), *_percent_faults(percents, low_percent, high_percent, said)]
    if faults:
        return Outcome(Kept(), tuple(faults))
    if n is None and None not in counts:
        n = sum(count for count in counts if count is not None)
    derived = False
    if counts == [None] * 4 and n and (marks := _all_from_percents(n, percents)):
        counts, derived = list(marks), True
    low = _first(_whole(said.get(Measure.LOW)), counts[0])
    high = _first(_whole(said.get(Measure.HIGH)), _sum_counts(counts[2:]))
    if n and not derived:
        low = low if low is not None or low_percent is None else count_of(n, low_percent)
        high = high if high is not None or high_percent is None else count_of(n, high_percent)
    faults += _late_faults(n, low, high, low_percent, high_percent, said)
    kept = Kept(
        n,
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        low,
        high,
        None if low is not None else _four_places(low_percent),
        None if high is not None else _four_places(high_percent),
        _mean(said),
    )
    percents_kept = bool(n) and (kept.low_percent is not None or kept.high_percent is not None)
    return Outcome(kept, tuple(faults), percents_kept)


def half_unit(percent: Decimal) -> Decimal:
    """Half of the last place that was written: 23 → 0.5, 23.5 → 0.05; four places at most."""
    exponent = percent.normalize().as_tuple().exponent
    places = min(max(0, -exponent), 4) if isinstance(exponent, int) else 0
    return Decimal("0.505").scaleb(-places)


def fits(count: int, n: int, percent: Decimal) -> bool:
    """Whether `count` of `n` may have been written as this percent."""
    return abs(HUNDRED * count / n - percent) <= half_unit(percent)


def count_of(n: int, percent: Decimal) -> int | None:
    """The one count of `n` that rounds to the percent; None where none or several do."""
    nearest = int((percent * n / 100).to_integral_value())
    found = [
        count for count in range(max(nearest - 1, 0), min(nearest + 1, n) + 1) if fits(count, n, percent)
    ]
    return found[0] if len(found) == 1 else None


def _all_from_percents(n: int, percents: list[Decimal | None]) -> list[int] | None:
    """Four counts of marks where each is certain and together they are all participants."""
    counts = [None if percent is None else count_of(n, percent) for percent in percents]
    known = [count for count in counts if count is not None]
    return known if len(known) == 4 and sum(known) == n else None


def _count_faults(n: int | None, counts: list[int | None], said: Said) -> list[Fault]:
    known = sum(count for count in counts if count is not None)
    faults: list[Fault] = []
    if n is not None and (known > n or (None not in counts and known != n)):
        words = (
            f"Отметки вместе дают {known}, а участников {n}. "
            "Сверьтесь с протоколом и исправьте число участников или отметки."
        )
        faults.append(Fault(codes.COUNTS_DO_NOT_ADD_UP, words, Measure.PARTICIPANTS))
    for total, parts in ((Measure.LOW, counts[:1]), (Measure.HIGH, counts[2:])):
        stated, made = _whole(said.get(total)), _sum_counts(parts)
        if stated is not None and made is not None and stated != made:
            words = f"В столбце стоит {stated}, а по отметкам выходит {made}. Исправьте одно из двух."
            faults.append(Fault(codes.COUNTS_DO_NOT_ADD_UP, words, total))
    if n is None and None in counts:
        for measure in (*MARKS, Measure.LOW, Measure.HIGH):
            if said.get(measure) is not None:
                words = "Известно количество, а число участников — нет: долю не посчитать. Впишите число участников."
                return [*faults, Fault(codes.PARTICIPANTS_MISSING, words, measure)]
    return faults


def _percent_faults(
    percents: list[Decimal | None], low: Decimal | None, high: Decimal | None, said: Said
) -> list[Fault]:
    total = _sum(percents)
    if total is not None and abs(total - 100) > ROUNDING_OF_FOUR:
        words = (
            f"Проценты отметок вместе дают {_shown(total)}, а не 100. Сверьтесь с источником и исправьте их."
        )
        return [Fault(codes.PERCENTS_DO_NOT_ADD_UP, words, Measure.MARK_2_PERCENT)]
    if low is not None and high is not None and low + high > 100 + half_unit(low) + half_unit(high):
        words = (
            f"«2» — {_shown(low)} %, высокие результаты — {_shown(high)} %: вместе больше 100. "
            "Сверьтесь с источником и исправьте одну из цифр."
        )
        column = (
            Measure.HIGH_PERCENT if said.get(Measure.HIGH_PERCENT) is not None else Measure.MARK_5_PERCENT
        )
        return [Fault(codes.PERCENTS_DO_NOT_ADD_UP, words, column)]
    return []


def _late_faults(
    n: int | None,
    low: int | None,
    high: int | None,
    low_percent: Decimal | None,
    high_percent: Decimal | None,
    said: Said,
) -> list[Fault]:
    """Counts against participants and against the percents written beside them."""
    faults: list[Fault] = []
    if n is None:
        return faults
    if (low or 0) + (high or 0) > n:
        words = (
            f"«2» и высоких результатов вместе {(low or 0) + (high or 0)}, а участников {n}. Исправьте цифры."
        )
        measure = Measure.LOW if said.get(Measure.LOW) is not None else Measure.PARTICIPANTS
        faults.append(Fault(codes.COUNTS_DO_NOT_ADD_UP, words, measure))
    for count, percent, measure, columns in (
        (low, low_percent, Measure.LOW, (Measure.LOW_PERCENT, Measure.MARK_2_PERCENT)),
        (high, high_percent, Measure.HIGH, (Measure.HIGH_PERCENT, Measure.MARK_5_PERCENT)),
    ):
        if count is None or percent is None or n == 0:
            continue
        # two rounded percents («4» and «5») make one of high results: twice the rounding
        if abs(HUNDRED * count / n - percent) > 2 * half_unit(percent):
            words = (
                f"{MEASURE_TITLES[measure]}: {count} из {n} — это {_shown(HUNDRED * count / n)} %, "
                f"а рядом стоит {_shown(percent)} %. Исправьте одно из двух."
            )
            at = next((column for column in columns if said.get(column) is not None), measure)
            faults.append(Fault(codes.COUNT_AND_PERCENT_DIFFER, words, at))
    return faults


def _whole(value: Number) -> int | None:
    return None if value is None else int(value)


def _decimal(value: Number) -> Decimal | None:
    return None if value is None else Decimal(value)


def _mean(said: Said) -> Decimal | None:
    mean = _decimal(said.get(Measure.MEAN))
    return None if mean is None else mean.quantize(Decimal("0.001"))


def _four_places(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent.quantize(Decimal("0.0001"))


def _first[T](*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _sum_counts(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _shown(percent: Decimal) -> str:
    return f"{percent.quantize(Decimal('0.1')).normalize():f}".replace(".", ",")
