"""A mail server that runs, an installation that knows it, and a desk on which a test puts what it wants."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from factories.people import appointed, world
from opora import inbox
from opora.access import Actor, Role
from opora.config import mail
from opora.digests.models import Digest
from opora.inbox import Reason, Waiting
from opora.people.models import Person

from .mail_server import MailServer

ADDRESS = "https://opora.example.org"

type Desk = Callable[..., None]


@pytest.fixture
def server(settings: object) -> Iterator[MailServer]:
    """The installation's mail server, running."""
    made = MailServer()
    use(settings, f"smtp://127.0.0.1:{made.port}")
    made.come()
    yield made
    made.go_away()


def use(settings: object, url: str) -> None:
    """What `opora.config.settings` makes of OPORA_SMTP_URL; the test runner has put a backend of its own there."""
    settings.ADDRESS = ADDRESS  # type: ignore[attr-defined]
    settings.SENDS_MAIL = True  # type: ignore[attr-defined]
    settings.MAILERS = mail.mailers(url)  # type: ignore[attr-defined]
    settings.DEFAULT_FROM_EMAIL = mail.sender("", smtp=url, address=ADDRESS)  # type: ignore[attr-defined]


@pytest.fixture
def on_desk() -> Iterator[Desk]:
    """`on_desk(person, thing, …)` lays these and only these things on the person's desk, in any role or one."""
    kept = list(inbox._sources)
    things: dict[tuple[int, Role | None], tuple[Waiting, ...]] = {}

    def find(actor: Actor) -> list[Waiting]:
        assert actor.person_id is not None
        return [*things.get((actor.person_id, None), ()), *things.get((actor.person_id, actor.role), ())]

    def lay(person: Person, *found: Waiting, role: Role | None = None) -> None:
        things[person.pk, role] = found

    inbox.register([find])
    yield lay
    inbox.register(kept)


@pytest.fixture
def head() -> Person:
    """A head teacher with an address."""
    return somebody("head@example.org", surname="Директорова")


def somebody(email: str, *, surname: str = "Иванова") -> Person:
    return appointed(Role.SCHOOL_HEAD, world().school, surname=surname, email=email)


def thing(number: int = 1, reason: Reason = Reason.FILL, **values: object) -> Waiting:
    defaults = {"title": f"Опрос {number}", "action": "Записать классы", "url": f"/campaigns/{number}/"}
    return Waiting(reason=reason, **(defaults | values))  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, *, day: int = 14) -> datetime:
    """A moment of September 2026 by the clock of the installation, which is Moscow's."""
    return datetime(2026, 9, day, hour - 3, minute, tzinfo=UTC)


def states(someone: Person) -> list[tuple[int, str]]:
    """The days of a person's digests and what became of each."""
    found = Digest.objects.filter(person=someone).order_by("day")
    return [(each.day.day, each.state) for each in found]
