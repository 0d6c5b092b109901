"""What is shown beside a total lets nobody compute what is hidden. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from opora.questionnaires.instrument import Audience
from opora.surveys.sources import shown_respondents
from opora.surveys.suppression import Hidden, suppress

COUNTS = st.dictionaries(st.integers(0, 40), st.integers(0, 30), max_size=12)
MINIMUM = st.integers(3, 10)


@given(COUNTS, MINIMUM)
def test_no_hidden_group_follows_from_what_is_shown(counts: dict[int, int], minimum: int) -> None:
    shown = suppress(counts, minimum=minimum)
    assert {*shown.counts, *shown.hidden} == set(counts)
    assert all(count == 0 or count >= minimum for count in shown.counts.values())
    if not shown.hidden or shown.total is None:
        return
    rest = shown.total - sum(shown.counts.values())
    assert len(shown.hidden) >= 2
    assert rest >= minimum
    # the rest is all that is known of them: move one person from one hidden group to another, and it still fits
    hidden = sorted(counts[key] for key in shown.hidden)
    assert sum([hidden[0] + 1, *hidden[1:-1], hidden[-1] - 1]) == rest


@given(COUNTS, MINIMUM)
def test_a_total_below_the_minimum_is_not_shown(counts: dict[int, int], minimum: int) -> None:
    whole = sum(counts.values())
    shown = suppress(counts, minimum=minimum)
    assert shown.total is None or shown.total == whole
    assert not (0 < whole < minimum) or shown.total is None


@given(COUNTS, MINIMUM)
def test_only_as_many_are_hidden_as_needed(counts: dict[int, int], minimum: int) -> None:
    shown = suppress(counts, minimum=minimum)
    further = [counts[key] for key, why in shown.hidden.items() if why is Hidden.SUBTRACTION]
    kept = [count for count in shown.counts.values() if count]
    assert not further or not kept or max(further) <= min(kept)
    assert len(further) <= 2


def test_the_smallest_shown_school_is_hidden_beside_a_single_small_one() -> None:
    shown = suppress({"Луговская": 3, "Заречная": 12, "Берёзовская": 40}, minimum=5)
    assert (shown.counts, shown.total, shown.hidden) == (
        {"Берёзовская": 40},
        55,
        {"Луговская": Hidden.FEW, "Заречная": Hidden.SUBTRACTION},
    )


def test_two_small_ones_that_reach_the_minimum_hide_each_other() -> None:
    shown = suppress({"а": 3, "б": 4, "в": 20}, minimum=5)
    assert (shown.counts, shown.total, set(shown.hidden.values())) == ({"в": 20}, 27, {Hidden.FEW})


def test_without_a_total_only_the_small_ones_are_hidden() -> None:
    shown = suppress({"а": 3, "в": 20}, minimum=5, with_total=False)
    assert (shown.counts, shown.total, shown.hidden) == ({"в": 20}, None, {"а": Hidden.FEW})


def test_a_school_where_nobody_answered_hides_nobody() -> None:
    shown = suppress({"а": 0, "б": 3, "в": 20}, minimum=5)
    assert (shown.counts, shown.hidden) == ({"а": 0}, {"б": Hidden.FEW, "в": Hidden.SUBTRACTION})


def test_respondents_are_told_by_audience() -> None:
    counts = {1: {Audience.PUPIL: 30, Audience.TEACHER: 3}, 2: {Audience.PUPIL: 20, Audience.TEACHER: 9}}
    shown = shown_respondents(counts, minimum=5)
    assert shown[Audience.PUPIL].counts == {1: 30, 2: 20}
    assert shown[Audience.TEACHER].counts == {}
    assert shown[Audience.TEACHER].total == 12
