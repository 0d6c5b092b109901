"""What races share: two people at once in threads of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Barrier, Thread

import pytest
from django.db import connection

from conftest import NOW
from factories.people import Cast
from opora.access import WrongState
from opora.documents.actions.steps import open_version, send
from opora.documents.exchange import dump, parse
from opora.documents.models import Document
from opora.documents.queries.checking import checked
from opora.documents.states import DocumentState

from .making import begun, chained

pytestmark = pytest.mark.django_db(transaction=True)

type Act = Callable[[], object]
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Place:
    cast: Cast

    def document(self) -> Document:
        """A new one with a chain; the one before is put away."""
        Document.objects.update(state=DocumentState.ARCHIVED)
        made = begun(self.cast.world.school, self.cast.world.cycle, self.cast.school_coordinator)
        chained(made, self.cast.school_coordinator)
        return made

    def opened(self) -> Document:
        """Sent and read by the curator and the coordinator."""
        made = self.document()
        version = send(document=made, by=self.cast.school_coordinator, at=NOW)
        for each in (self.cast.curator, self.cast.municipal_coordinator):
            open_version(version=version, by=each, at=NOW)
        return made


def race(*acts: Act) -> list[object]:
    """What each came to: its answer, or the refusal it was told."""
    start, came = Barrier(len(acts)), list[object](acts)

    def run(number: int, act: Act) -> None:
        start.wait()
        try:
            came[number] = act()
        except Exception as told:
            came[number] = told
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
        assert not each.is_alive(), "deadlock"
    odd = [each for each in came if isinstance(each, Exception) and not isinstance(each, WrongState)]
    assert not odd, odd
    assert all(len(each.reason) > 20 for each in came if isinstance(each, WrongState))
    return came


def repeat(once: Callable[[], None]) -> None:
    for _ in range(ROUNDS):
        once()


def winners(came: list[object]) -> int:
    return sum(not isinstance(each, Exception) for each in came)


def state_of(document: Document) -> str:
    return Document.objects.get(pk=document.pk).state


def content_of(document: Document) -> object:
    """As it stands; raises where it is no programme any more."""
    found = Document.objects.select_related("school__territory", "cycle", "version__definition").get(
        pk=document.pk
    )
    content = dump(checked(found).programme)
    parse(content)
    return content
