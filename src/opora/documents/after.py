"""What follows a confirmation and comes before a measure goes: features above do theirs, this knows none of them.

Both are done inside the transaction of the act itself: what is refused there undoes the act.
"""

from collections.abc import Callable
from datetime import datetime

from opora.access import Actor
from opora.documents.models import Document
from opora.measures.models import Measure

type Follow = Callable[[Document, Actor, datetime], object]
type Release = Callable[[Measure, Actor, datetime], None]

_follow: list[Follow] = []
_release: list[Release] = []


def register(*, after_confirming: Follow, before_removing: Release) -> None:
    """`before_removing` lets go of a measure that is about to be removed, or raises WrongState: it must stay."""
    if after_confirming not in _follow:
        _follow.append(after_confirming)
        _release.append(before_removing)


def confirmed(document: Document, by: Actor, at: datetime) -> None:
    for follow in _follow:
        follow(document, by, at)


def removing(measure: Measure, by: Actor, at: datetime) -> None:
    for release in _release:
        release(measure, by, at)
