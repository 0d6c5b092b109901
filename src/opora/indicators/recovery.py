"""Does the method find what was hidden? Rank correlation and coverage of intervals on a made-up region."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from opora.analytics.sources import SCHOOLS
from opora.indicators.hiding import SHOWN
from opora.indicators.reckoning import Reckoned
from opora.indicators.simulate import TRUTH

type Real = npt.NDArray[np.float64]

#: schools by the number of pupils: title, from, below
BANDS = (("до 100", 0, 100), ("100–499", 100, 500), ("от 500", 500, 10**9))


@dataclass(frozen=True, slots=True)
class Band:
    """Schools of a size: the mean over factors of Spearman's rank correlation between hidden and computed
    values, and the share of intervals that hold what asking everybody without end would give.

    `shown` is the share of values that are not hidden; `width` the mean width of an interval in points.
    """

    title: str
    schools: int
    shown: float
    correlation: float
    coverage: float
    width: float


@dataclass(frozen=True, slots=True)
class Recovery:
    correlation: float
    coverage: float
    bands: tuple[Band, ...]


def recovered(figures: Reckoned, folder: Path) -> Recovery:
    """What was found against the truth that lies in the folder of `simulate`."""
    truth = pq.read_table(folder / TRUTH)
    shape = figures.value.shape
    hidden = truth.column("hidden").to_numpy().reshape(shape)
    value = truth.column("value").to_numpy().reshape(shape)
    pupils = pq.read_table(folder / SCHOOLS.file).column("pupils").to_numpy()
    bands = tuple(
        _band(title, figures, hidden, value, (pupils >= least) & (pupils < below))
        for title, least, below in BANDS
    )
    whole = _band("", figures, hidden, value, np.ones(len(pupils), bool))
    return Recovery(whole.correlation, whole.coverage, bands)


def _band(title: str, figures: Reckoned, hidden: Real, value: Real, chosen: npt.NDArray[np.bool_]) -> Band:
    shown = (figures.hidden == SHOWN) & chosen[:, None]
    ranks = [
        spearman(hidden[held, place], figures.value[held, place].astype(np.float64))
        for place in range(shown.shape[1])
        if (held := shown[:, place]).sum() > 2
    ]
    holds = (figures.low <= 10 * value + 0.5) & (10 * value - 0.5 <= figures.high)
    width = (figures.high - figures.low) / 10
    return Band(
        title,
        schools=int(chosen.sum()),
        shown=float(shown.sum() / max(1, chosen.sum() * shown.shape[1])),
        correlation=float(np.mean(ranks)) if ranks else 0.0,
        coverage=float(holds[shown].mean()) if shown.any() else 0.0,
        width=float(width[shown].mean()) if shown.any() else 0.0,
    )


def spearman(one: Real, other: Real) -> float:
    """Rank correlation, equal values sharing the mean of their ranks (C. Spearman, 1904); 0 without spread."""
    ranks = _ranks(one), _ranks(other)
    if min(float(np.std(each)) for each in ranks) == 0:
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])


def _ranks(values: Real) -> Real:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found: Real = (last - (counts - 1) / 2)[place]
    return found
