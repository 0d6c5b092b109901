"""A municipality in a programme year, the works of plans in force, plans may be loaded."""

from dataclasses import dataclass

from factories.once import of_module
from factories.people import Cast, cast
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory

from .making import definitions


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    region: Territory
    own: Organisation
    second: Organisation


def build() -> Year:
    definitions()
    people = cast()
    w = people.world
    return Year(people, w.cycle, w.municipality, w.region, w.school, w.second_school)


made, year = of_module(build)
