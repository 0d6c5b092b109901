"""The cast, the catalogue of forms in force, a planned seminar of the municipality for two schools."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from conftest import NOW
from factories.events import event_of, forms_published
from factories.people import Cast, cast
from opora import references
from opora.cycles.models import Cycle
from opora.discussions import kinds as talked
from opora.events.models import Event, Session
from opora.events.references import SOURCES
from opora.organisations.models import Organisation, Territory

PASSED, TODAY, LATER = date(2026, 9, 10), date(2026, 9, 14), date(2026, 10, 15)


@dataclass(frozen=True, slots=True)
class Year:
    cast: Cast
    cycle: Cycle
    place: Territory
    school: Organisation
    second: Organisation


@pytest.fixture
def year(db: None) -> Iterator[Year]:
    people = cast(everybody=True)
    forms_published(now=NOW)
    before, kinds = dict(references._sources), talked.all_kinds()
    references.register(SOURCES)
    talked.register(["event"])
    w = people.world
    yield Year(people, w.cycle, w.municipality, w.school, w.second_school)
    references._sources.clear()
    references._sources.update(before)
    talked.register(kinds)


@pytest.fixture
def seminar(year: Year) -> Event:
    """One day that has passed, one to come."""
    return event_of(
        year.place,
        year.cycle,
        PASSED,
        LATER,
        schools={year.school.pk: None, year.second.pk: None},
        now=NOW,
    )


def first_day(event: Event) -> Session:
    return event.sessions.order_by("date")[0]
