"""Intervals, noise and sums: against published figures, a second implementation, and properties."""

from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.results.dynamics import NOTHING, Share, change, combine, is_within_noise, weight_words, wilson

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def share(count: int, n: int) -> Share:
    return Share(count / n, count, n)


def test_wilson_gives_the_published_intervals() -> None:
    """Newcombe 1998 (Statistics in Medicine 17, 857–872), table I, method 3."""
    for count, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(count, n)
        assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_differences_give_the_published_intervals() -> None:
    """Newcombe 1998 (Statistics in Medicine 17, 873–890), table II, method 10: 56/70 against 48/80."""
    from opora.results.dynamics import difference_interval

    found = difference_interval(share(48, 80), share(56, 70))
    assert found is not None
    assert (round(found[0], 4), round(found[1], 4)) == (0.0524, 0.3339)


@given(counts)
def test_the_interval_solves_the_score_equation(pair: tuple[int, int]) -> None:
    """The second implementation: each end p satisfies |count/n − p| = z·√(p(1−p)/n), found by bisection."""
    count, n = pair

    def bound(inside: float, outside: float) -> float:
        for _ in range(80):
            middle = (inside + outside) / 2
            gap = abs(count / n - middle) - 1.959964 * (middle * (1 - middle) / n) ** 0.5
            inside, outside = (middle, outside) if gap < 0 else (inside, middle)
        return inside

    low, high = wilson(count, n)
    assert 0 <= low <= count / n <= high <= 1
    assert count == 0 or isclose(low, bound(count / n, 0.0), abs_tol=1e-6)
    assert count == n or isclose(high, bound(count / n, 1.0), abs_tol=1e-6)


@given(counts, counts)
def test_noise_is_the_same_in_both_directions(old: tuple[int, int], new: tuple[int, int]) -> None:
    assert is_within_noise(share(*old), share(*new)) == is_within_noise(share(*new), share(*old))
    assert is_within_noise(share(*old), share(*old)) is True


def test_noise_rarely_takes_chance_for_change() -> None:
    """Two classes of 15 with the same true share of 30 %: chance passes for change in at most 6 % of pairs."""
    n, p = 15, 0.3
    weight = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    mistaken = sum(
        weight[a] * weight[b]
        for a in range(n + 1)
        for b in range(n + 1)
        if not is_within_noise(share(a, n), share(b, n))
    )
    assert mistaken <= 0.06


def test_no_arrow_within_noise_nor_where_nobody_can_tell() -> None:
    small = change({2025: share(3, 9), 2026: share(4, 9)})
    large = change({2025: share(10, 100), 2026: share(40, 100)})
    unknown = change({2025: Share(0.1), 2026: Share(0.4)})
    assert small is not None and large is not None and unknown is not None
    assert (small.direction, small.words) == ("", "в пределах погрешности")
    assert (large.direction, large.words) == ("up", "больше погрешности")
    assert (unknown.direction, unknown.within_noise) == ("", None)
    # a missing year is not bridged
    assert change({2024: share(3, 9), 2026: share(4, 9)}) is None
    assert change({2025: NOTHING, 2026: share(4, 9)}) is None


def test_groups_are_summed_by_counts_and_say_who_was_left_out() -> None:
    summed = combine([share(3, 10), share(30, 50), Share(0.9), NOTHING])
    assert (summed.share.count, summed.share.n, summed.how, summed.schools, summed.left_out) == (
        33,
        60,
        "sum",
        2,
        1,
    )
    assert summed.words == "сумма по школам: 2; ещё 1 без числа участников не вошли"
    middle = combine([Share(0.1), Share(0.9), Share(0.2)])
    assert (middle.share.value, middle.how, middle.words) == (0.2, "median", "медиана процентов школ: 3")
    assert combine([]).words == "нет данных"


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (9, "один ученик = 11 пунктов"),
        (25, "один ученик = 4 пункта"),
        (5, "один ученик = 20 пунктов"),
        (100, ""),
        (None, ""),
    ],
)
def test_what_one_pupil_weighs(n: int | None, words: str) -> None:
    assert weight_words(n).replace("\xa0", " ") == words
