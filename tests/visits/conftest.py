"""A year with its definitions, the cast, and schools on a map."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from conftest import NOW
from factories.once import of_module
from factories.people import Cast, cast
from opora.access.actor import operator
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.visits import phases
from opora.visits.kinds import KINDS, RHYTHMS, visit_kinds, visit_rhythms


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    own: Organisation
    second: Organisation
    neighbour: Organisation
    cycle: Cycle


@pytest.fixture(autouse=True)
def _by_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without documents above: a test says so where it wants them. What `config` joined comes back after it."""
    monkeypatch.setattr(phases, "_confirmed", None)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages live on the same day as the rest of a test."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def build() -> Year:
    kinds.register([visit_kinds(), visit_rhythms()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={KINDS, RHYTHMS}, by=operator(), at=NOW)
    people = cast()
    w = people.world
    return Year(people, w.school, w.second_school, w.neighbour_school, w.cycle)


made, year = of_module(build)


def put(school: Organisation, latitude: float, longitude: float) -> Organisation:
    """On the map."""
    school.latitude, school.longitude = Decimal(str(latitude)), Decimal(str(longitude))
    school.save()
    return school
