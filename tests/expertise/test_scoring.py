"""One sheet, two, three; zones; what was not presented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.documents.checks.sheet import Criterion, Sheet, Zone
from opora.expertise.scoring import (
    ABSENT,
    Final,
    How,
    Need,
    differ,
    final,
    half_down,
    is_red,
    mean,
    zone_bounds,
    zone_code,
    zone_titles,
)

SHEET = Sheet(
    "Лист",
    tuple(Criterion(f"c{n}", f"Критерий {n}", 2, ("нет", "отчасти", "да")) for n in range(7)),
    (Zone("yellow", "жёлтая", 6), Zone("red", "красная", 0), Zone("green", "зелёная", 11)),
)
SUMS = st.integers(0, 14)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([9], Final(9, How.ONE)),
        ([7, 8], Final(7, How.MEAN)),
        ([6, 8], Final(7, How.MEAN)),
        ([0, 0], Final(0, How.MEAN)),
        ([4, 9], Need.AGREEMENT),
        ([4, 9, 5], Final(5, How.MEDIAN)),
        ([2, 6, 10], Final(6, How.MEDIAN)),
        ([], Need.SHEET),
    ],
)
def test_sheets_give_one_score_or_say_what_is_missing(points: list[int], expected: Final | Need) -> None:
    assert final(points, allowed=3) == expected


def test_a_second_sheet_that_is_due_is_waited_for() -> None:
    assert final([3], allowed=3, wants_second=True) is Need.SECOND


def test_an_agreed_score_stands_before_any_reckoning() -> None:
    assert final([4, 9], allowed=3, agreed=8) == Final(8, How.AGREED)
    assert final([4, 9, 5], allowed=3, agreed=6) == Final(6, How.AGREED)


def test_the_allowed_difference_is_still_allowed() -> None:
    assert final([5, 8], allowed=3) == Final(6, How.MEAN)
    assert final([5, 9], allowed=3) is Need.AGREEMENT


@given(SUMS, SUMS)
def test_the_mean_of_two_is_the_whole_part_and_the_order_of_experts_is_nothing(a: int, b: int) -> None:
    assert half_down([a, b]) == half_down([b, a]) == (a + b) // 2


@given(st.lists(SUMS, min_size=1, max_size=6))
def test_half_goes_down_and_more_than_half_up(points: list[int]) -> None:
    exact = sum(points) / len(points)
    found = half_down(points)
    assert abs(found - exact) <= 0.5
    assert found < exact if abs(found - exact) == 0.5 else True


@given(SUMS, SUMS, SUMS)
def test_a_final_score_lies_between_the_sheets(a: int, b: int, c: int) -> None:
    found = final([a, b, c], allowed=3)
    assert isinstance(found, Final)
    assert found.points in {a, b, c}
    assert min(a, b, c) <= found.points <= max(a, b, c)


@given(SUMS, SUMS)
def test_only_a_difference_over_the_allowed_stops(a: int, b: int) -> None:
    assert (final([a, b], allowed=3) is Need.AGREEMENT) == (differ([a, b]) > 3)


@given(SUMS)
def test_every_sum_has_one_zone_and_the_zones_of_the_published_borders_do_not_overlap(points: int) -> None:
    code = zone_code(SHEET, points)
    first, last = zone_bounds(SHEET)[code]
    assert first <= points <= last
    assert code == ("red" if points <= 5 else "yellow" if points <= 10 else "green")
    assert is_red(SHEET, points) == (code == "red")


def test_what_was_not_presented_is_a_zone_of_its_own() -> None:
    assert zone_code(SHEET, None) == ABSENT
    assert zone_code(SHEET, 0) == "red"
    assert list(zone_titles(SHEET)) == ["red", "yellow", "green", "absent"]


def test_what_was_not_presented_is_no_zero_in_a_mean() -> None:
    assert mean([10, None, 6]) == 8
    assert mean([None]) is None
