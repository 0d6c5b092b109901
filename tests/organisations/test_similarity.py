"""Похожие школы: the rule by itself, and over the schools of a region."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.organisations import figures, municipality, region, school
from factories.people import actor
from opora.access import Role
from opora.organisations.queries import schools_visible_to, similar_schools
from opora.organisations.similarity import WEIGHTS, Likeness, Portrait, likeness, most, most_alike

TITLES = {"low_income": "Из малообеспеченных семей", "transported": "На подвозе"}


def portrait(number: int, **fields: object) -> Portrait:
    plain: dict[str, object] = {
        "kind": "basic",
        "kind_title": "Основная школа",
        "locality": "village",
        "locality_title": "Село",
        "pupils": 100,
        "context": {"low_income": 0.30},
    }
    return Portrait(id=number, name=f"Школа {number}", territory="Округ", **(plain | fields))  # type: ignore[arg-type]


def test_a_twin_is_wholly_alike_and_says_why() -> None:
    found = likeness(portrait(1), portrait(2), TITLES)
    assert found is not None
    assert (found.score, found.aspects, found.unlike) == (1.0, 4, ())
    assert found.alike == (
        "тот же вид: основная школа",
        "тоже село",
        "близкая численность: 100 и 100 обучающихся",
        "из малообеспеченных семей: 30 % и 30 %",
    )


def test_each_aspect_weighs_what_it_says() -> None:
    def score(**fields: object) -> float:
        found = likeness(portrait(1), portrait(2, **fields), TITLES)
        assert found is not None
        return round(found.score * sum(WEIGHTS.values()), 6)

    assert score(kind="lyceum") == 12 - 3
    assert score(locality="town") == 12 - 2
    assert score(pupils=200) == 12 - 3
    # three quarters of the size is half of the way to «half the size»
    assert score(pupils=75) == 12 - 1.5
    assert score(context={"low_income": 0.40}) == 12 - 2
    # unknown counts half, neither for nor against
    assert score(pupils=None) == 12 - 1.5
    assert score(context={}) == 12 - 2


def test_too_little_known_is_no_likeness() -> None:
    blank = {"locality": "", "pupils": None, "context": {}}
    assert likeness(portrait(1), portrait(2, **blank), TITLES) is None
    assert likeness(portrait(1, pupils=0), portrait(2, pupils=0, kind="", context={}), TITLES) is None


def test_differences_are_told() -> None:
    found = likeness(
        portrait(1),
        portrait(2, locality="town", locality_title="Город", pupils=300, context={"low_income": 0.05}),
        TITLES,
    )
    assert found is not None
    assert found.unlike == (
        "не село, а город",
        "разная численность: 100 и 300 обучающихся",
        "из малообеспеченных семей: 30 % и 5 %",
    )


def nearest(one: Portrait, others: list[Portrait], n: int) -> list[Likeness]:
    bounds = [(most(one, each.kind, each.locality, each.pupils), each) for each in others]
    return most_alike(one, sorted(bounds, key=lambda pair: -pair[0]), TITLES, n=n)


def test_the_nearest_come_first_and_the_far_not_at_all() -> None:
    others = [
        portrait(5, pupils=80),
        portrait(4),
        portrait(3),
        portrait(6, kind="lyceum", locality="town", pupils=900),
    ]
    found = nearest(portrait(3), others, 5)
    assert [each.school.id for each in found] == [4, 5]


portraits = st.builds(
    portrait,
    st.integers(1, 9),
    kind=st.sampled_from(["", "basic", "lyceum"]),
    locality=st.sampled_from(["", "town", "village"]),
    pupils=st.none() | st.integers(0, 2000),
    context=st.dictionaries(st.sampled_from(["low_income", "transported"]), st.floats(0, 1)),
)


@given(portraits, portraits)
def test_likeness_is_mutual_and_a_share(one: Portrait, other: Portrait) -> None:
    there, back = likeness(one, other, TITLES), likeness(other, one, TITLES)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert 0 <= there.score <= 1
        assert (round(there.score, 9), there.aspects) == (round(back.score, 9), back.aspects)


@given(portraits, st.lists(portraits, max_size=12, unique_by=lambda each: each.id), st.integers(1, 4))
def test_stopping_early_finds_the_same_as_looking_at_all(
    one: Portrait, others: list[Portrait], n: int
) -> None:
    every = [likeness(one, other, TITLES) for other in others if other.id != one.id]
    near = [each for each in every if each is not None and each.score >= 0.6]
    near.sort(key=lambda each: (-round(each.score, 6), -each.aspects, each.school.id))
    assert nearest(one, others, n) == near[:n]


@pytest.mark.django_db
def test_candidates_are_open_schools_of_the_region_that_one_may_see() -> None:
    home, other, foreign = (
        municipality("Заречный"),
        municipality("Лесной"),
        municipality("Дальний", region("Край")),
    )

    def alike(name: str, place: object, **fields: object) -> object:
        made = school(name, place, locality="village", **fields)  # type: ignore[arg-type]
        figures(made, pupils=100)
        return made

    mine = alike("Моя", home)
    alike("Рядом", home)
    alike("В районе", other)
    alike("Далеко", foreign)
    alike("Закрытая", home, closed_on="2024-08-31")
    assert [each.school.name for each in similar_schools(mine, 5)] == ["Рядом", "В районе"]  # type: ignore[arg-type]
    seen = schools_visible_to(actor(Role.MUNICIPAL_COORDINATOR, home))
    assert [each.school.name for each in similar_schools(mine, 5, among=seen)] == ["Рядом"]  # type: ignore[arg-type]
    assert similar_schools(mine, 5, among=schools_visible_to(actor(Role.SCHOOL_HEAD, mine))) == []  # type: ignore[arg-type]
