"""The discussion of a thing on the thing's own page.

A page that shows `thing` puts `panel_for(actor, thing)` into its context as `discussion` and includes
«discussions/panel.html»; None draws nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.discussions import kinds
from opora.discussions.presenters import news
from opora.discussions.queries.threads import talk_of
from opora.discussions.rules import WRITE
from opora.references import Reference
from opora.ui.components import Event

_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Panel:
    """`events` are the last comments; `action` is what the link to the whole discussion says, `readers` who reads it
    where those are others than see the page, `new` how many comments the actor has not seen."""

    url: str
    many: int
    chips: Sequence[SafeString]
    events: Sequence[Event]
    action: str
    readers: str = ""
    new: int = 0


def panel_for(actor: Actor, thing: Reference) -> Panel | None:
    """None for a kind that is not talked about, and where nothing was said to who may only read.

    The caller has decided that the thing is visible. One query, two where something was said.
    """
    if not kinds.has(thing.kind):
        return None
    may_write = WRITE.can(actor, thing)
    talk = talk_of(actor, thing)
    if not talk.many and not may_write:
        return None
    return Panel(
        reverse("discussion", args=[thing.kind, thing.id]),
        talk.many,
        (news(talk.new),) if talk.new else (),
        [
            Event(
                each.at,
                each.by_name,
                "убрал(а) сообщение"
                if each.withdrawn_at and each.withdrawn_by_name == each.by_name
                else "сообщение убрано"
                if each.withdrawn_at
                else "",
                _excerpt(each.text),
            )
            for each in talk.last
        ],
        "Написать" if may_write and not talk.many else "Всё обсуждение",
        kinds.readers(thing),
        talk.new,
    )


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}…"
