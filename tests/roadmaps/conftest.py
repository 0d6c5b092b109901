"""A municipality in a programme year; its schools carry out measures."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.utils import timezone

from documents.making import definitions
from factories.once import of_module
from factories.people import Cast, actor, cast
from opora.access import Actor, Role
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    own: Organisation
    neighbour: Organisation
    school: Actor
    teacher: Actor
    curator: Actor
    coordinator: Actor


def build() -> Year:
    people = cast()
    w = people.world
    definitions()
    today = timezone.localdate()
    return Year(
        people,
        w.cycle,
        w.municipality,
        w.school,
        w.neighbour_school,
        actor(Role.SCHOOL_COORDINATOR, w.school, on=today, surname="Завучева"),
        actor(Role.TEACHER, w.school, on=today, surname="Учителева"),
        actor(Role.CURATOR, w.school, on=today, surname="Кураторова"),
        actor(Role.MUNICIPAL_COORDINATOR, w.municipality, on=today, surname="Координаторова"),
    )


made, year = of_module(build)


@pytest.fixture
def at() -> datetime:
    """Now: terms are counted from today, as the desk counts them."""
    return timezone.now()
