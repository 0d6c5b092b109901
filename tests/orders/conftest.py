"""The year of a municipality with published expectations."""

from pathlib import Path

from django.conf import settings

from conftest import NOW
from factories.once import of_module
from factories.people import Cast, cast
from opora.access.actor import operator
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files
from opora.cycles.actions import add_programme, set_participation, set_stage
from opora.cycles.states import Level, Mode
from opora.orders.kinds import KIND, expected_orders
from opora.organisations.models import Organisation

STAGES = (("Отбор", "до 10.09"), ("Анкеты", "до 20.09"), ("Профиль", "до 20.10"), ("Программы", "до 01.12"))


def build() -> Cast:
    """The cast, in a year of four stages, with the expected orders of the release; it is 14 September."""
    kinds.register([expected_orders()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={KIND}, by=operator(), at=NOW)
    made = cast()
    for title, term in STAGES:
        set_stage(cycle=made.world.cycle, title=title, term=term, by=operator(), at=NOW)
    return made


made, people = of_module(build)


def participates(people: Cast, school: Organisation) -> None:
    """The school takes part in a programme of its municipality."""
    place = school.territory
    programme = place.programmes.first() or add_programme(
        name="500+", level=Level.MUNICIPAL, territory=place, by=operator(), at=NOW
    )
    set_participation(
        programme=programme, cycle=people.world.cycle, school=school, mode=Mode.ACTIVE, by=operator(), at=NOW
    )
