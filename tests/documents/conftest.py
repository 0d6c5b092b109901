"""A municipality in a programme year with the definitions of documents in force."""

from dataclasses import dataclass

from factories.once import of_module
from factories.people import Cast, cast
from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.risks.models import Direction

from .making import definitions, direction, kind


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    own: Organisation
    neighbour: Organisation
    motivation: Direction
    medium: Version


def build() -> Year:
    """The own school works on one active direction."""
    people = cast()
    w = people.world
    definitions()
    motivation = direction(w.school, w.cycle, "R08", "Низкая учебная мотивация")
    return Year(
        people, w.cycle, w.municipality, w.school, w.neighbour_school, motivation, kind("medium-term")
    )


made, year = of_module(build)
