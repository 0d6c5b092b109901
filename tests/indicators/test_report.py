"""Profiles as the command prints them, from the files of a made-up region."""

from pathlib import Path

import pytest

from indicators.plain import Rows
from indicators.small import CATALOGUE
from indicators.sources import written
from opora.analytics.engines import duckdb_engine
from opora.indicators.report import NothingToReckon, as_json, cycle_of, from_simulation, last_year


def test_the_shape_of_the_command(tmp_path: Path) -> None:
    schools = [(1, "1/2/", "basic", "village", 90, ""), (2, "1/3/", "basic", "village", 90, "")]
    answers = [(1, "parent", "r1", 5)] * 3 + [(1, "parent", "r1", 1)] * 7 + [(2, "parent", "r1", 5)]
    written(tmp_path, Rows(schools=schools, answers=answers))
    with duckdb_engine(tmp_path) as engine:
        found = from_simulation(tmp_path, engine, CATALOGUE)
    no_data = {"value": None, "level": None, "n": 0, "interval": None, "hidden": "no_data"}
    nothing = [{"code": "A", **no_data}, {"code": "B", **no_data}]
    assert as_json("2026-2027", "duckdb", 1, found) == {
        "cycle": "2026-2027",
        "engine": "duckdb",
        "catalogue_version": 1,
        "schools": [
            {
                "school": 1,
                "factors": [
                    *nothing,
                    {
                        "code": "C",
                        "value": 30.0,
                        "level": "low",
                        "n": 10,
                        "interval": [4.8, 55.2],
                        "hidden": None,
                    },
                    {"code": "D", **no_data},
                ],
            },
            {
                "school": 2,
                "factors": [*nothing, {"code": "C", **no_data, "hidden": "few"}, {"code": "D", **no_data}],
            },
        ],
    }
    assert (last_year(tmp_path), cycle_of(tmp_path)) == (0, "")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with duckdb_engine(tmp_path) as engine, pytest.raises(NothingToReckon, match="opora simulate"):
        from_simulation(tmp_path, engine, CATALOGUE)
