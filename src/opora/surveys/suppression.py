"""Which groups may be shown beside their total, so that no hidden one can be computed. Pure Python.

A group below the minimum is hidden. One hidden group could be had by subtracting the others from the total,
and several together below the minimum would still be a handful of people; so the smallest shown groups are
hidden too, until at least two are hidden and together they reach the minimum. A group of nobody hides
nobody: it is shown as nought and helps to hide nothing.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Hidden(StrEnum):
    FEW = "few"
    SUBTRACTION = "subtraction"


@dataclass(frozen=True, slots=True)
class Shown[K: Hashable]:
    """What may be shown: counts by group, the total (None where it is not shown), why the others are not."""

    counts: Mapping[K, int]
    total: int | None
    hidden: Mapping[K, Hidden]


def suppress[K: Hashable](counts: Mapping[K, int], *, minimum: int, with_total: bool = True) -> Shown[K]:
    """Counts of groups that do not overlap, of which `total` is the sum.

    Where all together are fewer than the minimum, the total is not shown either. Ties are hidden in the
    order given, so the same counts always give the same answer.
    """
    hidden = {key: Hidden.FEW for key, count in counts.items() if 0 < count < minimum}
    whole = sum(counts.values())
    if not with_total or 0 < whole < minimum:
        return _shown(counts, hidden, None)
    candidates = iter(sorted((key for key in counts if counts[key] >= minimum), key=lambda key: counts[key]))
    while hidden and (len(hidden) < 2 or sum(counts[key] for key in hidden) < minimum):
        further = next(candidates, None)
        if further is None:
            # one group alone, or all of them too few: the total would tell what they are
            return _shown(counts, hidden, None)
        hidden[further] = Hidden.SUBTRACTION
    return _shown(counts, hidden, whole)


def _shown[K: Hashable](counts: Mapping[K, int], hidden: dict[K, Hidden], whole: int | None) -> Shown[K]:
    return Shown({key: count for key, count in counts.items() if key not in hidden}, whole, hidden)
