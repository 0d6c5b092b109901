"""The made-up region that benchmarks of profiles reckon, kept between runs in var/benchmarks."""

import tomllib
from pathlib import Path

import pyarrow.parquet as pq

from opora.analytics.sources import ANSWERS
from opora.indicators.catalogue import RiskFactors
from opora.indicators.simulate import MARK, simulate
from opora.questionnaires.instrument import Instrument

ROOT = Path(__file__).parents[1]
YEAR = 2026
SEED = 2026
#: the rows of 2,000 schools whose pupils of five grades and their parents answer, and their teachers
GRADES = (5, 6, 7, 8, 9)


def _content(path: str) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "definitions" / path).read_text("utf-8"))["content"]
    return found


def catalogue() -> RiskFactors:
    return RiskFactors.parse(_content("risk-factors/factors.toml"))


def instruments() -> list[Instrument]:
    codes = ("teacher", "pupil", "parent", "head")
    return [Instrument.parse(_content(f"questionnaires/{code}.toml")) for code in codes]


def made(schools: int, grades: tuple[int, ...] = GRADES) -> tuple[Path, int]:
    """The folder of a region and how many answers it has; made where it is not there yet."""
    folder = ROOT / "var" / "benchmarks" / f"region-{schools}-{len(grades)}"
    if not (folder / MARK).exists() or not (folder / ANSWERS.file).exists():
        simulate(schools, SEED, folder, catalogue(), instruments(), grades=grades)
    return folder, pq.read_metadata(folder / ANSWERS.file).num_rows
