"""Mistyped names and the other layout."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.search.spelling import distance, mended, nearest, switched

NAMES = ["петрова", "петров", "смирнова", "кузнецова", "ковалева", "ковалев", "константинова"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("птерова", ["петрова"]),  # swapped
        ("петрва", ["петрова"]),  # missing
        ("петррова", ["петрова"]),  # too many
        ("пятрова", ["петрова"]),  # wrong
        ("етрова", ["петрова"]),  # the first one missing
        ("констанитнва", ["константинова"]),  # two mistakes in a long one
        ("петрова", []),  # is a name itself
        ("яблокова", []),
        ("сми", []),  # too short to tell
        ("ковалева", []),
        ("ковалеф", ["ковалев"]),
    ],
)
def test_the_nearest_name(typed: str, meant: list[str]) -> None:
    assert nearest(typed, NAMES) == meant


def test_of_two_equally_near_the_person_chooses() -> None:
    found = mended(["отчет", "иваноа"], ["иванова", "иванов"])
    assert found.text == ""
    assert found.choices == ("отчет Иванов", "отчет Иванова")


def test_only_what_is_mistyped_changes() -> None:
    assert mended(["визит", "птерова", "82"], NAMES).text == "визит Петрова 82"
    assert mended(["визит", "петрова"], NAMES).text == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("Gtnhjdf Fyyf", "Петрова Анна"),
        ("[jhjif", "хороша"),
        ("привет", ""),
        ("ЕГЭ vpr", ""),
        ("82", ""),
        ("", ""),
    ],
)
def test_the_other_layout(typed: str, meant: str) -> None:
    assert switched(typed) == meant


def _plainly(one: str, other: str) -> int:
    """The same distance by its definition."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (one[i - 1] != other[j - 1])]
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(of(i - 2, j - 2) + 1)
        return min(ways)

    return of(len(one), len(other))


@given(st.text("абв", max_size=7), st.text("абв", max_size=7), st.integers(0, 3))
def test_the_distance_is_that_of_its_definition(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(_plainly(one, other), most + 1)
