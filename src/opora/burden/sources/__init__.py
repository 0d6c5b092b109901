"""One source for each kind of request that a school gets; the ledger adds them up and keeps nothing.

A source is a SELECT of the same columns: the school, the day, the kind, the words, who asks (the kind of a territory
or a capacity of `ASKERS`, and who it counts as otherwise), their name, the minutes, the record to open, whose time.
All of them are one statement, so that a sum and the rows that explain it cannot differ.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from opora.access.actor import SCHOOL_ROLES
from opora.burden.minutes import Norms
from opora.burden.sources.base import (
    ASKER_TITLES,
    ASKERS,
    KIND_TITLES,
    OWN_CAPACITIES,
    SPENT_TITLES,
    Asker,
    Load,
    LoadKind,
    Spent,
    Window,
)
from opora.burden.sources.documents import CHECKPOINTS, DOCUMENTS, RETURNED, awaited
from opora.burden.sources.doings import ASSIGNMENTS, EVENTS, MEETINGS, VISITS
from opora.burden.sources.inquiries import INQUIRIES, minutes_of
from opora.burden.sources.surveys import ANSWERING, CARDS, ORGANISING, SPENT, WHO, card_minutes
from opora.burden.states import QuestionKind
from opora.statements.ahead import planned_once

SOURCES = (
    *(ORGANISING, ANSWERING, CARDS, DOCUMENTS, RETURNED, CHECKPOINTS),
    *(ASSIGNMENTS, VISITS, MEETINGS, EVENTS, INQUIRIES),
)
_EVERYTHING = f"""
SELECT school, day, kind, what, COALESCE((SELECT %(askers)s::jsonb) ->> asked_as, otherwise) AS asker, asked_by,
       minutes, record, spent
FROM ({" UNION ALL ".join(SOURCES)}) l (school, day, kind, what, asked_as, otherwise, asked_by, minutes, record, spent)
"""  # noqa: S608 (the parts are our own)
_SUMS = f"""
SELECT school, asker, spent, sum(minutes)::bigint, count(*) FROM ({_EVERYTHING}) l GROUP BY school, asker, spent
"""  # noqa: S608

#: {kind: the page of its record}; a card is opened by its year and school
_PAGES: Mapping[LoadKind, str] = {
    LoadKind.SURVEY: "campaign",
    LoadKind.DOCUMENT: "school-documents",
    LoadKind.RETURNED: "document",
    LoadKind.CHECKPOINT: "roadmap-checkpoint",
    LoadKind.ASSIGNMENT: "assignment",
    LoadKind.VISIT: "visit",
    LoadKind.MEETING: "meeting",
    LoadKind.EVENT: "event",
    LoadKind.INQUIRY: "inquiry-reply",
}


class Portion(NamedTuple):
    """What those of one sort asked one school: minutes, and in how many requests."""

    school_id: int
    asker: Asker
    spent: Spent
    minutes: int
    requests: int


def loads(window: Window) -> list[Load]:
    """Every request; nothing is asked where there are no schools."""
    addresses = {kind: reverse(page, args=[0]).split("0") for kind, page in _PAGES.items()}
    found = []
    for school, day, kind, what, asker, asked_by, minutes, record, spent in _rows(_EVERYTHING, window):
        is_card = kind == LoadKind.CARD
        url = reverse("school-card", args=[record, school]) if is_card else record.join(addresses[kind])
        told = (LoadKind(kind), what, Asker(asker), asked_by, minutes, url, Spent(spent))
        found.append(Load(school, day, *told))
    return found


def portions(window: Window) -> list[Portion]:
    """The same added up in the database: a line for each school, who asks and whose time it takes."""
    return [
        Portion(school, Asker(asker), Spent(spent), minutes, requests)
        for school, asker, spent, minutes, requests in _rows(_SUMS, window)
    ]


def _rows(text: str, window: Window) -> list[tuple[Any, ...]]:
    if not window.schools:
        return []
    values = _values(window)
    with planned_once(), connection.cursor() as cursor:
        cursor.execute(text, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _values(window: Window) -> dict[str, Any]:
    """What the sources name. A number of queries that does not grow with schools."""
    return {
        **_minutes(window.norms),
        "schools": list(window.schools),
        "first": window.first,
        "last": window.last,
        "zone": timezone.get_current_timezone_name(),
        "askers": json.dumps(ASKERS),
        "own": OWN_CAPACITIES,
        "roles": sorted(SCHOOL_ROLES),
        "spent": json.dumps(SPENT),
        "who": json.dumps(WHO),
        **awaited(window),
    }


#: the minutes that sources take as they are
_NORMS = (
    *("inquiry_open", "confirm", "survey", "survey_group", "document", "document_returned", "checkpoint"),
    *("assignment", "visit", "visit_online", "meeting", "event"),
)


def _minutes(norms: Norms) -> dict[str, Any]:
    return {
        **{name: getattr(norms, name) for name in _NORMS},
        "card": card_minutes() + norms.card_send,
        "documents": json.dumps(dict(norms.documents)),
        "questions": json.dumps({kind: norms.of_question(kind) for kind in QuestionKind}),
    }


__all__ = [
    "ASKER_TITLES",
    "KIND_TITLES",
    "SOURCES",
    "SPENT_TITLES",
    "Asker",
    "Load",
    "LoadKind",
    "Portion",
    "Spent",
    "Window",
    "loads",
    "minutes_of",
    "portions",
]
