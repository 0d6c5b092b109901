"""The makers of rows that other tests lean on."""

from decimal import Decimal

import pytest

from factories.organisations import region, school
from factories.results import detail, fact, group_fact, procedure

pytestmark = pytest.mark.django_db


def test_facts_of_a_school_and_a_group() -> None:
    luga = school("Луговская школа")
    counted = fact(luga, "vpr-ma-5", 2026, participants=20, low=7, high=5)
    percents = fact(luga, "vpr-ma-5", 2025, low_percent="35.5")
    whole = group_fact(region(), "vpr-ma-5", 2026, participants=100, low=10)
    counted.refresh_from_db(), percents.refresh_from_db()
    assert (counted.low_share, counted.high_share, counted.is_percent_only) == (
        Decimal("0.35"),
        Decimal("0.25"),
        False,
    )
    assert (percents.low_share, percents.high_share, percents.is_percent_only) == (
        Decimal("0.355"),
        None,
        True,
    )
    assert whole.low_share == Decimal("0.1")
    assert counted.procedure == percents.procedure == procedure("vpr-ma-5")
    assert detail(luga, "tasks", values={"1": 80}).territory is None
