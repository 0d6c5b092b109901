"""How far, and what goes together. Pure."""

import pytest

from opora.visits.distances import MOST_IN_A_TRIP, Map, Point, Stop, straight_km, trips

BASE = Point(56.0, 60.0)


def stop(pk: int, north: float, east: float = 60.0, urgency: int = -1) -> Stop:
    return Stop(pk, f"Школа {pk}", Point(north, east), urgency)


def test_the_great_circle() -> None:
    assert straight_km(Point(55.7558, 37.6173), Point(59.9343, 30.3351)) == pytest.approx(634, abs=3)
    assert straight_km(BASE, BASE) == 0
    assert straight_km(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22, abs=1)
    assert Map(1.3, 25, BASE).from_base(Point(57, 60)) == pytest.approx(144.5, abs=1)
    assert Map(1.3, 25).from_base(Point(57, 60)) is None


def test_schools_near_each_other_are_one_trip_in_order_of_the_way() -> None:
    found = trips([stop(1, 56.6), stop(2, 56.5, urgency=2), stop(3, 54.0)], Map(1.3, 25, BASE))
    assert [[each.school_id for each in trip.stops] for trip in found] == [[2, 1]]
    assert found[0].why == ("≈ 14 км от школы «Школа 1»", "")
    assert found[0].way_km == pytest.approx(2 * 0.6 * 111.2 * 1.3, rel=0.01)


def test_a_school_on_the_way_is_taken_along() -> None:
    found = trips([stop(1, 57.0), stop(2, 56.4, 60.05)], Map(1.3, 25, BASE))
    assert [each.school_id for each in found[0].stops] == [2, 1]
    assert found[0].why[0].startswith("по пути, крюк ≈")
    assert trips([stop(1, 57.0), stop(2, 56.4, 60.05)], Map(1.3, 25)) == []
    assert trips([stop(1, 57.0), stop(2, 55.0)], Map(1.3, 25, BASE)) == []


def test_a_school_stands_in_one_trip_and_a_trip_is_a_day() -> None:
    many = [stop(n, 56.5 + n / 1000, urgency=n) for n in range(7)]
    found = trips(many, Map(1.3, 25, BASE))
    assert [len(trip.stops) for trip in found] == [MOST_IN_A_TRIP, 3]
    assert len({each.school_id for trip in found for each in trip.stops}) == 7


def test_one_school_is_no_trip() -> None:
    assert trips([stop(1, 56.5)], Map(1.3, 25, BASE)) == []
    assert trips([], Map(1.3, 25, BASE)) == []
