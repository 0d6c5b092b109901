"""A municipality in a programme year, with the cast of named roles around it."""

from dataclasses import dataclass

import pytest

from factories.once import of_module
from factories.people import Cast, cast
from opora.cycles.models import Cycle
from opora.indicators.values import Hidden
from opora.organisations.models import Organisation, Territory

from .making import profiled, version


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    own: Organisation
    second: Organisation
    neighbour: Organisation


def build() -> Year:
    people = cast()
    w = people.world
    version()
    return Year(people, w.cycle, w.municipality, w.school, w.second_school, w.neighbour_school)


made, year = of_module(build)


@pytest.fixture
def found(year: Year) -> Year:
    """Two schools of the municipality and one of the next, each with a profile."""
    profiled(year.own, year.cycle, R01=12.0, R08=72.4, R11=47.9, R12=Hidden.FEW)
    profiled(year.second, year.cycle, R01=81.0, R08=20.0, R11=59.9, R12=33.0)
    profiled(year.neighbour, year.cycle, R01=50.0, R08=90.0, R11=10.0, R12=61.0)
    return year
