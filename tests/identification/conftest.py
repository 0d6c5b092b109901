"""A year with a rule, a municipality of four schools and figures that a person can follow by eye."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from conftest import NOW
from factories.once import of_module
from factories.organisations import figures
from factories.people import Cast, cast, school_of, world
from factories.results import all_procedures, fact
from opora.access.actor import operator
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.identification.models import YearList
from opora.identification.queries import rule_for
from opora.identification.rule import Rule
from opora.organisations.models import Organisation, Territory

from .making import draft


@dataclass(frozen=True)
class Year:
    """Берёзовский округ in 2026/27: `low` by count, `twice` by repeat, `near` one point off, `well` fine."""

    cast: Cast
    cycle: Cycle
    before: Cycle
    place: Territory
    low: Organisation
    twice: Organisation
    near: Organisation
    well: Organisation
    rule: Rule


def build() -> Year:
    all_procedures()
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=NOW)
    w = world()
    before = Cycle.objects.create(
        code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31)
    )
    low, well = w.school, w.second_school
    twice = school_of(w.municipality, "S5", "Ёлкинская школа")
    near = school_of(w.municipality, "S6", "Озёрная школа")
    fact(low, "vpr-ma-5", 2026, participants=10, low=5)
    fact(low, "vpr-ru-5", 2026, participants=10, low=3)
    fact(low, "vpr-ru-6", 2026, participants=20, low=1)
    fact(twice, "vpr-ma-6", 2025, low_percent=45)
    fact(twice, "vpr-ma-6", 2026, low_percent=40)
    fact(near, "vpr-ma-5", 2026, participants=100, low=29)
    fact(near, "oge-ma", 2026, participants=50, low=20)
    fact(well, "vpr-ma-5", 2026, participants=50, low=0)
    for school, pupils in ((low, 100), (twice, 50), (near, 250), (well, 600)):
        figures(school, 2026, pupils=pupils, teachers=pupils // 10)
    return Year(cast(), w.cycle, before, w.municipality, low, twice, near, well, rule_for())


made, year = of_module(build)


@pytest.fixture
def drawn(year: Year, now: datetime) -> YearList:
    """The draft of the municipality, drawn up by its coordinator."""
    return draft(year, now)
