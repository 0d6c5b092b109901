"""A mail server away for a day: each step of the ladder is told once, a day later, and none is lost."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from digests.conftest import use
from digests.mail_server import MailServer
from factories.people import appointed
from factories.roadmaps import work_of
from opora import inbox
from opora.access import Role
from opora.digests.tasks import send_due
from opora.people.models import Person
from opora.roadmaps.queries.waiting import waiting_for

from .conftest import Year

DUE = date(2026, 11, 30)
#: days after the term on which each is told first: the ladder as it is delivered
STEPS = {"teacher": -14, "school": 3, "curator": 7, "coordinator": 21}


@pytest.fixture
def server(settings: object) -> Iterator[MailServer]:
    made = MailServer()
    use(settings, f"smtp://127.0.0.1:{made.port}")
    made.come()
    kept = list(inbox._sources)
    inbox.register([waiting_for])
    yield made
    inbox.register(kept)
    made.go_away()


def _told(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, first: int, last: int, away: set[int]
) -> dict[str, list[int]]:
    """{who: the days after the term on which a mail came}; every hour of a day is a try."""
    days: dict[str, list[int]] = defaultdict(list)
    for day in range(first, last + 1):
        if day in away:
            server.go_away()
        for hour in range(6, 22):
            at = datetime.combine(DUE, datetime.min.time(), tzinfo=UTC) + timedelta(days=day, hours=hour - 3)
            monkeypatch.setattr(timezone, "now", lambda at=at: at)
            before = len(server.recipients)
            send_due(at=at)
            for address in server.recipients[before:]:
                days[address.partition("@")[0]].append(day)
        if day in away:
            server.come()
    return dict(days)


def _people(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова", email="teacher@example.org")
    for name, each in (("school", year.school), ("curator", year.curator), ("coordinator", year.coordinator)):
        Person.objects.filter(pk=each.person_id).update(email=f"{name}@example.org")
    work_of(year.own, year.cycle, due=DUE, responsible=teacher, now=at)


def _firsts(told: dict[str, list[int]]) -> dict[str, int]:
    return {name: days[0] for name, days in told.items()}


def test_each_step_is_told_on_its_day(
    year: Year, at: datetime, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _people(year, at)
    told = _told(server, monkeypatch, -16, 22, away=set())
    assert _firsts(told) == STEPS
    # the news, once more when the term is over, and once a week while it waits
    assert told["teacher"] == [-14, -7, 0, 1, 8, 15, 22]
    assert told["curator"] == [7, 14, 21]


def test_a_day_away_on_every_step_loses_none_and_doubles_none(
    year: Year, at: datetime, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _people(year, at)
    told = _told(server, monkeypatch, -16, 23, away=set(STEPS.values()))
    assert _firsts(told) == {name: day + 1 for name, day in STEPS.items()}
    for name, days in told.items():
        assert len(days) == len(set(days)), f"{name}: one mail a day"
    assert told["curator"] == [8, 15, 22]


def test_what_was_settled_while_the_server_was_away_is_not_told(
    year: Year, at: datetime, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _people(year, at)
    told = _told(server, monkeypatch, 6, 7, away={7})
    assert "curator" not in told
    year.own.works.update(state="reported", reported_by_id=None, state_since=DUE + timedelta(days=8))
    told = _told(server, monkeypatch, 8, 8, away=set())
    assert told == {"curator": [8]}, "one mail, about what waits for a word"
