"""Reads of objections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.inbox import Reason, Waiting
from opora.objections.models import Objection
from opora.objections.rules import ANSWERING_ROLES
from opora.objections.states import MOVES, ObjectionState, SubjectKind
from opora.organisations.queries import school_ids
from opora.statements import every


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """A line of the list. `move` says whose move it is; empty where nobody's."""

    id: int
    school: str
    title: str
    state: ObjectionState
    raised_at: datetime
    due: date
    move: str

    def is_late(self, today: date) -> bool:
        return self.state is ObjectionState.OPEN and self.due < today


def visible_to(actor: Actor) -> QuerySet[Objection]:
    """Objections of the schools that the actor sees."""
    if actor.is_operator:
        return Objection.objects.all()
    return Objection.objects.filter(school_id__in=school_ids(actor))


def objection_rows(actor: Actor, *, open_only: bool = False, limit: int = 200) -> list[ObjectionRow]:
    """Open ones first, the nearest deadline on top; then the newest answered. One query."""
    rows = visible_to(actor)
    if open_only:
        rows = rows.filter(state=ObjectionState.OPEN)
    found = [
        ObjectionRow(
            row.pk,
            row.school.name,
            row.subject_title,
            ObjectionState(row.state),
            row.raised_at,
            row.answer_due,
            MOVES[ObjectionState(row.state)] or "",
        )
        for row in rows.select_related("school").order_by("-raised_at", "-id")[:limit]
    ]
    waiting = sorted(
        (row for row in found if row.state is ObjectionState.OPEN), key=lambda row: (row.due, row.id)
    )
    return [*waiting, *(row for row in found if row.state is not ObjectionState.OPEN)]


def objection(actor: Actor, pk: int) -> Objection | None:
    """The objection if the actor sees it, with its school."""
    return visible_to(actor).select_related("school__territory").filter(pk=pk).first()


def of_subject(kind: SubjectKind, subject_id: int) -> list[Objection]:
    """Every objection to one thing, the newest first. The caller has decided that the thing is visible."""
    found = Objection.objects.filter(subject_kind=kind, subject_id=subject_id)
    return list(found.order_by("-raised_at", "-id"))


def open_subjects(kind: SubjectKind, subject_ids: list[int]) -> set[int]:
    """Which of these things somebody objects to and waits."""
    found = Objection.objects.filter(subject_kind=kind, subject_id__in=subject_ids, state=ObjectionState.OPEN)
    return set(found.values_list("subject_id", flat=True))


def waiting_for(actor: Actor) -> list[Waiting]:
    """Objections that this actor is to answer, the nearest deadline first. One query, none for others."""
    if not actor.acts_as(*ANSWERING_ROLES) or actor.is_operator:
        return []
    return [
        Waiting(
            Reason.ANSWER,
            title if school in title else f"{school}: {title}",
            "Ответить",
            reverse("objection", args=[pk]),
            timezone.localdate(raised_at),
            due,
        )
        for pk, school, title, raised_at, due in every(_open, actor)
    ]


def _open(actor: Actor) -> QuerySet[Objection, Any]:
    rows = visible_to(actor).filter(state=ObjectionState.OPEN).order_by("answer_due", "id")
    return rows.values_list("pk", "school__name", "subject_title", "raised_at", "answer_due")
