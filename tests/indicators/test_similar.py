"""Schools with alike profiles, with the reason, and who is strong where a school is weak."""

from hypothesis import given
from hypothesis import strategies as st

from indicators.small import CATALOGUE
from opora.indicators.similar import AlikeGroup, Neighbour, Strength, alike, nearest, strengths
from opora.indicators.values import FactorValue, Hidden, SchoolProfile

CODES = "ABCD"


def profile(school: int, *values: float | None) -> SchoolProfile:
    factors = [
        FactorValue(code, None, None, 0, None, Hidden.FEW)
        if value is None
        else FactorValue(code, value, CATALOGUE.level_of(value), 20, (value, value), None)
        for code, value in zip(CODES, values, strict=True)
    ]
    return SchoolProfile(school, tuple(factors))


REGION = [
    profile(1, 70, 80, 90, 10),
    profile(2, 65, 75, 61, 20),
    profile(3, 60, 99, 60, 61),
    profile(4, 70, 10, 0, None),
    profile(5, 80, 20, 5, None),
    profile(6, 75, 0, 0, 5),
    profile(7, 0, 0, 0, 0),
]


def test_groups_share_high_factors() -> None:
    assert alike(REGION) == [AlikeGroup(("A", "B", "C"), (1, 2, 3)), AlikeGroup(("A",), (4, 5, 6))]


def test_nobody_is_alike_among_few() -> None:
    assert (alike(REGION[:2]), alike([])) == ([], [])


@given(
    st.lists(
        st.tuples(*[st.none() | st.sampled_from((0.0, 35.0, 59.9, 60.0, 100.0))] * 4), min_size=1, max_size=12
    )
)
def test_every_group_has_its_reason(values: list[tuple[float | None, ...]]) -> None:
    profiles = [profile(number, *each) for number, each in enumerate(values, 1)]
    groups = alike(profiles)
    assert groups == alike(list(reversed(profiles)))
    members = [school for group in groups for school in group.schools]
    assert len(members) == len(set(members))
    for group in groups:
        assert len(group.schools) >= 3
        high = [
            {factor.code for factor in profiles[school - 1].factors if factor.level == "high"}
            for school in group.schools
        ]
        assert set(group.shared) == set.intersection(*high) != set()


def test_the_nearest_share_the_most_and_lie_close() -> None:
    assert nearest(REGION[0], REGION, count=2) == [
        Neighbour(school=2, shared=("A", "B", "C"), apart=12.2),
        Neighbour(school=3, shared=("A", "B", "C"), apart=27.5),
    ]
    assert nearest(REGION[6], REGION) == []


def test_who_is_strong_where_a_school_is_weak() -> None:
    assert strengths(REGION[0], REGION, count=2) == [
        Strength("A", 70, ((7, 0),)),
        Strength("B", 80, ((6, 0), (7, 0))),
        Strength("C", 90, ((4, 0), (6, 0))),
    ]
