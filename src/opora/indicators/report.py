"""Profiles as the command prints them, and profiles of a folder of files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from opora.analytics.engines import Engine
from opora.analytics.sources import ANSWERS, RESULTS, SCHOOLS, BadSource, exists, path_of, place
from opora.indicators.catalogue import RiskFactors
from opora.indicators.profile import profiles
from opora.indicators.simulate import is_synthetic
from opora.indicators.values import FactorValue, SchoolProfile

#: the name of the year of what is made up
SYNTHETIC = "synthetic"


class NothingToReckon(BadSource):
    """The folder has no schools."""


def as_json(cycle: str, engine: str, version: int | str, found: Iterable[SchoolProfile]) -> dict[str, Any]:
    """{cycle, engine, catalogue_version, schools: [{school, factors: [{code, value, level, n, interval, hidden}]}]}."""
    return {
        "cycle": cycle,
        "engine": engine,
        "catalogue_version": version,
        "schools": [
            {"school": each.school, "factors": [_factor(factor) for factor in each.factors]} for each in found
        ],
    }


def _factor(factor: FactorValue) -> dict[str, Any]:
    return {
        "code": factor.code,
        "value": factor.value,
        "level": factor.level.value if factor.level else None,
        "n": factor.n,
        "interval": list(factor.interval) if factor.interval else None,
        "hidden": factor.hidden.value if factor.hidden else None,
    }


def from_simulation(
    folder: str | Path, engine: Engine, catalogue: RiskFactors, year: int | None = None
) -> list[SchoolProfile]:
    """Profiles of a folder that `engine` was opened on. Without a year, the last one with results.

    Raises NothingToReckon where the folder has no schools, BadSource where a file is not what it must be.
    """
    if not exists(folder, SCHOOLS) or not exists(folder, ANSWERS):
        raise NothingToReckon(
            f"В папке {folder} нет {SCHOOLS.file} и {ANSWERS.file}. Создайте их: opora simulate --out ПАПКА."
        )
    return profiles(engine, catalogue, last_year(folder) if year is None else year)


def cycle_of(folder: str | Path) -> str:
    """What stands for the programme year of a folder: that it is made up, where it is."""
    return SYNTHETIC if is_synthetic(folder) else ""


def last_year(folder: str | Path) -> int:
    """The last year that has results; 0 without any."""
    if not exists(folder, RESULTS):
        return 0
    years: pa.Table = pq.read_table(path_of(folder, RESULTS), columns=["year"], filesystem=place(folder)[0])
    found = pc.max(years.column("year")).as_py()
    return int(found or 0)
