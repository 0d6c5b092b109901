"""What a report says of a territory of which nothing is known but its schools."""

import pytest

from .conftest import Year
from .looking import content, part

pytestmark = pytest.mark.django_db


def test_nothing_known_is_missing_and_never_zero(bare: Year) -> None:
    coordinator = bare.cast.municipal_coordinator
    found = content(bare)
    assert {type(each.value) for _, each in found.figures} <= {int, str}
    assert [each.value for _, each in found.figures] == [3]  # the schools of the territory, which are known
    lacks = {each.what: each for _, each in found.missing}
    assert "Утверждённый список ШНОР на 2026/27" in lacks
    assert "Какие школы участвуют в программах" in lacks
    assert "Приказ «О назначении муниципальных координаторов»" in lacks
    assert all(
        each.who == coordinator.name for each in lacks.values() if each.role == "Муниципальный координатор"
    )
    assert {each.url[:1] for each in lacks.values()} == {"/"}


def test_nobody_is_made_up_where_nobody_is_appointed(bare: Year) -> None:
    (_, first), *_ = content(bare).missing
    assert first.asked == "муниципальный координатор (ещё не назначен)"


def test_no_decision_is_no_section_in_the_letter(bare: Year) -> None:
    found = part(content(bare), "decisions")
    assert (found.lines, found.grids, found.missing) == ((), (), ())
