"""The engine and the reference agree on whatever data come."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.examples import examples
from factories.organisations import municipality, school
from factories.results import procedure
from opora.identification.engine import Outcome, select
from opora.identification.rule import Rule
from opora.identification.states import Mode
from opora.results.models import Fact

from . import reference
from .reference import Row, Wanted

pytestmark = pytest.mark.django_db

PROCEDURES = ("vpr-ma-5", "vpr-ru-5", "oge-ma")
EGE = ("ege-ru",)
SCHOOLS = ("Боровая школа", "Ёлкинская школа", "Ельничная школа", "Луговая школа", "Яровая школа")
LAST = 2025
# the values where mistakes live: exactly 30 %, one pupil beside it, nobody, everybody
SIZES = st.sampled_from([1, 3, 9, 10, 20, 30, 50, 100])
PERCENTS = st.sampled_from(["0", "29", "29.9999", "30", "30.0001", "31", "33.3333", "100"])


@st.composite
def figures(draw: st.DrawFn) -> list[Row]:
    """Rows of a few schools: counts, percents with and without participants, classes, gaps."""
    rows = []
    for name in SCHOOLS[: draw(st.integers(1, len(SCHOOLS)))]:
        for code in (*PROCEDURES, *EGE):
            for year in (LAST - 2, LAST - 1, LAST):
                rows += draw(_place(name, code, year))
    return rows


@st.composite
def _place(draw: st.DrawFn, name: str, code: str, year: int) -> list[Row]:
    match draw(
        st.sampled_from(["none", "counts", "counts", "percent", "percent of n", "unknown", "classes"])
    ):
        case "counts":
            return [_counts(draw, Row(name, code, year))]
        case "percent":
            return [Row(name, code, year, percent=Fraction(draw(PERCENTS)))]
        case "percent of n":
            return [Row(name, code, year, participants=draw(SIZES), percent=Fraction(draw(PERCENTS)))]
        case "unknown":
            return [
                Row(name, code, year, participants=draw(SIZES)),
                _counts(draw, Row(name, code, year, "5а")),
            ]
        case "classes":
            second = _counts(draw, Row(name, code, year, "5б"))
            if draw(st.booleans()):
                second = Row(name, code, year, "5б", percent=Fraction(draw(PERCENTS)))
            return [_counts(draw, Row(name, code, year, "5а")), second]
    return []


def _counts(draw: st.DrawFn, row: Row) -> Row:
    participants = draw(SIZES)
    near = [participants * 3 // 10 + step for step in (-1, 0, 1)]
    low = draw(st.sampled_from([n for n in (0, *near, participants) if 0 <= n <= participants]))
    return Row(row.school, row.procedure, row.year, row.label, participants=participants, low=low)


@st.composite
def rules(draw: st.DrawFn) -> Wanted:
    return Wanted(
        procedures=PROCEDURES,
        threshold=Fraction(draw(st.sampled_from(["0.3", "0.29", "0.31", "0.333333", "0.01", "1"]))),
        both=draw(st.booleans()),
        count=draw(st.integers(1, 3)),
        minimum=draw(st.sampled_from([0, 0, 5, 10])),
        last=LAST,
        quartile_count=draw(st.sampled_from([None, None, 1, 2])),
        ege=draw(st.sampled_from([(), EGE])),
    )


def as_rule(wanted: Wanted) -> Rule:
    return Rule(
        procedures=wanted.procedures,
        threshold=Decimal(wanted.threshold.numerator) / Decimal(wanted.threshold.denominator),
        mode=Mode.AND if wanted.both else Mode.OR,
        count=wanted.count,
        minimum_participants=wanted.minimum,
        last_year=LAST,
        quartile=wanted.quartile_count is not None,
        quartile_count=wanted.quartile_count or 2,
        ege=bool(wanted.ege),
        ege_procedures=wanted.ege,
    )


def said(outcome: Outcome) -> dict[str, Any]:
    closest = outcome.closest
    return {
        "listed": outcome.listed,
        "grounds": {str(ground.kind): ground.procedures for ground in outcome.grounds},
        "closest": (
            (closest.figure.procedure, Fraction(closest.figure.low, closest.figure.base)) if closest else None
        ),
        "margin": closest and round(closest.margin, 15),
        "weight": outcome.pupil_weight and round(1 / outcome.pupil_weight),
        "at_minus": outcome.changes_at_minus_1,
        "at_plus": outcome.changes_at_plus_1,
    }


def expected(answer: reference.Answer) -> dict[str, Any]:
    margin = answer.closest and Decimal(answer.closest[2].numerator) / Decimal(answer.closest[2].denominator)
    return {
        "listed": answer.listed,
        "grounds": answer.grounds,
        "closest": answer.closest and answer.closest[:2],
        "margin": None if margin is None else round(margin, 15),
        "weight": answer.pupil_weight and 1 / answer.pupil_weight,
        "at_minus": answer.at_minus,
        "at_plus": answer.at_plus,
    }


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rows=figures(), wanted=rules())
def test_engine_says_what_the_reference_says(rows: list[Row], wanted: Wanted) -> None:
    place = municipality()
    schools = {name: school(name, place) for name in SCHOOLS}
    codes = {code: procedure(code) for code in (*PROCEDURES, *EGE)}
    Fact.objects.bulk_create(
        Fact(
            school=schools[row.school],
            procedure=codes[row.procedure],
            year=row.year,
            class_label=row.label,
            participants=row.participants,
            low_count=row.low,
            low_percent=None if row.percent is None else Decimal(float(row.percent)),
        )
        for row in rows
    )
    try:
        found = select(as_rule(wanted), up_to_year=2030)
        second = reference.select(wanted, SCHOOLS, rows)
        assert {o.school: said(o) for o in found.outcomes} == {
            name: expected(a) for name, a in second.items()
        }
        assert [outcome.school for outcome in found.outcomes] == [
            "Боровая школа",
            "Ёлкинская школа",
            "Ельничная школа",
            "Луговая школа",
            "Яровая школа",
        ]
    finally:
        Fact.objects.all().delete()
        for made in schools.values():
            made.delete()
