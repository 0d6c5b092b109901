"""Until when objections are answered, on a calendar."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor, Role
from opora.diary import Entry
from opora.objections.models import Objection
from opora.objections.queries import visible_to
from opora.objections.rules import ANSWERING_ROLES
from opora.objections.states import ObjectionState
from opora.statements import every
from opora.ui.text import count_ru

KIND = "Возражения"
RAISING_ROLES = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
#: from so many on one day, one line for all of them
MANY = 5


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """The last days for answers, for who gives them and for who waits. One query, none for others."""
    if actor.is_operator or not actor.acts_as(*ANSWERING_ROLES, *RAISING_ROLES):
        return []
    by_day: dict[date, list[tuple[int, str, str]]] = defaultdict(list)
    for due, pk, school, title in every(_due, actor, first, last):
        by_day[due].append((pk, school, title))
    return [entry for due, found in by_day.items() for entry in _told(due, found)]


def _due(actor: Actor, first: date, last: date) -> QuerySet[Objection, Any]:
    found = visible_to(actor).filter(state=ObjectionState.OPEN, answer_due__range=(first, last))
    return found.order_by("answer_due", "pk").values_list("answer_due", "pk", "school__name", "subject_title")


def _told(due: date, rows: list[tuple[int, str, str]]) -> list[Entry]:
    if len(rows) >= MANY:
        words = f"Ответить на {count_ru(len(rows), 'возражение,возражения,возражений')}"
        return [Entry(f"objections-{due.isoformat()}", KIND, words, reverse("objections"), due, due)]
    return [
        Entry(
            f"objection-{pk}",
            KIND,
            f"Срок ответа: {title if school in title else f'{school}: {title}'}",
            reverse("objection", args=[pk]),
            due,
            due,
        )
        for pk, school, title in rows
    ]
