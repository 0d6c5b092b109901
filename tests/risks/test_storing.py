"""Profiles are kept once, replaced where they changed, and find the directions."""

from datetime import date

from opora.cycles.models import Cycle
from opora.indicators.values import Hidden
from opora.risks.actions import Basis, Stored, store_profiles
from opora.risks.models import Direction, Profile, ProfileFactor, ProfileIndicator
from opora.risks.states import DirectionState, Happening

from .conftest import Year
from .making import TITLES, direction, profile_of, profiled, stored, version

ON = date(2026, 9, 10)
LATER = date(2026, 9, 12)


def basis(year: Year) -> Basis:
    return Basis(cycle=year.cycle, version=version(), engine="duckdb", titles=TITLES)


def everything() -> list[object]:
    return [
        list(table.objects.order_by("pk").values_list())
        for table in (Profile, ProfileFactor, ProfileIndicator, Direction)
    ]


def test_the_same_again_leaves_the_same_rows(year: Year) -> None:
    found = [profile_of(year.own, R08=72.0, R12=Hidden.FEW), profile_of(year.second, R08=20.0)]
    assert store_profiles(basis(year), found, on=ON) == Stored(written=2, same=0)
    kept = everything()
    assert store_profiles(basis(year), found, on=LATER) == Stored(written=0, same=2)
    assert everything() == kept


def test_a_changed_profile_takes_the_place_of_the_old_one_alone(year: Year) -> None:
    profiled(year.own, year.cycle, ON, R08=72.0)
    profiled(year.second, year.cycle, ON, R08=20.0)
    again = [profile_of(year.own, R08=40.0), profile_of(year.second, R08=20.0)]
    assert store_profiles(basis(year), again, on=LATER) == Stored(written=1, same=1)
    assert stored(year.own) == {"R01": None, "R08": 40.0, "R11": None, "R12": None}
    assert list(
        Profile.objects.filter(school=year.own).order_by("id").values_list("is_current", "computed_on")
    ) == [(False, ON), (True, LATER)]


def test_another_year_keeps_its_profile(year: Year) -> None:
    before = Cycle.objects.create(
        code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31)
    )
    old = profiled(year.own, before, date(2025, 12, 1), R08=80.0)
    profiled(year.own, year.cycle, ON, R08=72.0)
    old.refresh_from_db()
    assert old.is_current is True


def test_high_risks_become_directions(year: Year) -> None:
    profiled(year.own, year.cycle, ON, R08=72.0, R11=60.0, R12=59.9, R01=Hidden.FEW)
    assert list(
        Direction.objects.values_list("factor_code", "factor_title", "state", "value", "level", "state_since")
    ) == [
        ("R08", "Учебная мотивация", "found", 72.0, "high", ON),
        ("R11", "Риск неуспешности", "found", 60.0, "high", ON),
    ]


def test_a_direction_that_nobody_touched_goes_with_its_risk(year: Year) -> None:
    profiled(year.own, year.cycle, ON, R08=72.0, R11=66.0, R12=70.0)
    direction(year.own, year.cycle, DirectionState.CHOSEN, "R08")
    dated = Direction.objects.get(factor_code="R11")
    dated.milestones.create(
        cycle=year.cycle,
        school=year.own,
        what=Happening.ANALYSIS,
        last=ON,
        recorded_at=f"{ON}T00:00:00Z",
        recorded_by_name="Кураторова",
    )
    profiled(year.own, year.cycle, LATER, R08=30.0, R11=30.0, R12=30.0)
    assert list(Direction.objects.values_list("factor_code", "state")) == [
        ("R08", "chosen"),
        ("R11", "found"),
    ]


def test_a_newer_catalogue_or_other_respondents_make_a_new_profile(year: Year) -> None:
    found = [profile_of(year.own, R08=72.0)]
    store_profiles(basis(year), found, on=ON)
    newer = version(bound_high=70)
    stricter = Basis(year.cycle, newer, "duckdb", TITLES)
    assert store_profiles(stricter, found, on=LATER) == Stored(written=1, same=0)
    answered = {year.own.pk: {"pupil": [40, 50]}}
    told = Basis(year.cycle, newer, "duckdb", TITLES, {}, answered)
    assert store_profiles(told, found, on=LATER) == Stored(written=1, same=0)
    assert Profile.objects.get(is_current=True).answered == {"pupil": [40, 50]}


def test_nothing_stores_nothing(year: Year) -> None:
    assert store_profiles(basis(year), [], on=ON) == Stored(0, 0)
