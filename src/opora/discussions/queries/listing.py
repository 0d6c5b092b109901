"""Discussions one takes part in or may see: the newest first, narrowed, searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from opora import references
from opora.access import Actor
from opora.access.paths import chain
from opora.discussions import kinds
from opora.discussions.models import Comment, CommentFile, Mention, Seen, Thread
from opora.discussions.queries.threads import is_new_to
from opora.discussions.states import MentionState
from opora.ordering import folded
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids
from opora.references import Reference

#: so many of the newest are looked through; what lies further back is found by words
MOST = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all». `show`: «», «new», «called», «mine»."""

    words: str = ""
    show: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A discussion in the list. `new` counts comments of others that were not seen, `calls` open calls."""

    thing: Reference
    place: str
    many: int
    new: int
    calls: int
    said_at: datetime
    said_by: str


@dataclass(frozen=True, slots=True)
class Found:
    """A comment that a search found."""

    thing: Reference
    comment_id: int
    text: str
    at: datetime
    by: str


def near(actor: Actor) -> QuerySet[Thread]:
    """Threads about things of the actor's scope, of territories above it, or in which the actor took part.

    Whether the thing itself is visible is asked afterwards: `references` alone decides.
    """
    threads = Thread.objects.filter(kind__in=kinds.all_kinds())
    if actor.is_operator or actor.covers_territory(""):
        return threads
    if actor.scope is None or actor.person_id is None:
        return threads.none()
    wrote = Comment.objects.filter(thread=OuterRef("pk"), by=actor.person_id)
    called = Mention.objects.filter(comment__thread=OuterRef("pk"), person=actor.person_id)
    own = Q(Exists(wrote)) | Q(Exists(called)) | Q(school__in=school_ids(actor))
    above: set[str] = set()
    for path in actor.scope.territory_paths:
        own |= Q(territory_path__startswith=path)
        above.update(chain(path))
    if actor.scope.school_ids:
        places = Organisation.objects.filter(pk__in=actor.scope.school_ids)
        for place in places.order_by().values_list("territory__path", flat=True).distinct():
            above.update(chain(place or ""))
    return threads.filter(own | Q(school__isnull=True, territory_path__in=sorted(above)))


def _seen_by(actor: Actor) -> Coalesce:
    seen = Seen.objects.filter(thread=OuterRef("pk"), person=actor.person_id).values("last_id")
    return Coalesce(Subquery(seen), 0)


def _narrowed(actor: Actor, chosen: Chosen) -> QuerySet[Thread]:
    threads = near(actor).alias(seen_id=_seen_by(actor))
    for word in folded(chosen.school).split():
        threads = threads.filter(school__sort_name__contains=word)
    if chosen.show == "new":
        threads = threads.filter(last_id__gt=F("seen_id"))
    elif chosen.show == "called":
        waiting = Mention.objects.filter(
            comment__thread=OuterRef("pk"), person=actor.person_id, state=MentionState.OPEN
        )
        threads = threads.filter(Exists(waiting))
    elif chosen.show == "mine":
        threads = threads.filter(Exists(Comment.objects.filter(thread=OuterRef("pk"), by=actor.person_id)))
    return threads


def lines(actor: Actor, chosen: Chosen) -> list[Line]:
    """Of the newest 300 those whose thing the actor sees. Three queries and those of the kinds found."""
    calls = (
        Mention.objects.filter(
            comment__thread=OuterRef("pk"), person=actor.person_id, state=MentionState.OPEN
        )
        .order_by()
        .values("comment__thread")
        .annotate(many=Count("pk"))
        .values("many")
    )
    last = Comment.objects.filter(pk=OuterRef("last_id")).values("by_name")
    newest = _narrowed(actor, chosen).order_by("-said_at", "-id").values("pk")[:MOST]
    rows = list(
        Thread.objects.filter(pk__in=newest)
        .alias(seen_id=_seen_by(actor))
        .annotate(
            many=Count("comments"),
            new=Count("comments", filter=is_new_to(actor.person_id)),
            calls=Coalesce(Subquery(calls), 0),
            said_by=Subquery(last),
        )
        .order_by("-said_at", "-id")
        .values_list(
            *("kind", "thing_id", "school__name", "many", "new", "calls", "said_at", "said_by"),
        )
    )
    things = references.find_many(actor, [(kind, thing_id) for kind, thing_id, *_ in rows])
    return [
        Line(things[kind, thing_id], place or "", many, new, waiting, said_at, said_by or "")
        for kind, thing_id, place, many, new, waiting, said_at, said_by in rows
        if (kind, thing_id) in things
    ]


def search(actor: Actor, chosen: Chosen) -> list[Found]:
    """Comments that hold every word, with a file or of a thing called so: the newest 300, ё as е, in any form of the
    word."""
    asked = SearchQuery(folded(chosen.words), config="russian", search_type="websearch")
    titled = [Q(thread__sort_title__contains=word) for word in folded(chosen.words).split()]
    named = Q(pk=F("thread__last_id"))
    for each in titled:
        named &= each
    filed = CommentFile.objects.order_by().values("comment")
    for word in chosen.words.split():
        filed = filed.filter(file__name__icontains=word)
    rows: Sequence[tuple[str, int, int, str, datetime, str]] = list(
        Comment.objects.filter(
            Q(words=asked) | Q(pk__in=filed) | named,
            thread__in=_narrowed(actor, chosen).order_by().values("pk"),
            withdrawn_at=None,
        )
        .order_by("-id")
        .values_list("thread__kind", "thread__thing_id", "pk", "text", "at", "by_name")[:MOST]
    )
    things = references.find_many(actor, [(kind, thing_id) for kind, thing_id, *_ in rows])
    return [
        Found(things[kind, thing_id], pk, text, at, by)
        for kind, thing_id, pk, text, at, by in rows
        if (kind, thing_id) in things
    ]


def comment_of(pk: int) -> Comment | None:
    """A comment with its thread; whether the actor sees the thing is for the caller to ask."""
    return Comment.objects.select_related("thread").filter(pk=pk).first()
