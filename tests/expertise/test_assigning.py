"""Nobody scores with a conflict, loads are even, the same seed gives the same plan."""

from itertools import product
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.expertise.assigning import Plan, Why, assign, numbered, sample

EXPERTS = st.integers(1, 6).map(lambda n: list(range(101, 101 + n)))
WORKS = st.integers(0, 25).map(lambda n: list(range(1, n + 1)))


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[int], list[int], set[tuple[int, int]]]:
    works, experts = draw(WORKS), draw(EXPERTS)
    pairs = st.tuples(st.sampled_from(works or [0]), st.sampled_from(experts))
    return works, experts, draw(st.sets(pairs, max_size=40))


@given(tasks(), st.text(max_size=5), st.none() | st.integers(0, 6))
def test_nobody_scores_with_a_conflict_or_over_the_limit(
    task: tuple[list[int], list[int], set[tuple[int, int]]], seed: str, most: int | None
) -> None:
    works, experts, excluded = task
    plan = assign(works, experts, excluded=excluded, most=most, seed=seed)
    assert not set(plan.given.items()) & excluded
    assert set(plan.given) | set(plan.left) == set(works)
    assert not set(plan.given) & set(plan.left)
    assert most is None or all(plan.load(each) <= most for each in experts)
    for work, why in plan.left.items():
        is_barred = all((work, each) in excluded for each in experts)
        assert why is (Why.CONFLICT if is_barred else Why.FULL)


@given(WORKS, EXPERTS, st.text(max_size=5))
def test_loads_differ_by_at_most_one_where_nothing_restricts(
    works: list[int], experts: list[int], seed: str
) -> None:
    loads = [assign(works, experts, seed=seed).load(each) for each in experts]
    assert max(loads) - min(loads) <= 1


def squares(loads: list[int]) -> int:
    return sum(load**2 for load in loads)


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(101, 103)), max_size=12), st.integers(1, 6))
@settings(max_examples=60)
def test_loads_are_as_even_as_restrictions_permit(excluded: set[tuple[int, int]], count: int) -> None:
    """Against every possible plan of up to six documents and three experts."""
    works, experts = list(range(1, count + 1)), [101, 102, 103]
    plan = assign(works, experts, excluded=excluded, seed="s")
    choices = [[e for e in experts if (w, e) not in excluded] or [None] for w in works]
    best = min(squares([p.count(e) for e in experts]) for p in product(*choices))
    assert squares([plan.load(e) for e in experts]) == best


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(101, 103)), max_size=12), st.integers(0, 2))
@settings(max_examples=60)
def test_no_document_is_left_that_could_have_had_an_expert(excluded: set[tuple[int, int]], most: int) -> None:
    works, experts = list(range(1, 7)), [101, 102, 103]
    plan = assign(works, experts, excluded=excluded, most=most, seed="s")
    choices = [[*(e for e in experts if (w, e) not in excluded), None] for w in works]
    best = max(
        sum(e is not None for e in p) for p in product(*choices) if all(p.count(e) <= most for e in experts)
    )
    assert len(plan.given) == best


@given(tasks(), st.text(max_size=5), st.randoms())
def test_the_same_seed_gives_the_same_plan_in_any_order(
    task: tuple[list[int], list[int], set[tuple[int, int]]], seed: str, chance: object
) -> None:
    works, experts, excluded = task
    before = assign(works, experts, excluded=excluded, seed=seed)
    chance.shuffle(works)  # type: ignore[attr-defined]
    chance.shuffle(experts)  # type: ignore[attr-defined]
    assert assign(works, experts, excluded=excluded, seed=seed) == before


def test_what_experts_have_already_is_counted() -> None:
    plan = assign([1, 2, 3], [101, 102], loads={101: 3}, seed="s")
    assert plan == Plan({1: 102, 2: 102, 3: 102}, {})


def test_three_thousand_documents_among_thirty_experts() -> None:
    experts = list(range(1, 31))
    excluded = {(work, work % 30 + 1) for work in range(3000)}
    plan = assign(range(3000), experts, excluded=excluded, seed="s")
    assert {plan.load(each) for each in experts} == {100}


@given(st.sets(st.integers(1, 500), max_size=80), st.integers(0, 100), st.text(max_size=4))
def test_a_sample_is_rounded_up_and_the_same_for_a_seed(works: set[int], percent: int, seed: str) -> None:
    found = sample(works, percent, seed=seed)
    assert len(found) == ceil(len(works) * percent / 100)
    assert found <= works
    assert found == sample(sorted(works, reverse=True), percent, seed=seed)


@given(st.sets(st.integers(1, 500), max_size=80), st.text(max_size=4))
def test_blind_numbers_stand_once_each(works: set[int], seed: str) -> None:
    found = numbered(works, seed=seed)
    assert set(found) == works
    assert sorted(found.values()) == list(range(1, len(works) + 1))
