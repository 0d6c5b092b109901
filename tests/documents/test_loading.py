"""A document that one statement reads is the one that the ORM reads, and those see it whom the list shows it."""

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.organisations import school
from opora.access.actor import operator
from opora.documents.actions.beginning import begin
from opora.documents.models import Document
from opora.documents.queries.loading import load
from opora.documents.queries.visibility import document_seen_by, documents_visible_to, sees
from opora.documents.states import DocumentState

from .conftest import Year
from .making import begun, kind

JOINED = ("school__territory", "territory", "cycle", "direction", "version__definition", "file")


def _values(found: Model) -> dict[str, object]:
    loaded = found.__dict__
    return {
        each.attname: loaded[each.attname] for each in found._meta.concrete_fields if each.attname in loaded
    }


def _assert_same(one: Model, other: Model) -> None:
    """What is loaded of one is the same in the other, and so on along what is joined to it."""
    values = _values(one)
    assert values and values == {name: getattr(other, name) for name in values}
    for name, joined in one._state.fields_cache.items():
        if joined is None:
            assert getattr(other, name) is None
        else:
            _assert_same(joined, getattr(other, name))


@pytest.fixture
def documents(year: Year) -> list[Document]:
    w = year.cast.world
    by = year.cast.school_coordinator
    own = begun(year.own, year.cycle, by)
    of_risk = begin(version=kind("anti-risk"), cycle=year.cycle, school=year.own, direction=year.motivation,
                    by=by, at=NOW)  # fmt: skip
    neighbour = begun(w.neighbour_school, year.cycle, year.cast.neighbour_school_coordinator)
    merged = school("Влившаяся школа", w.neighbour_municipality)
    of_merged = begun(merged, year.cycle, operator("Установка"))
    merged.merged_into, merged.closed_on = year.own, NOW.date()
    merged.save()
    of_place = begin(version=kind("municipal-programme"), cycle=year.cycle, territory=year.place,
                     by=year.cast.municipal_coordinator, at=NOW)  # fmt: skip
    return [own, of_risk, neighbour, of_merged, of_place]


def test_one_statement_reads_what_the_orm_reads(documents: list[Document]) -> None:
    for each in documents:
        with CaptureQueriesContext(connection) as asked:
            found = load(each.pk)
            assert found is not None
            assert found.territory_path and found.version.definition.code == found.kind
        assert len(asked) == 1
        _assert_same(found, Document.objects.select_related(*JOINED).get(pk=each.pk))
    assert load(10**9) is None


@pytest.mark.parametrize("state", [DocumentState.DRAFT, DocumentState.CONFIRMED])
def test_those_see_it_whom_the_list_shows_it(
    year: Year, documents: list[Document], state: DocumentState
) -> None:
    Document.objects.update(state=state)
    seen = 0
    for actor in year.cast.parts().values():
        shown = set(documents_visible_to(actor).values_list("pk", flat=True))
        opened = {each.pk for each in documents if document_seen_by(actor, each.pk) is not None}
        assert opened == shown, actor
        seen += len(opened)
    assert seen > 20


def test_what_is_not_there_is_seen_by_nobody(year: Year, documents: list[Document]) -> None:
    assert document_seen_by(year.cast.administrator, 10**9) is None
    assert not sees(year.cast.expert, documents[0])
