"""What is hidden cannot be told from what is shown."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from factories.examples import examples
from indicators.plain import Rows
from indicators.small import CATALOGUE
from indicators.sources import written
from opora.analytics.engines import duckdb_engine
from opora.indicators import comparison
from opora.indicators.comparison import Pooled
from opora.indicators.profile import spoken
from opora.indicators.reckoning import Reckoned, reckoned

RISK, OTHER = 5, 1


def school(number: int, town: int, cluster: str = "") -> tuple[int, str, str, str, int, str]:
    return number, f"1/{town}/", "basic", "village", 90, cluster


def parents(number: int, risk: int, others: int) -> list[tuple[int, str, str, int]]:
    """Factor C rests on one question to parents alone."""
    return [(number, "parent", "r1", RISK)] * risk + [(number, "parent", "r1", OTHER)] * others


def figures(rows: Rows) -> Reckoned:
    with tempfile.TemporaryDirectory() as folder, duckdb_engine(written(Path(folder), rows)) as engine:
        return reckoned(engine, CATALOGUE, 2026)


def hidden_of(rows: Rows, code: str = "C") -> list[str | None]:
    return [profile.factor(code).hidden for profile in spoken(figures(rows))]


def published(rows: Rows) -> Any:
    """Everything that any page may show."""
    found = figures(rows)
    return spoken(found), comparison.of_territories(found), comparison.of_clusters(found)


def test_one_hidden_school_hides_the_smallest_shown_one_of_its_municipality() -> None:
    answers = [*parents(1, 2, 1), *parents(2, 3, 9), *parents(3, 3, 6), *parents(4, 1, 5), *parents(5, 9, 9)]
    schools = [school(1, 2), school(2, 2), school(3, 2), school(4, 3), school(5, 2)]
    assert hidden_of(Rows(answers=answers, schools=schools)) == ["few", None, "subtraction", None, None]


def test_a_small_municipality_has_no_figure_to_subtract_from() -> None:
    answers = [*parents(1, 2, 1), *parents(2, 3, 9), *parents(3, 3, 6)]
    found = figures(Rows(answers=answers, schools=[school(n, 2) for n in (1, 2, 3)]))
    assert [profile.factor("C").hidden for profile in spoken(found)] == ["few", None, None]
    assert comparison.of_territories(found)["1/2/"]["C"].n == 21


def test_two_hidden_schools_hide_each_other() -> None:
    answers = [*parents(1, 2, 1), *parents(2, 1, 1), *parents(3, 3, 6)]
    assert hidden_of(Rows(answers=answers, schools=[school(n, 2) for n in (1, 2, 3)])) == ["few", "few", None]


def test_two_hidden_schools_with_too_few_answers_together_take_a_third() -> None:
    answers = [*parents(1, 1, 1), *parents(2, 1, 1), *parents(3, 3, 6), *parents(4, 9, 9)]
    found = hidden_of(Rows(answers=answers, schools=[school(n, 2) for n in (1, 2, 3, 4)]))
    assert found == ["few", "few", "subtraction", None]


def test_a_municipality_counts_its_hidden_schools_together() -> None:
    answers = [*parents(1, 2, 1), *parents(2, 3, 3), *parents(3, 0, 11)]
    found = figures(Rows(answers=answers, schools=[school(n, 2, "small") for n in (1, 2, 3, 4)]))
    told = comparison.of_territories(found)
    assert told["1/2/"]["C"] == Pooled("C", value=25.0, level="low", n=20, schools=1)
    assert comparison.of_clusters(found) == {"small": {}}


def test_a_school_alone_in_its_municipality_waits_for_the_region() -> None:
    """1 and 2 are hidden in towns of their own: no town can tell of them, the region can of both together."""
    answers = [*parents(1, 3, 0), *parents(2, 0, 3), *parents(3, 5, 9)]
    found = figures(Rows(answers=answers, schools=[school(1, 2), school(2, 3), school(3, 4)]))
    told = comparison.of_territories(found)
    assert {path: each.get("C") for path, each in told.items()} == {
        "1/": Pooled("C", value=40.0, level="middle", n=20, schools=1),
        "1/4/": Pooled("C", value=35.7, level="middle", n=14, schools=1),
    }


def test_like_schools_are_pooled_of_shown_ones_and_of_two_at_least() -> None:
    answers = [*parents(1, 5, 5), *parents(2, 0, 10), *parents(3, 9, 1)]
    schools = [school(1, 2, "small"), school(2, 3, "small"), school(3, 4, "large")]
    told = comparison.of_clusters(figures(Rows(answers=answers, schools=schools)))
    assert told == {"large": {}, "small": {"C": Pooled("C", value=25.0, level="low", n=20, schools=2)}}


WORLD = st.lists(
    st.tuples(st.integers(2, 4), st.integers(0, 9), st.integers(0, 9), st.sampled_from(("", "x"))),
    min_size=1,
    max_size=8,
)


def rows_of(world: list[tuple[int, int, int, str]]) -> Rows:
    return Rows(
        answers=[
            each for n, (_, risk, others, _) in enumerate(world, 1) for each in parents(n, risk, others)
        ],
        schools=[school(n, town, cluster) for n, (town, _, _, cluster) in enumerate(world, 1)],
    )


def moved(world: list[tuple[int, int, int, str]], place: int, by: int) -> list[tuple[int, int, int, str]]:
    town, risk, others, cluster = world[place]
    return [*world[:place], (town, risk + by, others - by, cluster), *world[place + 1 :]]


def may_move(each: tuple[int, int, int, str], by: int) -> bool:
    return each[1] + by >= 0 and each[2] - by >= 0


def whole_of(world: list[tuple[int, int, int, str]], place: int, hidden: list[int]) -> list[int]:
    """The hidden schools that are counted together with this one: of its town, else all that wait."""
    towns = {
        town: [each for each in hidden if world[each][0] == town]
        for town in {world[each][0] for each in hidden}
    }
    wholes = {
        town: schools
        for town, schools in towns.items()
        if len(schools) > 1 and sum(sum(world[each][1:3]) for each in schools) >= CATALOGUE.minimum_group
    }
    town = world[place][0]
    waiting = [each for each in hidden if world[each][0] not in wholes]
    return wholes.get(town, waiting)


@given(WORLD, st.data())
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_another_truth_of_a_hidden_school_is_published_alike(
    world: list[tuple[int, int, int, str]], data: st.DataObject
) -> None:
    """Whoever sees everything published cannot tell a hidden school's figure.

    Another world is published word for word the same where one answer of the hidden school is another, and
    at most one answer of another hidden school is the contrary.
    """
    shown = published(rows_of(world))
    few = [place for place, each in enumerate(shown[0]) if each.factor("C").hidden == "few"]
    assume(few)
    place = data.draw(st.sampled_from(few))
    ways = [by for by in (-1, 1) if may_move(world[place], by)]
    others = [
        other
        for other, each in enumerate(shown[0])
        if other != place and each.factor("C").hidden in ("few", "subtraction")
    ]
    worlds = [moved(world, place, by) for by in ways]
    worlds += [
        moved(moved(world, place, by), other, -by)
        for by in ways
        for other in others
        if may_move(world[other], -by)
    ]
    whole = whole_of(world, place, [place, *others])
    # where all of a whole said the same, the whole says it too: nothing is left to move
    assume(any(world[each][1] for each in whole) and any(world[each][2] for each in whole))
    assert any(published(rows_of(each)) == shown for each in worlds)
