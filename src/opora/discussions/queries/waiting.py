"""Who called this person and waits for an answer."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora import references
from opora.access import Actor
from opora.discussions import kinds
from opora.discussions.models import Mention
from opora.discussions.rules import WRITERS
from opora.discussions.states import MentionState
from opora.inbox import Reason, Waiting
from opora.statements import every

_MOST = 100


def waiting_for(actor: Actor) -> list[Waiting]:
    """Discussions in which the actor was called by name, one line each.

    One query and those of the things called about; none for those who only read.
    """
    if actor.person_id is None or actor.is_operator or not actor.acts_as(*WRITERS):
        return []
    calls = defaultdict(list)
    for kind, thing_id, by, at in every(_open, actor.person_id):
        calls[kind, thing_id].append((by, timezone.localdate(at)))
    things = references.find_many(actor, calls)
    return [
        Waiting(
            Reason.ANSWER,
            f"{things[pair].title}: вас зовёт {', '.join(dict.fromkeys(by for by, _ in said))}",
            "Ответить",
            f"{reverse('discussion', args=pair)}#write",
            since=said[0][1],
        )
        for pair, said in calls.items()
        if pair in things
    ]


def _open(person_id: int) -> QuerySet[Mention, Any]:
    found = Mention.objects.filter(person=person_id, state=MentionState.OPEN)
    return (
        found.filter(comment__thread__kind__in=kinds.all_kinds())
        .order_by("comment_id")
        .values_list("comment__thread__kind", "comment__thread__thing_id", "comment__by_name", "comment__at")
    )[:_MOST]
