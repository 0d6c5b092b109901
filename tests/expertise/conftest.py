"""A region of two municipalities with confirmed documents, and three experts of nobody's."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from conftest import NOW
from factories.once import of_module
from factories.people import Cast, cast
from opora.access import Actor
from opora.cycles.models import Cycle, Participation, Programme
from opora.cycles.states import Level
from opora.documents.models import Document, DocumentVersion, Remark, Review
from opora.documents.states import DocumentState, RemarkState
from opora.expertise.models import Round
from opora.organisations.models import Organisation, Territory

from .making import TODAY, confirmed, definitions, expert, published, started


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


def build() -> Year:
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


made, year = of_module(build)


@pytest.fixture
def scoring(year: Year) -> Round:
    """Three documents lie with three experts, one each."""
    return started(year.region, year.cycle, *year.experts)


@pytest.fixture
def curated(year: Year) -> Year:
    """The curator answered once and has one document waiting; the neighbour's has been sent nothing."""
    published("expert-sheets", "curator")
    curator, _ = year.cast.curator, year.cast.neighbour_curator
    Review.objects.filter(version__document__school=year.own).delete()
    version = DocumentVersion.objects.get(document__school=year.own)
    Review.objects.create(
        version=version, outcome="confirmed", marks=[{"criterion": "analysis", "points": 2, "words": ""}],
        opened_at=NOW + timedelta(days=2), decided_at=NOW + timedelta(days=2, minutes=1),
        decided_by_id=curator.person_id, decided_by_name=curator.name,
    )  # fmt: skip
    for state in (RemarkState.ACCEPTED, RemarkState.MENDED, RemarkState.OPEN):
        Remark.objects.create(
            document=version.document, version=version, row="m1", text="Сколько?", state=state, made_at=NOW,
            made_by_id=curator.person_id, made_by_name=curator.name,
        )  # fmt: skip
    Document.objects.filter(school=year.neighbour).update(state=DocumentState.CONFIRMED)
    other = confirmed(year.own, year.cycle, kind="gia-plan", state=DocumentState.REVIEW)
    Document.objects.filter(pk=other.pk).update(state_since=TODAY - timedelta(days=9))
    return year
