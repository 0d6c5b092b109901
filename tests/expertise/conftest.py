"""A region of two municipalities with confirmed documents, and three experts of nobody's."""

from dataclasses import dataclass

import pytest

from factories.people import Cast, cast
from opora.access import Actor
from opora.cycles.models import Cycle, Participation, Programme
from opora.cycles.states import Level
from opora.documents.models import Document
from opora.expertise.models import Round
from opora.organisations.models import Organisation, Territory

from .making import confirmed, definitions, expert, started


@dataclass(frozen=True, slots=True)
class Year:
    """`own`, `second` and `neighbour` presented a document; `silent` takes part and presented none."""

    cast: Cast
    cycle: Cycle
    region: Territory
    place: Territory
    own: Organisation
    second: Organisation
    neighbour: Organisation
    silent: Organisation
    documents: tuple[Document, ...]
    experts: tuple[Actor, Actor, Actor]


@pytest.fixture
def year(db: None) -> Year:
    people = cast()
    w = people.world
    definitions()
    silent = Organisation.objects.create(
        kind="school", name="Молчаливая школа", territory=w.neighbour_municipality, key="S9"
    )
    programme = Programme.objects.create(level=Level.REGIONAL, name="500+", territory=w.region)
    schools = (w.school, w.second_school, w.neighbour_school)
    Participation.objects.bulk_create(
        Participation(programme=programme, cycle=w.cycle, school=each) for each in (*schools, silent)
    )
    documents = tuple(confirmed(each, w.cycle) for each in schools)
    experts = tuple(expert(w.region, f"Тайнова{n}") for n in "АБВ")
    return Year(people, w.cycle, w.region, w.municipality, *schools, silent, documents, experts)  # type: ignore[arg-type]


@pytest.fixture
def scoring(year: Year) -> Round:
    """Three documents lie with three experts, one each."""
    return started(year.region, year.cycle, *year.experts)
