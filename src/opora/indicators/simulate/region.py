"""Schools of a made-up region and their hidden factor values."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from opora.indicators.catalogue import RiskFactors

type Real = npt.NDArray[np.float64]
type Whole = npt.NDArray[np.int64]

SCHOOLS_OF_A_MUNICIPALITY = 25
CLASS_SIZE = 25
#: teachers of kindred subjects, who think alike as a class does
SUBJECT_GROUP = 8
GRADES_OF_A_SCHOOL = 10.5
#: locality, its share of the schools, the median number of pupils, the spread of its logarithm
LOCALITIES = (
    ("village", 0.58, 85, 0.75),
    ("town", 0.24, 420, 0.5),
    ("city", 0.18, 780, 0.45),
)
# how far a school's factors are pulled by its common fate, by the group of the factor, by themselves
_COMMON, _GROUP, _OWN = 0.55, 0.35, 0.75
#: how far an indicator is from its factor: for every school alike, and in this very school (log odds)
_DIFFICULTY, _PECULIARITY = 0.5, 0.35
_STEPS = np.linspace(0.0005, 0.9995, 1999)
_QUANTILES = np.array([NormalDist().inv_cdf(step) for step in _STEPS])


@dataclass(frozen=True)
class Region:
    """Schools in order of their numbers, from 1; `hidden` is schools × factors, 0–1, higher is worse.

    `risk` is schools × indicators: the share 0–1 of a full risk that the school truly has.
    """

    territories: list[str]
    localities: list[str]
    pupils: Whole
    clusters: list[str]
    hidden: Real
    risk: Real

    @property
    def size(self) -> int:
        return len(self.pupils)

    @property
    def teachers(self) -> Whole:
        found: Whole = np.maximum(5, (self.pupils / 13 + 5).astype(np.int64))
        return found

    @property
    def per_grade(self) -> Whole:
        """Pupils of one grade."""
        found: Whole = np.maximum(1, np.rint(self.pupils / GRADES_OF_A_SCHOOL).astype(np.int64))
        return found


def region(schools: int, catalogue: RiskFactors, rng: np.random.Generator) -> Region:
    kinds = rng.choice(len(LOCALITIES), schools, p=[share for _, share, _, _ in LOCALITIES])
    medians = np.array([median for _, _, median, _ in LOCALITIES])[kinds]
    spreads = np.array([spread for _, _, _, spread in LOCALITIES])[kinds]
    pupils = np.clip(medians * np.exp(spreads * rng.standard_normal(schools)), 9, 2500).astype(np.int64)
    localities = [LOCALITIES[kind][0] for kind in kinds]
    towns = rng.integers(0, max(1, schools // SCHOOLS_OF_A_MUNICIPALITY), schools)
    hidden = _hidden(kinds == 0, catalogue, rng)
    return Region(
        territories=[f"1/{town + 2}/" for town in towns.tolist()],
        localities=localities,
        pupils=pupils,
        clusters=[
            f"{locality}-{_size(count)}" for locality, count in zip(localities, pupils.tolist(), strict=True)
        ],
        hidden=hidden,
        risk=risks(hidden, catalogue, rng),
    )


def risks(hidden: Real, catalogue: RiskFactors, rng: np.random.Generator) -> Real:
    """Schools × indicators: what a school truly has, spread around its hidden factors."""
    places = {factor.code: number for number, factor in enumerate(catalogue.factors)}
    of = [places[each.factor] for each in catalogue.indicators]
    difficulty = _DIFFICULTY * rng.standard_normal(len(of))
    own = _PECULIARITY * rng.standard_normal((len(hidden), len(of)))
    return _share(_odds(hidden[:, of]) + difficulty + own)


def quantile(share: Real) -> Real:
    """The normal quantile of shares, within a thousandth."""
    found: Real = np.interp(share, _STEPS, _QUANTILES)
    return found


def _hidden(is_village: npt.NDArray[np.bool_], catalogue: RiskFactors, rng: np.random.Generator) -> Real:
    """Bad things come together: by a common fate, by groups of factors; a little more often in villages."""
    schools = len(is_village)
    groups = sorted({factor.group for factor in catalogue.factors})
    common = rng.standard_normal((schools, 1)) + 0.4 * is_village[:, None]
    by_group = rng.standard_normal((schools, len(groups)))
    own = rng.standard_normal((schools, len(catalogue.factors)))
    of = [groups.index(factor.group) for factor in catalogue.factors]
    return _share(-0.5 + 1.2 * (_COMMON * common + _GROUP * by_group[:, of] + _OWN * own))


def _odds(share: Real) -> Real:
    kept = np.clip(share, 0.001, 0.999)
    return np.log(kept / (1 - kept))


def _share(odds: Real) -> Real:
    return 1 / (1 + np.exp(-odds))


def _size(pupils: int) -> str:
    return "small" if pupils < 100 else "middle" if pupils < 500 else "large"
