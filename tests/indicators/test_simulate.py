"""A made-up region: the same by the same seed, like a real one, and found again by the method."""

import tomllib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from opora.analytics.engines import duckdb_engine
from opora.analytics.sources import SOURCES, exists
from opora.indicators.catalogue import RiskFactors
from opora.indicators.reckoning import reckoned
from opora.indicators.recovery import recovered
from opora.indicators.report import cycle_of, last_year
from opora.indicators.simulate import MARK, TRUTH, sheets_for, simulate
from opora.questionnaires.conditions import Value
from opora.questionnaires.instrument import Instrument, QuestionType

DEFINITIONS = Path(__file__).parents[2] / "definitions"


def content(path: str) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((DEFINITIONS / path).read_text(encoding="utf-8"))["content"]
    return found


CATALOGUE = RiskFactors.parse(content("risk-factors/factors.toml"))
FORMS = [
    Instrument.parse(content(f"questionnaires/{code}.toml"))
    for code in ("teacher", "pupil", "parent", "head")
]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    simulate(120, 11, folder, CATALOGUE, FORMS)
    return folder


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        simulate(60, seed, tmp_path / name, CATALOGUE, FORMS)
    files = [*(source.file for source in SOURCES.values()), TRUTH, MARK]
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "same" / file).read_bytes()
    assert (tmp_path / "one" / TRUTH).read_bytes() != (tmp_path / "other" / TRUTH).read_bytes()


def test_what_is_made_up_says_so(region: Path) -> None:
    assert (region / MARK).read_text(encoding="utf-8").startswith("Синтетические данные")
    assert (cycle_of(region), last_year(region)) == ("synthetic", 2026)


def test_the_files_are_sources(region: Path) -> None:
    assert [exists(region, source) for source in SOURCES.values()] == [True] * 4
    for source in SOURCES.values():
        table = pq.read_table(region / source.file)
        order = table.sort_by([(name, "ascending") for name in source.order])
        assert order.select(source.order).equals(table.select(source.order))


def test_answers_are_those_that_a_form_can_give(region: Path) -> None:
    told = (
        pq.read_table(region / "answers.parquet")
        .group_by(["audience", "item"])
        .aggregate([("value", "min"), ("value", "max")])
    )
    forms = {form.audience: form for form in FORMS}
    for row in told.to_pylist():
        question = forms[row["audience"]].by_code[row["item"].split(".")[0]]
        assert row["item"] in question.item_codes
        least, most = {
            QuestionType.SEVERAL: (0, 1),
            QuestionType.SINGLE: (1, len(question.options)),
            QuestionType.MATRIX: (1, len(question.options)),
        }.get(question.type, (question.minimum, question.maximum))
        assert least <= row["value_min"] <= row["value_max"] <= most


def test_most_schools_are_small_and_some_answer_nothing(region: Path) -> None:
    schools = pq.read_table(region / "schools.parquet")
    pupils = schools.column("pupils").to_numpy()
    assert 0.3 < (pupils < 100).mean() < 0.7
    assert set(schools.column("locality").to_pylist()) == {"village", "town", "city"}
    results = pq.read_table(region / "results.parquet")
    assert sorted(set(results.column("year").to_pylist())) == [2024, 2025, 2026]


def as_answers(form: Instrument, items: dict[str, int]) -> dict[str, Value]:
    """Items as answers in memory."""
    answers: dict[str, Value] = {}
    for question in form.questions:
        given = {code: items[code] for code in question.item_codes if code in items}
        if not given:
            continue
        rows = {int(code.split(".")[1]): value for code, value in given.items() if "." in code}
        match question.type:
            case QuestionType.SEVERAL:
                answers[question.code] = [number for number, value in rows.items() if value]
            case QuestionType.MATRIX:
                answers[question.code] = rows
            case _:
                answers[question.code] = given[question.code]
    return answers


@pytest.mark.parametrize("form", FORMS, ids=[form.audience for form in FORMS])
def test_sheets_keep_skip_logic(form: Instrument) -> None:
    sheets = sheets_for(form, CATALOGUE, {"R08": 90.0}, 40, np.random.default_rng(5))
    assert len(sheets) == 40
    for items in sheets:
        assert form.items(as_answers(form, items)) == items


def test_sheets_follow_the_hidden_factor() -> None:
    pupil = FORMS[1]
    asked = [each for each in CATALOGUE.of("R08") if each.audience == "pupil"]
    shares = []
    for hidden in (10.0, 50.0, 90.0):
        sheets = sheets_for(pupil, CATALOGUE, {"R08": hidden}, 300, np.random.default_rng(2))
        risky = [
            each.risk_from <= sheet[each.item] <= each.risk_to
            for each in asked
            for sheet in sheets
            if each.item in sheet
        ]
        shares.append(sum(risky) / len(risky))
    assert shares == sorted(shares)
    assert shares[2] - shares[0] > 0.3


def test_nobody_asked_nobody_answers() -> None:
    assert sheets_for(FORMS[0], CATALOGUE, {}, 0, np.random.default_rng(1)) == []


def test_the_method_finds_the_hidden_ranking_again(region: Path) -> None:
    with duckdb_engine(region) as engine:
        found = recovered(reckoned(engine, CATALOGUE, 2026), region)
    assert found.correlation > 0.75
    assert [band.title for band in found.bands] == ["до 100", "100–499", "от 500"]
    for band in found.bands:
        assert band.correlation > 0.6
        assert band.coverage > 0.5
