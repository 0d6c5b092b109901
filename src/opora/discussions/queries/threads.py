"""One discussion: its comments, what is new in it, who is awaited."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from opora import references
from opora.access import Actor
from opora.discussions import kinds
from opora.discussions.models import Comment, Mention, Seen, Thread
from opora.discussions.states import MentionState
from opora.references import Reference

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
    seen = Seen.objects.filter(thread=OuterRef("pk"), person=actor.person_id).values("last_id")
    row = (
        Thread.objects.filter(kind=thing.kind, thing_id=thing.id)
        .alias(seen_id=Coalesce(Subquery(seen), 0))
        .annotate(many=Count("comments"), new=Count("comments", filter=is_new_to(actor)))
        .values_list("pk", "many", "new")
        .order_by()
        .first()
    )
    if row is None:
        return Talk(0, 0, ())
    pk, many, new = row
    last = list(Comment.objects.filter(thread=pk).order_by("-id")[:_LAST])
    return Talk(many, new, tuple(reversed(last)))


def is_new_to(actor: Actor) -> Q:
    """Of a thread with `seen_id`: comments of others after it that were not taken back."""
    later = Q(comments__id__gt=Coalesce("seen_id", 0), comments__withdrawn_at__isnull=True)
    return later & ~Q(comments__by=actor.person_id) if actor.person_id else later
