"""What of a school's figures is not shown, so that nobody's answers can be told from what is. Pure.

Hidden as *few*: a factor known only from fewer answers than the minimum. A municipality's own figure counts
these answers too, so a school that alone is hidden there could be reckoned from the rest: the smallest shown
school with answers is hidden with it (*subtraction*). The same where all that are hidden have fewer answers
than the minimum together. Where no such school is left, and in a municipality of fewer than `FIGURE_FROM`
schools, the answers of the hidden do not enter the municipality's figure at all (`comparison`): there is
nothing to reckon them from, so nobody is hidden with them.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from opora.indicators.values import Hidden

type Whole = npt.NDArray[np.int64]

SHOWN = 0
REASONS = (None, Hidden.FEW, Hidden.SUBTRACTION, Hidden.NO_DATA)
FEW, SUBTRACTION, NO_DATA = 1, 2, 3
#: a municipality of fewer schools has no figure that counts the hidden
FIGURE_FROM = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """Schools × factors: is a value known, how many answers it rests on, how many are too few to count."""

    known: npt.NDArray[np.bool_]
    answers: Whole
    few: Whole


def hidden(seen: Seen, territories: list[str], *, minimum: int) -> npt.NDArray[np.int8]:
    """Schools × factors: 0 where the value is shown, else the place of the reason in `REASONS`."""
    codes = np.where(seen.known, SHOWN, np.where(seen.few > 0, FEW, NO_DATA)).astype(np.int8)
    alone: dict[tuple[int, str], list[int]] = defaultdict(list)
    for school, factor in zip(*np.nonzero(codes == FEW), strict=True):
        alone[int(factor), territories[school]].append(int(school))
    if not alone:
        return codes
    members: dict[str, list[int]] = defaultdict(list)
    for school, territory in enumerate(territories):
        members[territory].append(school)
    for (factor, territory), schools in sorted(alone.items()):
        if len(members[territory]) < FIGURE_FROM:
            continue
        if len(schools) >= 2 and int(seen.few[schools, factor].sum()) >= minimum:
            continue
        partner = _smallest(members[territory], codes[:, factor], seen.answers[:, factor])
        if partner is not None:
            codes[partner, factor] = SUBTRACTION
    return codes


def _smallest(schools: list[int], codes: npt.NDArray[np.int8], answers: Whole) -> int | None:
    """The shown school with the fewest answers; of equal ones the first, as schools are sorted by number."""
    shown = [school for school in schools if codes[school] == SHOWN and answers[school] > 0]
    return min(shown, key=lambda school: (int(answers[school]), school), default=None)
