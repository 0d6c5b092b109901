"""An expert's queue, and what waits on desks. Counts are of the own sheets only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.expertise.models import Assignment, Round
from opora.expertise.queries.visibility import own_assignments, rounds_run_by
from opora.expertise.states import AssignmentState, RoundState
from opora.inbox import Reason, Waiting
from opora.statements import every
from opora.ui.text import count_ru

_OPEN = (RoundState.SCORING, RoundState.RECONCILING)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the queue. Nothing tells when it was given, nor as which expert."""

    key: str
    round_id: int
    number: int
    kind: str
    saved_at: datetime | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A round as one expert sees it: `done` of `total` sheets are sent; `lines` wait, `sent` are behind."""

    round: Round
    done: int
    total: int
    lines: tuple[Line, ...]
    sent: tuple[Line, ...]


def queues_of(actor: Actor) -> list[Queue]:
    """The rounds in which the expert has sheets, those under way first. Two queries."""
    rows = list(
        own_assignments(actor)
        .select_related("sheet", "entry")
        .only(
            "key",
            "state",
            "sheet__saved_at",
            "sheet__total",
            "entry__round_id",
            "entry__number",
            "entry__kind",
        )
        .order_by("key")
    )
    rounds = Round.objects.filter(pk__in={row.entry.round_id for row in rows}).order_by("closes", "id")
    by_round: dict[int, list[Assignment]] = {}
    for row in rows:
        by_round.setdefault(row.entry.round_id, []).append(row)
    found = [_queue(each, by_round[each.pk]) for each in rounds]
    return sorted(found, key=lambda queue: queue.round.state not in _OPEN)


def _queue(of: Round, rows: Sequence[Assignment]) -> Queue:
    waiting = [row for row in rows if row.state == AssignmentState.WAITING]
    sent = [row for row in rows if row.state == AssignmentState.SENT]
    shown = waiting if of.state in _OPEN else []
    return Queue(
        of,
        len(sent),
        len(rows),
        tuple(map(_line, shown[:SHOWN])),
        tuple(sorted(map(_line, sent[:SHOWN]), key=lambda line: line.number)),
    )


def _line(row: Assignment) -> Line:
    sheet = getattr(row, "sheet", None)
    return Line(
        str(row.key),
        row.entry.round_id,
        row.entry.number or 0,
        row.entry.kind,
        sheet.saved_at if sheet else None,
        sheet.total if sheet else None,
    )


def next_of(actor: Actor, after: Assignment) -> Assignment | None:
    """The next sheet of the same round that waits, from the first again behind the last. One query."""
    waiting = own_assignments(actor).filter(
        entry__round_id=after.entry.round_id, state=AssignmentState.WAITING
    )
    others = list(waiting.exclude(pk=after.pk).order_by("key").only("key"))
    return next((each for each in others if each.key > after.key), others[0] if others else None)


def waiting_in(actor: Actor, round_id: int) -> list[Assignment]:
    """The own sheets of a round that wait, with their drafts, by number. One query."""
    found = own_assignments(actor).filter(
        entry__round_id=round_id, entry__round__state__in=_OPEN, state=AssignmentState.WAITING
    )
    return list(found.select_related("sheet", "entry__round__version__definition").order_by("entry__number"))


def place_in_queue(actor: Actor, of: Assignment) -> tuple[int, int]:
    """«12 из 45»: how many of the own sheets of the round are sent, how many there are. One query."""
    found = own_assignments(actor).filter(entry__round_id=of.entry.round_id)
    told = found.aggregate(all=Count("pk"), sent=Count("pk", filter=Q(state=AssignmentState.SENT)))
    return told["sent"], told["all"]


_NEXT = {
    RoundState.PREPARING: "Распределить",
    RoundState.RECONCILING: "Согласовать и закрыть",
}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Sheets to score, rounds to reconcile and close. Two queries at most; none for others."""
    return [*_to_score(actor), *_to_run(actor)]


def _to_score(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            Reason.CHECK,
            f"{title}: {count_ru(n, 'лист,листа,листов')} ждёт вас"
            if n == 1
            else f"{title}: {count_ru(n, 'лист,листа,листов')} ждут вас",
            "Оценить",
            reverse("expertise-queue"),
            opens,
            closes,
        )
        for title, opens, closes, n, _ in every(_own_rounds, actor)
    ]


def _own_rounds(actor: Actor) -> QuerySet[Assignment, Any]:
    waiting = own_assignments(actor).filter(state=AssignmentState.WAITING, entry__round__state__in=_OPEN)
    by_round = waiting.order_by().values_list(
        "entry__round__title", "entry__round__opens", "entry__round__closes"
    )
    return by_round.annotate(n=Count("pk"), last=Max("entry__round_id"))


def _to_run(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            Reason.DECIDE,
            each.title,
            _NEXT.get(RoundState(each.state), "Перейти к согласованию"),
            reverse("expertise-round", args=[each.pk]),
            each.state_since,
            each.closes,
        )
        for each in every(_to_go_on, actor)
    ]


def _to_go_on(actor: Actor) -> QuerySet[Round]:
    waits = Assignment.objects.filter(entry__round=OuterRef("pk"), state=AssignmentState.WAITING)
    is_mine = Q(state__in=_NEXT) | Q(state=RoundState.SCORING) & ~Exists(waits)
    return rounds_run_by(actor).filter(is_mine).order_by("closes", "id")
