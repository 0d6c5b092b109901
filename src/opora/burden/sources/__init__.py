"""One source for each kind of request that a school gets; the ledger adds them up and keeps nothing."""

from collections.abc import Iterator

from opora.burden.sources.base import (
    ASKER_TITLES,
    KIND_TITLES,
    SPENT_TITLES,
    Asker,
    Load,
    LoadKind,
    Source,
    Spent,
    Window,
)
from opora.burden.sources.documents import checkpoints, documents, returned
from opora.burden.sources.doings import assignments, meetings, visits
from opora.burden.sources.inquiries import inquiries, minutes_of
from opora.burden.sources.surveys import cards, surveys

SOURCES: tuple[Source, ...] = (
    surveys,
    cards,
    documents,
    returned,
    checkpoints,
    assignments,
    visits,
    meetings,
    inquiries,
)


def loads(window: Window) -> Iterator[Load]:
    """Everything, source by source; nothing is asked where there are no schools."""
    if window.schools:
        for source in SOURCES:
            yield from source(window)


__all__ = [
    "ASKER_TITLES",
    "KIND_TITLES",
    "SOURCES",
    "SPENT_TITLES",
    "Asker",
    "Load",
    "LoadKind",
    "Source",
    "Spent",
    "Window",
    "loads",
    "minutes_of",
]
