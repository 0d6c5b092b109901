"""The transition table: whole, walkable, and every walk a person can take stays inside it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from opora.risks.states import (
    AFTER_VERIFICATION,
    DONE,
    FORWARD,
    HAPPENS,
    MOVERS,
    MOVES,
    TRANSITIONS,
    VERBS,
    DirectionState,
    asks_for_words,
)

WAYS = {(origin, target) for origin, targets in TRANSITIONS.items() for target in targets}


def test_every_state_says_whose_move_it_is_and_every_way_who_goes_it_and_how() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(DirectionState)
    assert set(VERBS) == set(DONE) == set(MOVERS) == WAYS
    assert all(MOVERS.values())


def test_the_history_tells_what_somebody_did() -> None:
    assert [words for words in DONE.values() if "л(а) " not in words or "направлени" not in words] == []


def test_the_way_forward_is_a_way() -> None:
    assert [target in TRANSITIONS[origin] for origin, target in pairwise(FORWARD)] == [True] * 5


def test_a_step_back_aside_or_to_the_end_asks_for_words() -> None:
    silent = {way for way in WAYS if not asks_for_words(*way)}
    assert silent == set(pairwise(FORWARD)) - {(DirectionState.UNDER_WAY, DirectionState.CLOSED)}


def test_a_verification_leads_where_the_table_allows() -> None:
    assert set(AFTER_VERIFICATION.values()) <= TRANSITIONS[DirectionState.CHOSEN]


def test_every_step_forward_is_a_happening() -> None:
    assert set(HAPPENS) == set(FORWARD) - {DirectionState.FOUND}


@given(st.lists(st.integers(min_value=0, max_value=7), max_size=30))
def test_wherever_one_goes_there_is_a_way_on_and_an_end_can_be_reached(choices: list[int]) -> None:
    state = DirectionState.FOUND
    for choice in choices:
        ways = sorted(TRANSITIONS[state])
        state = ways[choice % len(ways)]
    assert TRANSITIONS[state]
    assert DirectionState.CLOSED in reachable(state)


def reachable(origin: DirectionState) -> set[DirectionState]:
    found, waiting = {origin}, [origin]
    while waiting:
        for target in TRANSITIONS[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found
