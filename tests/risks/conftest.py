"""A municipality in a programme year, with the cast of named roles around it."""

from dataclasses import dataclass

import pytest

from factories.people import Cast, cast
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory

from .making import version


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    own: Organisation
    second: Organisation
    neighbour: Organisation


@pytest.fixture
def year(db: None) -> Year:
    people = cast()
    w = people.world
    version()
    return Year(people, w.cycle, w.municipality, w.school, w.second_school, w.neighbour_school)
