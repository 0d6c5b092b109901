"""Numbers as people write them: exact, missing apart from zero, refusals with a code."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.imports.problems import Place
from opora.imports.sheets import (
    BadValue,
    Fault,
    ShownAsPercent,
    is_missing,
    looks_like_date_serial,
    parse_count,
    parse_number,
    parse_percent,
    percent_scale,
    text_of,
)


@pytest.mark.parametrize(
    "cell", [None, "", " ", "-", "–", "—", " н/д ", "Н/Д", "\u00a0", "х", "нет данных", "…"]
)
def test_missing_is_not_zero(cell: str | None):
    assert is_missing(cell)
    assert (parse_number(cell), parse_percent(cell), parse_count(cell)) == (None, None, None)


@pytest.mark.parametrize("cell", [0, 0.0, "0", "0,0", "00"])
def test_zero_is_not_missing(cell: object):
    assert (is_missing(cell), parse_number(cell), parse_count(cell)) == (False, Decimal(0), 0)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1 234 567", "1234567"),
        ("−3", "-3"),
        ("–3", "-3"),
        ("+7", "7"),
        (0.1 + 0.2, "0.3"),
        (30, "30"),
        (2.5, "2.5"),
        (Decimal("1.20"), "1.2"),
    ],
)
def test_numbers(cell: object, number: str):
    assert parse_number(cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("двадцать", "not-a-number", "двадцать"),
        ("12 5", "not-a-number", "12 5"),
        ("1,2,3", "not-a-number", ""),
        ("1О", "not-a-number", "10?"),
        ("=A1+1", "formula-as-text", ""),
        ("30 %", "not-a-number", "процент"),
        (True, "not-a-number", "логическое"),
        (float("nan"), "not-a-number", "велико"),
        (float("inf"), "not-a-number", "велико"),
        (Fault("#Н/Д"), "cell-error", "#Н/Д"),
        (Fault("", "formula-without-value"), "formula-without-value", "сохран"),
        (datetime.date(2025, 3, 12), "date-not-number", "12,3"),
        ("9" * 50, "not-a-number", ""),
        ("١٢", "not-a-number", ""),
    ],
)
def test_what_is_not_a_number_is_told(cell: object, code: str, words: str):
    with pytest.raises(BadValue) as caught:
        parse_number(cell)
    problem = caught.value.at(Place("Свод", 5, "C"))
    assert problem.code == code
    assert words in problem.message
    assert problem.place.cell == "C5"


def test_a_date_offers_what_was_typed():
    with pytest.raises(BadValue) as caught:
        parse_percent(datetime.date(2025, 1, 1))
    assert caught.value.allowed == ("1,1", "1,25")


@pytest.mark.parametrize(
    ("cell", "share", "percent"),
    [
        ("30 %", False, "30"),
        ("30%", True, "30"),
        (ShownAsPercent(0.3), False, "30"),
        (ShownAsPercent(0.07), True, "7"),
        (0.3, True, "30"),
        (0.3, False, "0.3"),
        ("12,5", False, "12.5"),
        (100, False, "100"),
    ],
)
def test_percents(cell: object, share: bool, percent: str):
    assert parse_percent(cell, share=share) == Decimal(percent)


@pytest.mark.parametrize(
    ("cell", "share"),
    [(101, False), ("-1", False), ("100,01", False), (ShownAsPercent(1.5), False), (30, True)],
)
def test_percents_out_of_range(cell: object, share: bool):
    with pytest.raises(BadValue) as caught:
        parse_percent(cell, share=share)
    assert caught.value.code == "percent-out-of-range"


@pytest.mark.parametrize(
    ("cell", "code"), [(-1, "negative"), (2.5, "not-whole"), ("1.234", "not-whole"), ("5 %", "not-a-number")]
)
def test_counts_refused(cell: object, code: str):
    with pytest.raises(BadValue) as caught:
        parse_count(cell)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        ([23, 30.5, "0", None], "percent"),
        ([0.23, 0.3, 1, 0, "-"], "share"),
        ([0, 0, None], "percent"),
        ([0, 1, 1], "unclear"),
        ([0.2, 0.3, 45], "unclear"),
        ([23, 30, 0.5], "percent"),
        ([ShownAsPercent(0.3), 0.4], "share"),
        ([], "percent"),
        (["слово", "45"], "percent"),
    ],
)
def test_scale_of_a_column(cells: list[object], scale: str):
    assert percent_scale(cells) == scale


def test_date_serials_and_texts():
    assert looks_like_date_serial(45000) == datetime.date(2023, 3, 15)
    assert [looks_like_date_serial(v) for v in (100, "45000", 45000.5, True, None)] == [None] * 5
    texts = [
        text_of(v)
        for v in (None, 5, 2.5, 1e10, ShownAsPercent(0.125), datetime.date(2024, 3, 12), " a\n b ", True)
    ]
    assert texts == ["", "5", "2,5", "10000000000", "12,5 %", "12.03.2024", "a b", "да"]


@settings(deadline=None)
@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.sampled_from(".,"),
    st.sampled_from(["", " ", "\u00a0"]),
)
def test_every_written_number_is_read_exactly(number: Decimal, point: str, space: str):
    assert parse_number(space + f"{number:f}".replace(".", point) + space) == number


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_are_read(number: int):
    assert parse_count(f"{number:,}".replace(",", "\u00a0")) == number


@settings(deadline=None)
@given(st.one_of(st.text(max_size=50), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_any_cell_is_a_number_or_a_problem(cell: object):
    for parse in (parse_number, parse_percent, parse_count):
        try:
            number = parse(cell)
        except BadValue as bad:
            assert bad.at(Place()).message
        else:
            assert number is None or Decimal(number).is_finite()
    text_of(cell)
    percent_scale([cell])
