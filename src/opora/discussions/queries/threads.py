"""One discussion: its comments, what is new in it, who is awaited."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from opora import references
from opora.access import Actor
from opora.discussions import kinds
from opora.discussions.models import Comment, Mention, Seen, Thread
from opora.discussions.states import MentionState
from opora.references import Reference
from opora.statements import every

_LAST = 3


def thing_of(actor: Actor, kind: str, thing_id: int) -> Reference | None:
    """What is talked about, if the actor sees it and things of its kind are talked about at all."""
    return references.find(actor, kind, thing_id) if kinds.has(kind) else None


def thread_of(thing: Reference) -> Thread | None:
    """What was said about it; None before the first comment. The caller has decided that the thing is visible."""
    return Thread.objects.filter(kind=thing.kind, thing_id=thing.id).first()


def comments_of(thread: Thread) -> QuerySet[Comment]:
    """All comments, the oldest first, with files and calls joined."""
    return thread.comments.prefetch_related("files__file", "mentions").order_by("id")


def seen_by(actor: Actor, thread: Thread) -> int:
    """The last comment that the actor has seen; 0 where none."""
    found = Seen.objects.filter(thread=thread, person=actor.person_id).values_list("last_id", flat=True)
    return found.first() or 0


def calls_open(actor: Actor, thread: Thread) -> int:
    """How many calls of this thread wait for the actor."""
    waiting = Mention.objects.filter(person=actor.person_id, state=MentionState.OPEN)
    return waiting.filter(comment__thread=thread).count()


@dataclass(frozen=True, slots=True)
class Talk:
    """What a panel shows: how many comments there are, how many are new to the actor, the last ones."""

    many: int
    new: int
    last: tuple[Comment, ...]


def talk_of(actor: Actor, thing: Reference) -> Talk:
    """One query, and one for the last comments where there are any."""
    counts = every(_counts, actor.person_id, thing.kind, thing.id)
    if not counts:
        return Talk(0, 0, ())
    many, new = counts[0]
    last = every(_last, thing.kind, thing.id)
    return Talk(many, new, tuple(reversed(last)))


def _counts(person_id: int | None, kind: str, thing_id: int) -> QuerySet[Thread, Any]:
    seen = Seen.objects.filter(thread=OuterRef("pk"), person=person_id).values("last_id")
    return (
        Thread.objects.filter(kind=kind, thing_id=thing_id)
        .alias(seen_id=Coalesce(Subquery(seen), 0))
        .annotate(many=Count("comments"), new=Count("comments", filter=is_new_to(person_id)))
        .values_list("many", "new")
        .order_by()
    )


def _last(kind: str, thing_id: int) -> QuerySet[Comment]:
    found = Comment.objects.filter(thread__kind=kind, thread__thing_id=thing_id).defer("words")
    return found.order_by("-id")[:_LAST]


def is_new_to(person_id: int | None) -> Q:
    """Of a thread with `seen_id`: comments of others after it that were not taken back."""
    later = Q(comments__id__gt=Coalesce("seen_id", 0), comments__withdrawn_at__isnull=True)
    return later & ~Q(comments__by=person_id) if person_id else later
