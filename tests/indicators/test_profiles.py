"""Profiles reckoned by an engine and by plain Python are the same."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from factories.examples import examples
from indicators import plain
from indicators.plain import Rows
from indicators.small import CATALOGUE
from indicators.sources import written
from opora.analytics.engines import duckdb_engine
from opora.indicators.profile import profiles
from opora.indicators.values import FactorValue, IndicatorValue, SchoolProfile

YEAR = 2026
SCHOOLS = [(number, f"1/{2 + number % 3}/", "basic", "village", 90, "small") for number in range(1, 7)]
TOLD = ("teacher", "t1.2"), ("teacher", "t2"), ("pupil", "p1"), ("parent", "r1"), ("parent", "p1")


def reckoned(rows: Rows, year: int = YEAR) -> list[SchoolProfile]:
    with tempfile.TemporaryDirectory() as folder, duckdb_engine(written(Path(folder), rows)) as engine:
        return profiles(engine, CATALOGUE, year)


@st.composite
def many_answers(draw: st.DrawFn) -> list[tuple[int, str, str, int]]:
    """Skewed on purpose: whole groups that say the same, tiny groups, values outside of every base."""
    groups = draw(
        st.lists(
            st.tuples(
                st.integers(1, 7),
                st.sampled_from(TOLD),
                st.integers(-1, 6),
                st.sampled_from((1, 2, 4, 5, 9, 40)),
            ),
            max_size=25,
        )
    )
    return [
        (school, audience, item, value)
        for school, (audience, item), value, times in groups
        for _ in range(times)
    ]


RESULTS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(("vpr-ru-5", "vpr-ma-6", "oge-ma", "ege-ru")),
        st.integers(2024, 2027),
        st.integers(0, 60),
        st.integers(0, 70),
    ),
    unique_by=lambda row: row[:3],
    max_size=20,
)
CARDS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(("h1", "h2", "h3")),
        st.sampled_from((0, 1, 7, 80, 10**7, 2**31 - 1)),
    ),
    unique_by=lambda row: row[:2],
    max_size=18,
)
EVERYTHING = st.builds(
    Rows,
    answers=many_answers(),
    results=RESULTS,
    cards=CARDS,
    schools=st.lists(st.sampled_from(SCHOOLS), unique=True, max_size=6),
)


def as_figures(factor: FactorValue) -> dict[str, object]:
    if factor.hidden is not None:
        assert (factor.value, factor.level, factor.interval, factor.n) == (None, None, None, 0)
        assert all(each == IndicatorValue(each.code, 0, 0, None) for each in factor.indicators)
        return {"hidden": factor.hidden}
    return {
        "hidden": None,
        "value": factor.value,
        "level": factor.level,
        "n": factor.n,
        "interval": factor.interval,
        "disagree": factor.groups_disagree,
        "indicators": {
            each.code: (each.numerator, each.denominator) for each in factor.indicators if each.denominator
        },
    }


def expected(rows: Rows) -> dict[int, dict[str, dict[str, object]]]:
    found = plain.profile(rows, CATALOGUE, YEAR)
    return {
        school: {
            code: {"hidden": each["hidden"]}
            if each["hidden"]
            else {name: value for name, value in each.items() if name not in ("few", "answers")}
            for code, each in factors.items()
        }
        for school, factors in found.items()
    }


@given(EVERYTHING)
@settings(max_examples=examples(60), deadline=None)
def test_an_engine_and_plain_python_reckon_the_same(rows: Rows) -> None:
    found = {
        profile.school: {factor.code: as_figures(factor) for factor in profile.factors}
        for profile in reckoned(rows)
    }
    assert found == expected(rows)


def test_no_schools_no_profiles() -> None:
    assert reckoned(Rows()) == []


def test_a_school_without_anything_has_no_data() -> None:
    (profile,) = reckoned(Rows(schools=SCHOOLS[:1]))
    assert [(factor.code, factor.hidden, factor.n) for factor in profile.factors] == [
        ("A", "no_data", 0),
        ("B", "no_data", 0),
        ("C", "no_data", 0),
        ("D", "no_data", 0),
    ]


def test_a_profile_reckoned_by_hand() -> None:
    """A.1: 3 of 8 with weight 2, «не знаю» (9) left out; A.2: 2 of 5. (2·37,5 + 40) / 3 = 38,3.

    p̃ = (3 + 1,9208) / (8 + 3,8416) = 0,4156 and (2 + 1,9208) / (5 + 3,8416) = 0,4434; deviations 0,1432 and
    0,1671; two groups: √((2·0,1432)² + 0,1671²) / 3 = 0,1105; 38,33 ± 1,96·11,05.
    """
    answers = [(1, "pupil", "p1", value) for value in (1, 2, 2, 3, 3, 4, 4, 4, 9)]
    answers += [(1, "teacher", "t1.2", value) for value in (1, 1, 0, 0, 0)]
    (profile,) = reckoned(Rows(answers=answers, schools=SCHOOLS[:1]))
    assert profile.factor("A") == FactorValue(
        code="A",
        value=38.3,
        level="middle",
        n=8,
        interval=(16.7, 60.0),
        hidden=None,
        indicators=(
            IndicatorValue("A.1", 3, 8, 0.375),
            IndicatorValue("A.2", 2, 5, 0.4),
            IndicatorValue("A.3", 0, 0, None),
        ),
        groups_disagree=False,
    )


def test_bounds_are_inclusive_upwards() -> None:
    """60 % of the lowest marks of a full risk at 100 % is exactly 60: high; 35 % is middle; below is low."""
    results = [(1, "oge-ma", 2026, 100, 60), (2, "oge-ma", 2026, 100, 35), (3, "oge-ma", 2026, 1000, 349)]
    levels = [
        (each.factor("D").value, each.factor("D").level)
        for each in reckoned(Rows(results=results, schools=SCHOOLS[:3]))
    ]
    assert levels == [(60.0, "high"), (35.0, "middle"), (34.9, "low")]


def test_results_are_those_of_the_last_year_that_has_any() -> None:
    results = [(1, "oge-ma", 2025, 10, 1), (2, "oge-ma", 2024, 10, 9), (1, "oge-ma", 2027, 10, 10)]
    found = reckoned(Rows(results=results, schools=SCHOOLS[:2]))
    assert [each.factor("D").value for each in found] == [10.0, None]


def test_groups_that_disagree_are_told() -> None:
    answers = [(1, "pupil", "p1", 4)] * 6 + [(1, "teacher", "t1.2", 1)] * 6
    (profile,) = reckoned(Rows(answers=answers, schools=SCHOOLS[:1]))
    assert (profile.factor("A").groups_disagree, profile.factor("A").is_unsure) == (True, True)
