"""Profiles of a made-up region on DuckDB and on a real cluster of two workers."""

import tempfile
from pathlib import Path

import pytest

from indicators.test_simulate import CATALOGUE, FORMS
from opora.analytics.engines import duckdb_engine
from opora.analytics.spark import spark_engine, why_missing
from opora.indicators.comparison import of_clusters, of_territories
from opora.indicators.profile import spoken
from opora.indicators.reckoning import reckoned
from opora.indicators.simulate import simulate


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(bool(why_missing()), reason=why_missing())
def test_both_engines_give_the_same_profiles() -> None:
    with tempfile.TemporaryDirectory() as folder:
        simulate(80, 5, Path(folder), CATALOGUE, FORMS)
        found = []
        for opened in (duckdb_engine(folder), spark_engine(folder)):
            with opened as engine:
                figures = reckoned(engine, CATALOGUE, 2026)
            found.append((spoken(figures), of_territories(figures), of_clusters(figures)))
    assert found[0] == found[1]
