"""Counts out of percents: only what is certain."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from opora.results.figures import compose, count_of, fits
from opora.results.layouts.shape import MARK_PERCENTS, MARKS, Measure

groups = st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any)


@given(groups)
def test_counts_come_back_as_they_were(marks: list[int]) -> None:
    kept = compose(dict(zip(MARKS, marks, strict=True)) | {Measure.PARTICIPANTS: sum(marks)}).kept
    assert (kept.participants, kept.low_count, kept.high_count) == (sum(marks), marks[0], marks[2] + marks[3])
    assert (kept.low_percent, kept.high_percent) == (None, None)


@given(groups, st.integers(0, 2))
def test_rounded_percents_never_give_a_wrong_count(marks: list[int], places: int) -> None:
    n = sum(marks)
    rounded = [(Decimal(100 * mark) / n).quantize(Decimal(1).scaleb(-places)) for mark in marks]
    outcome = compose(dict(zip(MARK_PERCENTS, rounded, strict=True)) | {Measure.PARTICIPANTS: n})
    assert outcome.faults == ()
    kept = outcome.kept
    assert kept.low_count in (None, marks[0])
    assert kept.mark_2 is None or (kept.mark_2, kept.mark_3, kept.mark_4, kept.mark_5) == tuple(marks)
    assert (kept.low_count is None) == (kept.low_percent is not None)
    if n <= 50:
        # below fifty every whole percent belongs to one count
        assert kept.low_count == marks[0]


@given(st.integers(1, 300), st.decimals(0, 100, places=1))
def test_a_count_is_given_only_where_it_is_the_only_one(n: int, percent: Decimal) -> None:
    fitting = [count for count in range(n + 1) if fits(count, n, percent)]
    assert count_of(n, percent) == (fitting[0] if len(fitting) == 1 else None)


def test_contradictions_point_at_their_column() -> None:
    cases = (
        ({Measure.PARTICIPANTS: 10, Measure.MARK_2: 11}, Measure.PARTICIPANTS),
        ({Measure.MARK_2: 3}, Measure.MARK_2),
        ({Measure.PARTICIPANTS: 10, Measure.LOW: 6, Measure.HIGH: 5}, Measure.LOW),
        ({Measure.PARTICIPANTS: 10, Measure.LOW: 3, Measure.LOW_PERCENT: Decimal(40)}, Measure.LOW_PERCENT),
        ({Measure.LOW_PERCENT: Decimal(60), Measure.HIGH_PERCENT: Decimal(50)}, Measure.HIGH_PERCENT),
        (dict.fromkeys(MARK_PERCENTS, Decimal(20)), Measure.MARK_2_PERCENT),
    )
    for said, column in cases:
        assert [fault.measure for fault in compose(said).faults] == [column], said
