"""Weighted kappa against a worked example, its bounds, and the least number of pairs."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.expertise.agreement import ENOUGH, kappa

PAIRS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=ENOUGH, max_size=60)
#: a busy machine is no mistake
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_nothing_is_said_of_fewer_than_thirty_pairs() -> None:
    assert kappa([(0, 2), (1, 1)] * 14 + [(2, 2)]) is None
    assert kappa([(0, 2), (1, 1)] * 15) is not None


def test_full_agreement_is_one_and_scores_all_alike_say_nothing() -> None:
    assert kappa([(0, 0), (1, 1), (2, 2)] * 10) == 1
    assert kappa([(2, 2)] * 40) is None


def test_full_disagreement_is_minus_one() -> None:
    assert kappa([(0, 2), (2, 0)] * 15) == pytest.approx(-1)


def test_a_worked_example() -> None:
    """40 pairs, of which ten differ by one: 0.25 observed, 1.25 expected from shares ¼ ½ ¼ and ¼ ¼ ½."""
    pairs = [(0, 0)] * 10 + [(2, 2)] * 10 + [(1, 1)] * 10 + [(1, 2)] * 10
    assert kappa(pairs) == pytest.approx(0.8)


@UNHURRIED
@given(PAIRS)
def test_it_is_the_same_whichever_sheet_is_called_the_first(pairs: list[tuple[int, int]]) -> None:
    turned = kappa([(b, a) for a, b in pairs])
    assert kappa(pairs) == (None if turned is None else pytest.approx(turned))


@UNHURRIED
@given(PAIRS)
def test_it_is_never_over_one_nor_under_minus_one(pairs: list[tuple[int, int]]) -> None:
    found = kappa(pairs)
    assert found is None or -1 - 1e-9 <= found <= 1
