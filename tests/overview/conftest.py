"""A municipality in a programme year on one day, with the definitions that its features need."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from conftest import NOW
from factories.once import of_module
from factories.people import Cast, cast
from opora.access.actor import operator
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    region: Territory
    own: Organisation
    second: Organisation
    neighbour: Organisation


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages live on the same day as the rest of a test."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def build() -> Year:
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=NOW)
    people = cast()
    w = people.world
    return Year(people, w.cycle, w.municipality, w.region, w.school, w.second_school, w.neighbour_school)


made, year = of_module(build)


@pytest.fixture
def at() -> datetime:
    return NOW
