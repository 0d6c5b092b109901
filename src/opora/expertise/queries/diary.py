"""The terms of rounds on a calendar: for who runs them, and for who scores in them."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.diary import Entry
from opora.expertise.models import Round
from opora.expertise.queries.visibility import own_assignments, rounds_run_by
from opora.expertise.rules import QUEUE, RUNNERS
from opora.expertise.states import RoundState
from opora.statements import every

KIND = "Экспертиза"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """From the first day of a round to its term. One query, none for those who have no part.

    An expert learns of a round when it is under way and only where sheets of theirs lie in it.
    """
    scores = actor.person_id is not None and QUEUE.can(actor, None)
    if actor.is_operator or not (scores or actor.acts_as(*RUNNERS)):
        return []
    return [
        Entry(
            f"round-{pk}",
            KIND,
            title,
            reverse("expertise-queue") if scores else reverse("expertise-round", args=[pk]),
            opens,
            closes,
        )
        for pk, title, opens, closes in every(_own, actor, scores, first, last)
    ]


def _own(actor: Actor, scores: bool, first: date, last: date) -> QuerySet[Round, Any]:
    mine = Q(pk__in=rounds_run_by(actor).order_by().values("pk"))
    if scores:
        own = own_assignments(actor).order_by().values("entry__round")
        mine |= Q(pk__in=own) & ~Q(state=RoundState.PREPARING)
    found = Round.objects.filter(mine, opens__lte=last, closes__gte=first).order_by("opens", "pk")
    return found.values_list("pk", "title", "opens", "closes")
