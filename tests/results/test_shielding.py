"""No school learns a neighbour's figures from the sums on its own page."""

import pytest

from factories.organisations import municipality, region, school
from factories.results import fact, group_fact, procedure
from opora.organisations.models import Organisation, Territory
from opora.results.queries import comparison_groups
from opora.results.queries.school import Heading
from opora.results.shielding import OWN, shown_sums

ALIKE, MUNICIPALITY, REGION = 2, 4, 8
HERE = MUNICIPALITY | REGION
WANTED = (MUNICIPALITY, REGION, ALIKE)


def shown(schools: dict[int, int], known: tuple[int, ...] = ()) -> list[int]:
    there = [group for group in WANTED if any(groups & group for groups in schools)]
    return shown_sums([group for group in there if group not in known], known, schools)


def test_a_sum_stands_for_four_schools_at_least() -> None:
    own = {OWN | HERE: 1}
    assert shown(own | {HERE: 3}) == [MUNICIPALITY, REGION]
    assert shown(own | {HERE: 2}) == []
    assert shown(own) == [MUNICIPALITY, REGION]


def test_the_region_less_the_municipality_stands_for_four_or_for_none() -> None:
    own = {OWN | HERE: 1, HERE: 5}
    assert [REGION in shown(own | {REGION: others}) for others in (1, 2, 3, 4, 9)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    # with too small a municipality of its own the region may be shown
    assert shown({OWN | HERE: 1, HERE: 1, REGION: 6}) == [REGION]


def test_similar_schools_less_or_plus_a_territory() -> None:
    own = {OWN | HERE: 1, REGION: 20}
    # five alike of the municipality, and it has one more
    assert shown(own | {HERE | ALIKE: 5, HERE: 1}) == [MUNICIPALITY, REGION]
    assert shown(own | {HERE | ALIKE: 5, HERE: 3}) == [MUNICIPALITY, REGION, ALIKE]
    # alike are everybody else: what is left is the school itself
    assert shown(own | {HERE | ALIKE: 5}) == [MUNICIPALITY, REGION, ALIKE]
    # alike reach over the border
    assert shown(own | {HERE | ALIKE: 2, HERE: 6, REGION | ALIKE: 3}) == [MUNICIPALITY, REGION, ALIKE]


def test_what_the_federal_export_tells_is_known_to_everybody() -> None:
    own = {OWN | HERE: 1, HERE: 5, REGION: 2}
    assert shown(own, (REGION,)) == []
    assert shown(own, (MUNICIPALITY,)) == []
    assert shown(own | {REGION: 8}, (REGION,)) == [MUNICIPALITY]


def groups_of(own: Organisation) -> dict[str, dict[int, tuple[str, int, int | None]]]:
    """What the page of a school is given: {group: {year: (how, schools, participants)}}."""
    of = procedure()
    found = comparison_groups(own, Heading(of.pk, of.code, of.title), similar=1)
    return {
        group.title: {year: (each.how, each.schools, each.share.n) for year, each in group.by_year.items()}
        for group in found
    }


def with_facts(place: Territory, count: int, year: int = 2026) -> list[Organisation]:
    made = [school(place=place) for _ in range(count)]
    for each in made:
        fact(each, year=year, participants=10, low=3)
    return made


@pytest.mark.django_db
def test_the_region_is_left_out_where_the_municipality_gives_its_rest_away() -> None:
    zar, hol = municipality("Заречный округ"), municipality("Холмский округ")
    own = with_facts(zar, 6)[0]
    with_facts(hol, 3)
    assert groups_of(own) == {"Муниципалитет": {2026: ("sum", 6, 60)}}
    with_facts(hol, 1)
    assert groups_of(own) == {"Муниципалитет": {2026: ("sum", 6, 60)}, "Регион": {2026: ("sum", 10, 100)}}
    group_fact(region(), year=2026, participants=9000, low=900)
    assert groups_of(own)["Регион"] == {2026: ("sum", 0, 9000)}


@pytest.mark.django_db
def test_one_school_with_counts_among_percents_is_not_a_sum() -> None:
    zar = municipality("Заречный округ")
    own = with_facts(zar, 1)[0]
    for percent in (10, 20, 40):
        fact(school(place=zar), low_percent=percent)
    assert groups_of(own) == {
        "Муниципалитет": {2026: ("median", 4, None)},
        "Регион": {2026: ("median", 4, None)},
    }
