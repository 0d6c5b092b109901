"""A municipality in a programme year whose curators are being chosen; it is 14 September."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from conftest import NOW
from documents.making import definitions
from factories.once import of_module
from factories.people import Cast, cast
from opora.access.actor import operator
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files
from opora.curators.kinds import KIND, curatorship
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.visits import phases
from opora.visits.kinds import RHYTHMS, visit_rhythms


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    place: Territory
    own: Organisation
    second: Organisation
    neighbour: Organisation
    cycle: Cycle


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages live on the same day as the rest of a test; phases are told by dates."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(phases, "_confirmed", None)


def build() -> Year:
    kinds.register([curatorship(), visit_rhythms()])
    root = Path(settings.DEFINITIONS_ROOT)
    seed_from_files(root=root, only={KIND, RHYTHMS}, by=operator(), at=NOW)
    definitions()
    people = cast()
    w = people.world
    return Year(people, w.municipality, w.school, w.second_school, w.neighbour_school, w.cycle)


made, year = of_module(build)
