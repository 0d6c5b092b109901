"""A diary in which a test puts what it wants."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from opora import diary
from opora.access import Actor
from opora.diary import Entry

type Diary = Callable[..., None]


@pytest.fixture
def in_diary() -> Iterator[Diary]:
    """`in_diary(entry, …)` lays these and only these things before everybody who has a capacity."""
    kept = list(diary._sources)
    laid: list[Entry] = []

    def find(actor: Actor, first: date, last: date) -> list[Entry]:
        if actor.capacity is None:
            return []
        return [each for each in laid if each.first <= last and each.last >= first]

    def lay(*entries: Entry) -> None:
        laid[:] = entries

    diary.register([find])
    yield lay
    diary.register(kept)


def entry(number: int = 1, first: date = date(2026, 9, 14), **values: object) -> Entry:
    defaults = {
        "key": f"meeting-{number}",
        "kind": "Встреча",
        "title": f"Встреча {number}",
        "url": f"/m/{number}/",
    }
    return Entry(first=first, **({"last": first} | defaults | values))  # type: ignore[arg-type]
