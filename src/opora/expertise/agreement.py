"""Agreement of two experts beyond chance: weighted kappa with quadratic weights. Pure Python.

J. Cohen, «Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit»,
Psychological Bulletin 70 (1968) 213–220: κ = 1 − Σ v·o / Σ v·e, where o are the shares of pairs observed, e those
expected from the shares of first and of second sheets, and v = (i − j)² the weight of a disagreement.
"""

from collections import Counter
from collections.abc import Sequence

#: under so many pairs the figure says more of chance than of the experts (the issue: «only from 30 sheets on»);
#: its standard error is then still about 0.15
ENOUGH = 30

type Pair = tuple[int, int]


def kappa(pairs: Sequence[Pair]) -> float | None:
    """1 is full agreement, 0 what chance gives; None under `ENOUGH` pairs or where all scores are one."""
    count = len(pairs)
    if count < ENOUGH:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum((a - b) ** 2 for a, b in pairs)
    expected = sum((a - b) ** 2 * n * m for a, n in first.items() for b, m in second.items())
    return 1 - observed * count / expected if expected else None
