"""The cast and an importer of notes, for the tests of runs and of the wizard."""

from collections.abc import Iterator

import pytest

from factories.people import Cast
from factories.people import cast as make_cast
from imports.fake_importer import NotesImporter
from opora.appointments.session import actor_for
from opora.imports import contract
from opora.people.models import Person


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def importer(now: object) -> Iterator[NotesImporter]:
    """The only kind of import there is; actors of jobs are found as the house finds them."""
    known, source = dict(contract._importers), contract._actor_source
    contract._importers.clear()
    made = NotesImporter()
    contract.register([made])
    contract.register_actor_source(_actor)
    assert contract._places, "the house says where schools lie"
    yield made
    contract._importers.clear()
    contract._importers.update(known)
    contract._actor_source = source


def _actor(person_id: int, appointment_id: int | None) -> contract.Actor:
    from conftest import NOW

    return actor_for(Person.objects.get(pk=person_id), on=NOW.date(), chosen=appointment_id)
